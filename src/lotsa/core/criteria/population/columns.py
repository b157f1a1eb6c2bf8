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

from lotsa.core.criteria.values import Interval, Value

Array: TypeAlias = NDArray[Any]
Mask: TypeAlias = NDArray[np.bool_]

_EPOCH: Final = date(1970, 1, 1).toordinal()
_NARROW: Final = 1 << 17
"""Whole numbers that span less than this are put in a table instead of sorted."""

_HEAD: Final = 8192
"""So many companies hold nearly every class there is; the rest is only searched for the others."""

_OFFSETS: Final = np.iinfo(np.uint16).max
"""Whole numbers that span less than this are kept as their distance from the lowest."""

_BLOCK: Final = 16_384
"""Numbers worked on at a time, so that what is in between stays in the processor's cache."""

_FEW_LIMITS: Final = 60
"""With no more limits than this, comparing with each is quicker than searching among them."""

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


@dataclass(frozen=True, eq=False)
class Bounds:
    """Numbers, or days since 1 January 1970, each known within two inclusive bounds.

    Attributes:
        low, high: the bounds; the same array when every value is exact.
        low_known, high_known: where a bound is given; a value with neither is not known.
            Elsewhere the number says nothing, but is best one that occurs.
        as_value: turns one number into a fact's value.
    """

    low: Array
    high: Array
    low_known: Mask
    high_known: Mask
    as_value: Callable[[Any], Any]

    @property
    def exact(self) -> bool:
        """Is every known value a single one?"""
        return self.low is self.high


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


def encode_bounds(bounds: Bounds, limits: Sequence[float] | None) -> Column:
    """Put numbers in a column.

    Args:
        bounds: the numbers.
        limits: what conditions compare the numbers with. Numbers that no
            limit separates share a place, which is then as good as their own.
            ``None`` keeps every distinct number.
    """
    if bounds.exact and np.issubdtype(bounds.low.dtype, np.integer):
        column = _offsets(bounds, limits)
        if column is not None:
            return column
    low, span = _classes(bounds.low, bounds.low_known, limits)
    if bounds.exact:
        return _gathered(low, span, bounds)
    high, high_span = _classes(bounds.high, bounds.high_known, limits)
    if span * high_span > _NARROW:
        wide = low.astype(np.int64) * high_span + high
        distinct_pairs, numbered = np.unique(wide, return_inverse=True)
        return _gathered(numbered, len(distinct_pairs), bounds)
    pair = low.astype(np.uint32) * np.uint32(high_span) + high
    return _gathered(pair, span * high_span, bounds)


def _offsets(bounds: Bounds, limits: Sequence[float] | None) -> Column | None:
    """Whole numbers as their distance from the lowest; ``None`` when they span too much."""
    known = bounds.low_known
    everything = bool(known.all())
    if not known.any():
        return nothing_known(len(known))
    numbers = bounds.low
    start, end = int(numbers.min()), int(numbers.max())
    width = end - start + 1
    if width >= _OFFSETS:
        return None
    places = _block_by_block(
        len(numbers),
        _smallest(width),
        lambda here: np.subtract(numbers[here], start, dtype=np.int64),
        None if everything else (known, width),
    )
    classes, _ = _split(np.arange(start, end + 1), limits)
    if limits is None:
        there = np.bincount(places, minlength=width)[:width] > 0
        classes = np.where(there, classes.astype(np.int64), -1)
    used, firsts, table = np.unique(classes, return_index=True, return_inverse=True)
    values = [bounds.as_value(start + int(offset)) for offset in firsts]
    table = np.where(used[table] < 0, -1, table)
    return distinct(
        Column(
            places,
            np.append(table, -1 if everything else len(values)),
            (*values, None),
        )
    )


def _gathered(classes: Array, span: int, bounds: Bounds) -> Column:
    """Keep the classes that occur, each with the value of one company in it."""
    first = _first_rows(classes, span)
    used = np.flatnonzero(first >= 0)
    table = np.full(span, -1, dtype=np.int64)
    table[used] = np.arange(len(used))
    values = tuple(_value_at(bounds, row) for row in first[used].tolist())
    return distinct(Column(classes, table, values or (None,)))


def _first_rows(classes: Array, span: int) -> Array:
    """A company in each class, −1 where there is none."""
    first = np.full(span, -1, dtype=np.int64)
    head = classes[:_HEAD]
    first[head] = np.arange(len(head))
    absent = np.flatnonzero(first < 0)
    if len(classes) > _HEAD and len(absent) > BYTE // 4:
        first[classes] = np.arange(len(classes))
    elif len(classes) > _HEAD:
        for number in absent.tolist():
            there = classes == classes.dtype.type(number)
            row = int(there.argmax())
            first[number] = row if there[row] else -1
    return first


