"""Facts about many companies, read from the columns of a data frame.

A column is named by its field. Beside ``employees`` may stand
``employees_min`` and ``employees_max`` (an interval), which hold where
``employees`` itself is null. A fact for one window only is named
``turnover_drop_percent@MEASURE/WINDOW``, its bounds
``turnover_drop_percent_min@MEASURE/WINDOW``. Monthly sums are one column a
month, ``monthly_turnover@2019-03``, or a struct of months. Null is not known.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl

from lotsa.core.criteria.facts import parse_value
from lotsa.core.criteria.faults import FactFault
from lotsa.core.criteria.population.columns import (
    BYTE,
    Array,
    Column,
    Mask,
    day_number,
    day_of,
    first_known,
    nothing_known,
)
from lotsa.core.criteria.population.numbers import (
    Numbers,
    interval_column,
    number_column,
    real_numbers,
    whole_numbers,
)
from lotsa.core.criteria.registry import Field, Registry
from lotsa.core.criteria.values import Interval

_COUNTABLE: Final = (-(2**53), 2**53)
"""Whole numbers between these are the same in floating point."""

_CALENDAR: Final = (day_number(date.min), day_number(date.max))

_MONTH: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
QUANTITIES: Final = frozenset({"integer", "number", "date"})
_SEPARATOR: Final = "\x1f"
"""ASCII's own unit separator; no code holds it."""


@dataclass(frozen=True)
class Name:
    """What a column's name says.

    Attributes:
        field: the field it is about.
        part: ``value``, ``min``, ``max`` or ``month``.
        scope: (measure, window) it holds for, if only one.
        month: ``YYYY-MM`` of a monthly sum.
    """

    field: str
    part: str = "value"
    scope: tuple[str, str] | None = None
    month: str = ""


def read_name(column: str, registry: Registry) -> Name | None:
    """What the column is about, or ``None`` when the registry has no such field."""
    base, at, rest = column.partition("@")
    part = "value"
    if base not in registry.fields and base[-4:] in {"_min", "_max"}:
        base, part = base[:-4], base[-3:]
    known = registry.fields.get(base)
    if known is None or (part != "value" and known.type not in QUANTITIES):
        return None
    if not at:
        return Name(base, part)
    if known.type == "series":
        return Name(base, "month", month=rest) if _MONTH.fullmatch(rest) else None
    measure, slash, window = rest.partition("/")
    return Name(base, part, (measure, window)) if slash else None


def ignored_columns(columns: Iterable[str], registry: Registry) -> tuple[str, ...]:
    """The columns that are about no field of the registry."""
    return tuple(column for column in columns if read_name(column, registry) is None)


