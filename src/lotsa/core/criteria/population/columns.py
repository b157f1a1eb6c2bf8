"""What is known of many companies: one column a fact, each distinct value held once.

A column keeps a small list of values and, for each company, the place of its
value in the list. Whatever is true of a value is then worked out once, with
the same functions that judge a single company, and looked up for the rest.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lotsa.core.criteria.values import Value

Array: TypeAlias = NDArray[Any]
Mask: TypeAlias = NDArray[np.bool_]

_EPOCH: Final = date(1970, 1, 1).toordinal()
_FEW_EDGES: Final = 32
"""With no more changes of truth than this, classes need not be made fewer."""

BYTE: Final = 256
"""Places below this fit in a byte, the fastest thing to compare."""


@dataclass(frozen=True, eq=False)
class Column:
    """The known values of one fact.

    Attributes:
        places: for each company a place in ``table``. Columns derived from one
            another share them, so that they are never copied.
        table: for each place, the place of its value in ``values``; −1 where no company is.
        values: distinct values; ``None`` is not known. A value may stand for
            all those that no condition can tell from it.
    """

    places: Array
    table: Array
    values: tuple[Value | None, ...]

    @staticmethod
    def of(places: Array, values: Sequence[Value | None], there: Mask) -> "Column":
        """The column in which each company's place is that of its value.

        Args:
            places: the companies' places.
            values: the value at each place.
            there: is any company at the place?
        """
        return distinct(Column(places, np.where(there, np.arange(len(values)), -1), tuple(values)))


def nothing_known(rows: int) -> Column:
    """A column of which nothing is known."""
    return Column(np.zeros(rows, dtype=np.uint8), np.zeros(1, dtype=np.int64), (None,))


def day_number(day: date) -> int:
    """Days since 1 January 1970."""
    return day.toordinal() - _EPOCH


def day_of(number: Any) -> date:
    """The day that many days after 1 January 1970.

    Raises:
        OverflowError: there is no such day in the calendar.
    """
    try:
        return date.fromordinal(int(number) + _EPOCH)
    except ValueError as error:
        raise OverflowError(str(error)) from error


def renamed(column: Column, change: Callable[[Value], Value | None]) -> Column:
    """The column with every known value changed; equal results share a place."""
    changed = tuple(None if value is None else change(value) for value in column.values)
    return distinct(Column(column.places, column.table, changed))


def distinct(column: Column) -> Column:
    """The same column with each value once."""
    places: dict[tuple[type, Value | None], int] = {}
    again = [places.setdefault((type(value), value), len(places)) for value in column.values]
    values = tuple(value for _, value in places)
    table = np.where(column.table < 0, -1, np.array(again, dtype=np.int64)[column.table])
    return Column(column.places, table, values)


def first_known(*columns: Column) -> Column:
    """For each company the first of the columns in which its value is known."""
    best = columns[0]
    for column in columns[1:]:
        there = best.table >= 0
        unknown = np.array([value is None for value in best.values])[best.table] & there
        if not unknown.any():
            break
        if (unknown == there).all():
            best = column
            continue
        places = np.where(
            unknown[best.places], column.places.astype(np.int64) + len(best.table), best.places
        )
        table = np.concatenate([best.table, column.table + len(best.values)])
        table[len(best.table) :][column.table < 0] = -1
        table[np.bincount(places, minlength=len(table)) == 0] = -1
        best = distinct(Column(places, table, best.values + column.values))
    return best


def compacted(column: Column, truths: NDArray[np.uint8]) -> tuple[Array, NDArray[np.uint8]]:
    """What tells companies apart: a class for each, and the tests' truths of each class.

    Args:
        column: the values.
        truths: a row for each test, a column for each value.
    """
    there = np.flatnonzero(column.table >= 0)
    if not len(there):
        return column.places, np.zeros((len(truths), len(column.table)), dtype=np.uint8)
    # Values that every test answers alike are one class.
    numbers: dict[bytes, int] = {}
    rows = np.ascontiguousarray(truths.T)
    of_value = np.array([numbers.setdefault(row.tobytes(), len(numbers)) for row in rows])
    # A place where no company is takes after its neighbour, so that it makes no difference.
    nearest = np.searchsorted(there, np.arange(len(column.table)), side="right") - 1
    values = column.table[there[np.maximum(nearest, 0)]]
    by_place = of_value[values]
    narrow = column.places.dtype == np.uint8 and len(column.table) <= BYTE
    edges = int((by_place[1:] != by_place[:-1]).sum())
    if narrow or (column.places.dtype == np.uint16 and edges <= _FEW_EDGES):
        return column.places, truths[:, values]
    # Numbered in the order of the places, so that classes side by side stay so.
    used, first = np.unique(by_place, return_index=True)
    in_order = np.argsort(first)
    renumbered = np.empty(len(numbers), dtype=smallest(len(used)))
    renumbered[used[in_order]] = np.arange(len(used))
    lookup = renumbered[by_place]
    return lookup.take(column.places, mode="clip"), truths[:, values[first[in_order]]]


def smallest(size: int) -> np.dtype[Any]:
    """The smallest type of unsigned integers that holds ``size``."""
    return np.min_scalar_type(max(size, 1))