def _value_at(bounds: Bounds, row: int) -> Value | None:
    low = bounds.as_value(bounds.low[row].item()) if bounds.low_known[row] else None
    if bounds.exact:
        return low
    high = bounds.as_value(bounds.high[row].item()) if bounds.high_known[row] else None
    if low is None and high is None:
        return None
    return low if low is not None and low == high else Interval(low, high)


def _classes(numbers: Array, known: Mask, limits: Sequence[float] | None) -> tuple[Array, int]:
    """Number the classes of ``numbers``, in rising order; the last one is *not known*."""
    if not known.any():
        return np.zeros(len(numbers), dtype=np.uint8), 1
    everything = bool(known.all())
    start, width = 0, _NARROW
    if np.issubdtype(numbers.dtype, np.integer):
        start = int(numbers.min())
        width = int(numbers.max()) - start + 1
    if width < _NARROW:
        table, span = _split(np.arange(start, start + width), limits)
        classes = _block_by_block(
            len(numbers),
            _smallest(span),
            lambda here: table[np.subtract(numbers[here], start, dtype=np.int64)],
            None if everything else (known, span),
        )
        return classes, span if everything else span + 1
    classes, span = _split(numbers, limits)
    if everything:
        return classes, span
    return np.where(known, classes, _smallest(span + 1).type(span)), span + 1


def _block_by_block(
    rows: int,
    kind: np.dtype[Any],
    work: Callable[[slice], Array],
    unknown: tuple[Mask, int] | None,
) -> Array:
    """Work on some rows at a time, so that what is in between stays in the processor's cache.

    Args:
        rows: how many rows.
        kind: of the numbers that are kept.
        work: from some rows to their numbers.
        unknown: where something is known, and the number to put elsewhere.
    """
    found = np.empty(rows, dtype=kind)
    for first in range(0, rows, _BLOCK):
        here = slice(first, first + _BLOCK)
        block = found[here]
        block[:] = work(here)
        if unknown is not None:
            # All ones where it is known: many times quicker than writing at scattered places.
            ones = np.negative(unknown[0][here].astype(kind))
            np.bitwise_and(block, ones, out=block)
            elsewhere = np.bitwise_and(np.bitwise_not(ones), kind.type(unknown[1]))
            np.bitwise_or(block, elsewhere, out=block)
    return found


def _split(numbers: Array, limits: Sequence[float] | None) -> tuple[Array, int]:
    """Number the stretches between the limits, and the limits themselves."""
    if limits is None:
        distinct, classes = np.unique(numbers, return_inverse=True)
        return classes.astype(_smallest(len(distinct))), len(distinct)
    edges = np.array(sorted(set(limits)), dtype=np.float64)
    span = 2 * len(edges) + 1
    if not len(edges):
        return np.zeros(len(numbers), dtype=np.uint8), span
    if len(edges) <= _FEW_LIMITS and len(numbers) > _BLOCK:
        return _split_by_each(numbers, edges), span
    below = np.searchsorted(edges, numbers)
    on_edge = edges[np.minimum(below, len(edges) - 1)] == numbers
    return (2 * below + on_edge).astype(_smallest(span)), span


def _split_by_each(numbers: Array, edges: Array) -> Array:
    """As ``_split``: a number's class is how many times it reaches a limit or passes it."""
    classes = np.zeros(len(numbers), dtype=np.uint8)
    room = np.empty(_BLOCK, dtype=np.bool_)
    for first in range(0, len(numbers), _BLOCK):
        block = numbers[first : first + _BLOCK].astype(np.float64)
        count = classes[first : first + _BLOCK]
        above = room[: len(block)]
        for edge in edges:
            np.greater_equal(block, edge, out=above)
            count += above.view(np.uint8)
            np.greater(block, edge, out=above)
            count += above.view(np.uint8)
    return classes


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
    # A place where no company is takes after its neighbour, so that it makes no difference.
    nearest = np.searchsorted(there, np.arange(len(column.table)), side="right") - 1
    by_place = truths[:, column.table[there[np.maximum(nearest, 0)]]]
    narrow = column.places.dtype == np.uint8 and len(column.table) <= BYTE
    edges = int((by_place[:, 1:] != by_place[:, :-1]).any(axis=0).sum())
    if narrow or (column.places.dtype == np.uint16 and edges <= _FEW_EDGES):
        return column.places, by_place
    # Values that every test answers alike need not be told apart.
    classes: dict[bytes, int] = {}
    rows = np.ascontiguousarray(by_place.T)
    table = [classes.setdefault(row.tobytes(), len(classes)) for row in rows]
    kept = np.zeros(len(classes), dtype=np.int64)
    kept[table[::-1]] = np.arange(len(table))[::-1]
    lookup = np.array(table, dtype=_smallest(len(classes)))
    return lookup[column.places], by_place[:, kept]


def _smallest(size: int) -> np.dtype[Any]:
    return np.min_scalar_type(max(size, 1))