class Frame:
    """A data frame whose columns are facts.

    Attributes:
        rows: how many companies it has.
        ignored: columns that no field of the registry has.
    """

    def __init__(self, data: pl.DataFrame, registry: Registry) -> None:
        self.rows = data.height
        self._data = data
        self._registry = registry
        self._columns: dict[tuple[str, tuple[str, str] | None], dict[str, str]] = {}
        self._months: dict[str, dict[str, str]] = {}
        for column in data.columns:
            name = read_name(column, registry)
            if name is None:
                continue
            if name.part == "month":
                self._months.setdefault(name.field, {})[name.month] = column
            else:
                self._columns.setdefault((name.field, name.scope), {})[name.part] = column
        self.ignored = ignored_columns(data.columns, registry)

    def has(self, field: str, scope: tuple[str, str] | None = None) -> bool:
        """Is there a column for the field, in this scope?"""
        return (field, scope) in self._columns or (scope is None and field in self._months)

    def scopes(self) -> frozenset[tuple[str, str]]:
        """The (measure, window) pairs that some column holds for."""
        return frozenset(scope for _, scope in self._columns if scope is not None)

    def column(
        self, field_id: str, scope: tuple[str, str] | None, cuts: Iterable[float] | None
    ) -> Column | None:
        """The values given for a field.

        Args:
            field_id: the field.
            scope: (measure, window) when asked for one window's own facts.
            cuts: where conditions on its numbers change their answers, see ``numbers``;
                ``None`` keeps every number apart.

        Raises:
            FactFault: a value that does not fit the field.
        """
        names = self._columns.get((field_id, scope))
        if names is None:
            return None
        known = self._registry.fields[field_id]
        if known.type == "series":
            return None
        parts = []
        if "value" in names:
            parts.append(_read(self._data[names["value"]], known, cuts))
        if "min" in names or "max" in names:
            low, high = (
                self._data[names[part]] if part in names else None for part in ("min", "max")
            )
            parts.append(_read_interval(low, high, known, cuts))
        return first_known(*parts)

    def months(self, field_id: str, months: Sequence[str]) -> tuple[Array, Mask] | None:
        """The sum over ``months`` in whole öre and where it is known, or ``None`` when nowhere.

        Raises:
            FactFault: a sum that is not a number.
        """
        known = self._registry.fields[field_id]
        found = [self._month(known, month) for month in months]
        if not found:
            return None
        total = np.zeros(self.rows, dtype=np.float64)
        every = np.ones(self.rows, dtype=np.bool_)
        for series in found:
            if series is None:
                return None
            numbers, given = _floats(_countable(series, known))
            total += np.rint(100 * numbers)
            every &= given
        return total, every

    def _month(self, known: Field, month: str) -> pl.Series | None:
        column = self._months.get(known.id, {}).get(month)
        if column is not None:
            return self._data[column]
        name = self._columns.get((known.id, None), {}).get("value")
        if name is None:
            return None
        series = self._data[name]
        if not isinstance(series.dtype, pl.Struct):
            raise FactFault(known.id, "must be a struct with a number for each month")
        return series.struct.field(month) if month in series.struct.fields else None


def _read(series: pl.Series, known: Field, cuts: Iterable[float] | None) -> Column:
    kind = series.dtype
    if kind == pl.Null:
        return nothing_known(len(series))
    if known.type in QUANTITIES:
        if isinstance(kind, pl.Struct):
            if not set(series.struct.fields) <= {"min", "max"}:
                raise FactFault(known.id, "an interval has min and max only")
            low, high = (
                series.struct.field(part) if part in series.struct.fields else None
                for part in ("min", "max")
            )
            return _read_interval(low, high, known, cuts)
        return _read_bounds(*_quantities(series, known), known, cuts)
    if isinstance(kind, pl.List) and kind.inner == pl.String:
        if series.list.eval(pl.element().is_null()).list.any().any():
            raise FactFault(known.id, "a list of codes holds an empty place")
        return _read_text(series.list.join(_SEPARATOR), known, _split_codes)
    if kind == pl.Boolean:
        truths = series.cast(pl.UInt8).fill_null(2).to_numpy()
        nulls = series.null_count()
        trues = series.sum()
        there = [trues + nulls < len(series), trues > 0, nulls > 0]
        return _read_listed(truths, [False, True], known, there)
    if isinstance(kind, pl.String | pl.Categorical | pl.Enum):
        return _read_text(series, known, str)
    raise FactFault(known.id, f"a column of {kind} does not fit a field of type {known.type}")


def _split_codes(text: str) -> Any:
    return text.split(_SEPARATOR) if text else []


def _read_text(series: pl.Series, known: Field, form: Callable[[str], Any]) -> Column:
    places, texts = _enumerated(series)
    there = np.bincount(places, minlength=len(texts) + 1) > 0
    return _read_listed(places, [form(text) for text in texts], known, there.tolist())


def _read_listed(places: Array, raw: Sequence[Any], known: Field, there: Sequence[bool]) -> Column:
    """A column of places among raw values; null is past the end.

    Only the values that some company has must fit the field.
    """
    values = tuple(
        parse_value(one, known) if is_there else None
        for one, is_there in zip(raw, there, strict=False)
    )
    return Column.of(places, (*values, None), np.array(there))


