"""Puts numbers and days in columns, and tells apart only what some condition tells apart.

A condition changes its answer at certain numbers, its *cuts*: "at least 5" at
5, "more than 5" at the next number after it. Numbers with no cut between them
share a stretch, and the lowest number in the stretch is as good as any of them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, inf
from typing import Any, Final

import numpy as np
import polars as pl

from lotsa.core.criteria.population.columns import (
    Array,
    Column,
    Mask,
    nothing_known,
    smallest,
)
from lotsa.core.criteria.values import Interval, Value

_KINDS: Final[Mapping[int, type[pl.DataType]]] = {8: pl.UInt8, 16: pl.UInt16, 32: pl.UInt32}
"""Whole numbers are kept as their distance from the lowest, in as many bits as that needs."""

_NARROW: Final = 2
"""In so many bytes or fewer, every distance there may be has a place in a table."""

_PAIRS: Final = 1 << 17
"""With no more pairs of stretches than this, the pairs are numbered by a table."""

_BLOCK: Final = 32_768
"""Numbers worked on at a time, so that what is in between stays in the processor's cache."""

_FEW_CUTS: Final = 100
"""With no more cuts than this, comparing with each is quicker than searching among them."""


@dataclass(frozen=True, eq=False)
class Numbers:
    """One number a company, or one bound of it.

    Attributes:
        array: the numbers, less ``start``; where none is given, ``unknown``.
        start: what was taken off.
        unknown: more than every number in ``array``.
        lowest, highest: of the numbers themselves; ``None`` when none is given.
        complete: is a number given for every company?
        whole: are there only whole numbers?
        as_value: turns one number into a fact's value.
    """

    array: Array
    start: int
    unknown: float
    lowest: Any
    highest: Any
    complete: bool
    whole: bool
    as_value: Callable[[Any], Any]

    @property
    def narrow(self) -> bool:
        """Are the numbers kept as distances, few enough to have a table of them?"""
        return self.array.dtype.kind == "u" and self.array.itemsize <= _NARROW


def cuts_of(op: str, number: float) -> tuple[float, ...]:
    """The numbers from which on a condition on ``number`` may answer otherwise than just below.

    Args:
        op: the condition's operator.
        number: what it compares with; for dates, days since 1970.
    """
    reached, passed = float(number), float(np.nextafter(number, inf))
    if op in {"gte", "lt"}:
        return (reached,)
    return (passed,) if op in {"gt", "lte"} else (reached, passed)


def whole_numbers(
    series: pl.Series, as_value: Callable[[Any], Any], least: int, most: int
) -> Numbers:
    """Whole numbers, kept in as few bits as they need.

    Args:
        series: the numbers; null is not known.
        as_value: turns one number into a fact's value.
        least: lowest that can be counted with.
        most: highest that can be counted with.

    Raises:
        OverflowError: a number beyond those two.
    """
    lowest, highest = series.min(), series.max()
    complete = not series.null_count()
    if not isinstance(lowest, int) or not isinstance(highest, int):
        none = np.zeros(len(series), dtype=np.uint8)
        return Numbers(none, 0, 0, None, None, complete, whole=True, as_value=as_value)
    if lowest < least or highest > most:
        raise OverflowError(f"{lowest}–{highest} is not within {least}–{most}")
    for bits, kind in _KINDS.items():
        if highest - lowest + 1 < 1 << bits:
            array, start = _distances(series, lowest, highest, bits, kind), lowest
            break
    else:
        array, start = series.cast(pl.Int64).fill_null(highest + 1).to_numpy(), 0
    unknown = highest + 1 - start
    return Numbers(array, start, unknown, lowest, highest, complete, whole=True, as_value=as_value)


def _distances(
    series: pl.Series, lowest: int, highest: int, bits: int, kind: type[pl.DataType]
) -> Array:
    """How far each number is above the lowest; one more than the highest is where it is null.

    Only the last bits are kept, and the subtraction runs in them alone. The
    distance is the same, and many times less memory is written.
    """
    last = (1 << bits) - 1
    kept = series.cast(kind, wrap_numerical=True)
    array = kept.fill_null((highest + 1) & last).to_numpy()
    less = lowest & last
    distances: Array = np.subtract(array, array.dtype.type(less)) if less else array
    return distances


def real_numbers(
    floats: Array, given: Mask, as_value: Callable[[Any], Any], *, whole: bool = False
) -> Numbers:
    """Finite numbers in floating point.

    Args:
        floats: the numbers.
        given: where they are given.
        as_value: turns one number into a fact's value.
        whole: are all of them whole?
    """
    complete = bool(given.all())
    array = floats if complete else np.where(given, floats, inf)
    lowest, highest = None, None
    if given.any():
        lowest, highest = float(array.min()), float(floats.max(where=given, initial=-inf))
    return Numbers(array, 0, inf, lowest, highest, complete, whole, as_value)


def number_column(numbers: Numbers, cuts: Iterable[float] | None) -> Column:
    """The column of exact numbers.

    Args:
        numbers: the numbers.
        cuts: of all the conditions on them; ``None`` keeps every number apart.
    """
    if numbers.lowest is None:
        return nothing_known(len(numbers.array))
    starts = _starts(cuts, numbers)
    if not numbers.narrow:
        places, stretches = _classes(numbers, starts)
        table = np.arange(len(stretches) + 1)
    elif starts is not None:
        places, stretches = numbers.array, starts
        table = _by_distance(numbers, starts)
    else:
        places = numbers.array
        there = np.bincount(places, minlength=int(numbers.unknown) + 1) > 0
        stretches = (np.flatnonzero(there[:-1]) + numbers.start).tolist()
        table = np.where(there, np.cumsum(there) - 1, -1)
    if numbers.complete:
        table[-1] = -1
    return Column(places, table, (*map(numbers.as_value, stretches), None))


def interval_column(low: Numbers, high: Numbers, cuts: Iterable[float] | None) -> Column:
    """The column of numbers known within two inclusive bounds, either of which may be open.

    Args:
        low: the lower bounds.
        high: the upper bounds.
        cuts: as for ``number_column``.
    """
    ends = [one for bound in (low, high) for one in (bound.lowest, bound.highest)]
    known = [one for one in ends if one is not None]
    if not known:
        return nothing_known(len(low.array))
    # The same stretches for both, so that the lowest of one is never above that of the other.
    both = replace(low, lowest=min(known), highest=max(known), whole=low.whole and high.whole)
    starts = _starts(cuts, both)
    low_classes, lows = _classes(low, starts)
    high_classes, highs = _classes(high, starts)
    span = len(highs) + 1
    pairs = (len(lows) + 1) * span
    places = low_classes.astype(smallest(pairs))
    places *= places.dtype.type(span)
    places += high_classes.astype(places.dtype, copy=False)
    if pairs <= _PAIRS:
        there = np.bincount(places, minlength=pairs) > 0
        found = np.flatnonzero(there)
        table = np.where(there, np.cumsum(there) - 1, -1)
    else:
        found, places = np.unique(places, return_inverse=True)
        table = np.arange(len(found))
    low_values = _values_at([*lows, None], found // span, low.as_value)
    high_values = _values_at([*highs, None], found % span, high.as_value)
    return Column(places, table, tuple(map(_known_within, low_values, high_values)))


def _values_at(numbers: Sequence[Any], places: Array, as_value: Callable[[Any], Any]) -> list[Any]:
    chosen = (numbers[place] for place in places.tolist())
    return [None if one is None else as_value(one) for one in chosen]


def _known_within(low: Any, high: Any) -> Value | None:
    if low is None and high is None:
        return None
    exact: Value | None = low
    return exact if low is not None and low == high else Interval(low, high)


def _starts(cuts: Iterable[float] | None, numbers: Numbers) -> list[Any] | None:
    """Where the stretches begin among these numbers, the first at the lowest of them."""
    if cuts is None:
        return None
    inner = {cut for cut in cuts if numbers.lowest < cut <= numbers.highest}
    if numbers.whole:
        inner = {ceil(cut) for cut in inner}
    return sorted({numbers.lowest, *inner})


def _by_distance(numbers: Numbers, starts: list[Any]) -> Array:
    """The stretch of each distance; not known is the last of both."""
    distances = np.arange(numbers.start, numbers.start + int(numbers.unknown))
    stretches = np.searchsorted(np.array(starts), distances, side="right") - 1
    return np.append(stretches, len(starts))


def _classes(numbers: Numbers, starts: list[Any] | None) -> tuple[Array, list[Any]]:
    """The stretch of each company, not known last, and the number each begins at."""
    if numbers.lowest is None:
        return np.full(len(numbers.array), len(starts or ()), dtype=np.int64), starts or []
    if starts is None:
        found, classes = np.unique(numbers.array, return_inverse=True)
        listed = (found if numbers.complete else found[:-1]).tolist()
        return classes, [one + numbers.start for one in listed]
    if numbers.narrow:
        table = _by_distance(numbers, starts).astype(smallest(len(starts)))
        return table.take(numbers.array, mode="clip"), starts
    # Beyond the numbers themselves an edge is reached by all of them or by none.
    past = numbers.unknown + numbers.start
    within = (min(max(edge, numbers.lowest), past) - numbers.start for edge in starts[1:])
    whole = np.issubdtype(numbers.array.dtype, np.integer)
    edges = np.array(
        [*(ceil(edge) if whole else edge for edge in within), numbers.unknown],
        dtype=numbers.array.dtype,
    )
    if len(edges) > _FEW_CUTS:
        return np.searchsorted(edges, numbers.array, side="right"), starts
    return _times_reached(numbers.array, edges), starts


def _times_reached(numbers: Array, edges: Array) -> Array:
    """How many of the edges each number reaches."""
    count = np.zeros(len(numbers), dtype=np.uint8)
    room = np.empty(_BLOCK, dtype=np.bool_)
    for first in range(0, len(numbers), _BLOCK):
        block = numbers[first : first + _BLOCK]
        reached = room[: len(block)]
        total = count[first : first + _BLOCK]
        for edge in edges:
            np.greater_equal(block, edge, out=reached)
            np.add(total, reached.view(np.uint8), out=total)
    return count