def _enumerated(series: pl.Series) -> tuple[Array, list[str]]:
    """The place of each text in a list of the different ones; null is past the end."""
    if not isinstance(series.dtype, pl.Enum):
        texts = series.cast(pl.String)
        series = texts.cast(pl.Enum(texts.drop_nulls().unique().sort()))
    listed = series.dtype.categories.to_list() if isinstance(series.dtype, pl.Enum) else []
    kind = pl.UInt8 if len(listed) < BYTE else pl.UInt16 if len(listed) < BYTE**2 else pl.UInt32
    return series.to_physical().cast(kind).fill_null(len(listed)).to_numpy(), listed


def _read_interval(
    low: pl.Series | None, high: pl.Series | None, known: Field, cuts: Iterable[float] | None
) -> Column:
    given = [one for one in (low, high) if one is not None]
    if not given:
        raise FactFault(known.id, "an interval needs min or max")
    nowhere = given[0].clear(len(given[0]))
    lows, _ = _quantities(nowhere if low is None else low, known)
    _, highs = _quantities(nowhere if high is None else high, known)
    if (lows > highs).any():
        raise FactFault(known.id, "the interval's min is above its max")
    return _read_bounds(lows, highs, known, cuts)


def _read_bounds(
    low: pl.Series, high: pl.Series, known: Field, cuts: Iterable[float] | None
) -> Column:
    if low is high:
        return number_column(_numbers(low, known), cuts)
    return interval_column(_numbers(low, known), _numbers(high, known), cuts)


def _quantities(series: pl.Series, known: Field) -> tuple[pl.Series, pl.Series]:
    """The least and most that the numbers or days of one column may be; one series when exact.

    Days are counted from 1970; a text such as ``2019-05`` is a whole month.
    """
    if known.type != "date":
        numbers = _countable(series, known)
        return numbers, numbers
    if series.dtype == pl.Date:
        days = series.to_physical()
        return days, days
    if series.dtype != pl.String:
        raise FactFault(known.id, f"a column of {series.dtype} does not hold dates")
    places, texts = _enumerated(series)
    spans = [_span(parse_value(text, known)) for text in texts]
    starts = [day_number(start) for start, _ in spans]
    ends = [day_number(end) for _, end in spans]
    listed = pl.DataFrame(
        {"start": [*starts, None], "end": [*ends, None]},
        schema={"start": pl.Int32, "end": pl.Int32},
    )
    low, high = listed[places.astype(np.int64)]
    return (low, low) if starts == ends else (low, high)


def _span(value: Any) -> tuple[date, date]:
    """The days a date read from text may be; one day, or those of a month or a year."""
    if isinstance(value, Interval) and isinstance(value.min, date) and isinstance(value.max, date):
        return value.min, value.max
    return value, value


def _as_is(number: Any) -> Any:
    return number


def _numbers(series: pl.Series, known: Field) -> Numbers:
    """The series, which can be counted with, as numbers of the field."""
    form: Callable[[Any], Any] = _as_is
    if known.type == "date":
        form = day_of
    elif known.type == "integer":
        form = int
    if not series.dtype.is_integer():
        return real_numbers(*_floats(series), form, whole=known.type == "integer")
    try:
        return whole_numbers(series, form, *(_CALENDAR if known.type == "date" else _COUNTABLE))
    except OverflowError as error:
        raise FactFault(known.id, "holds a number or a day too far off to count with") from error


def _floats(series: pl.Series) -> tuple[Array, Mask]:
    """The numbers in floating point, and where they are given."""
    return series.cast(pl.Float64).fill_null(0.0).to_numpy(), series.is_not_null().to_numpy()


def _countable(series: pl.Series, known: Field) -> pl.Series:
    """The series, of a type that can be counted with.

    Raises:
        FactFault: it holds something that cannot, or does not fit the field.
    """
    kind = series.dtype
    if kind == pl.Null:
        return series.cast(pl.Int64)
    if not kind.is_numeric():
        raise FactFault(known.id, f"a column of {kind} does not hold numbers")
    if kind.is_integer():
        return series
    floats = series.cast(pl.Float64)
    if not floats.is_finite().all():
        raise FactFault(known.id, "holds something that is not a number")
    if known.type == "integer" and (floats != floats.floor()).any():
        raise FactFault(known.id, "holds a number that is not whole")
    return floats
