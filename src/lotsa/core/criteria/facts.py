"""What is known of one company, in the registry's terms."""

import reprlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from lotsa.core.criteria.faults import FactFault
from lotsa.core.criteria.periods import read_day
from lotsa.core.criteria.registry import Field, Registry
from lotsa.core.criteria.values import Codes, Interval, Series, Value

MAX_CODES: Final = 200
MAX_MONTHS: Final = 240
_LARGEST: Final = 10**18
"""No count and no sum of money comes near; sums of such numbers stay exact enough to compare."""
_MONTH_LENGTH: Final = 7
_YEAR_LENGTH: Final = 4


@dataclass(frozen=True)
class Facts:
    """Known facts. A fact that is absent is not known.

    Attributes:
        values: by field.
        by_window: facts that hold for one window only, by (measure, window).
        ignored: names that no field of the registry has.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    by_window: Mapping[tuple[str, str], Mapping[str, Value]] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()


def parse_facts(
    raw: Mapping[str, Any],
    registry: Registry,
    by_window: Mapping[str, Mapping[str, Any]] | None = None,
) -> Facts:
    """Read facts as they stand in JSON.

    Args:
        raw: ``{field: value}``; ``null`` is the same as absent.
        registry: what the names mean.
        by_window: ``{"MEASURE/WINDOW": {field: value}}``.

    Raises:
        FactFault: a value that does not fit its field.
    """
    if not isinstance(raw, Mapping):
        raise FactFault("facts", "must be an object of field and value")
    ignored: list[str] = []
    values = _values(raw, registry, ignored)
    windows: dict[tuple[str, str], Mapping[str, Value]] = {}
    if by_window is not None and not isinstance(by_window, Mapping):
        raise FactFault("facts_by_window", "must be an object of window and facts")
    for key, facts in (by_window or {}).items():
        measure, slash, window = key.partition("/")
        if not slash or not isinstance(facts, Mapping):
            raise FactFault("facts_by_window", f"{key!r} must be MEASURE/WINDOW with its facts")
        windows[measure, window] = _values(facts, registry, ignored)
    return Facts(values, windows, tuple(dict.fromkeys(ignored)))


def _values(raw: Mapping[str, Any], registry: Registry, ignored: list[str]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, value in raw.items():
        known = registry.fields.get(name)
        if known is None:
            ignored.append(str(name))
        elif value is not None:
            found[name] = parse_value(value, known)
    return found


def parse_value(raw: Any, known: Field) -> Value:
    """Read one value as it stands in JSON.

    Raises:
        FactFault: it does not fit the field.
    """
    kind = known.type
    if isinstance(raw, Mapping) and kind in {"integer", "number", "date"}:
        return _interval(raw, known)
    match kind:
        case "boolean":
            if isinstance(raw, bool):
                return raw
        case "integer" | "number":
            return _number(raw, known)
        case "date":
            return _day(raw, known)
        case "enum":
            if isinstance(raw, str) and (
                not known.choices or any(raw == choice.value for choice in known.choices)
            ):
                return raw
        case "list_of_codes":
            return _codes(raw, known)
        case "series":
            return _series(raw, known)
    raise FactFault(known.id, f"{_shown(raw)} does not fit a field of type {kind}")


def value_as_json(value: Value) -> Any:
    """The JSON form of a value, which ``parse_value`` reads back to the same value."""
    match value:
        case Interval(None, None):
            return {"min": None}  # an empty one would not be read back
        case Interval(low, high):
            return {
                key: bound.isoformat() if isinstance(bound, date) else bound
                for key, bound in (("min", low), ("max", high))
                if bound is not None
            }
        case Codes(codes):
            return list(codes)
        case Series(months):
            return dict(months)
        case date():
            return value.isoformat()
        case _:
            return value


def _shown(raw: Any) -> str:
    if isinstance(raw, int) and not _in_range(raw):
        return "such a large number"  # more digits than Python may write out
    text = reprlib.repr(raw)  # stops at a few levels and items, however deep the value nests
    return text if len(text) <= 60 else text[:57] + "…"  # noqa: PLR2004 - fits one line


def _in_range(raw: float) -> bool:
    return -_LARGEST <= raw <= _LARGEST


def _number(raw: Any, known: Field) -> int | float:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise FactFault(known.id, f"{_shown(raw)} is not a number")
    if not _in_range(raw):
        raise FactFault(known.id, "the number is too large or not a number")
    if known.type == "integer":
        if raw != int(raw):
            raise FactFault(known.id, f"{_shown(raw)} is not a whole number")
        return int(raw)
    return raw


def _day(raw: Any, known: Field) -> date | Interval:
    if type(raw) is date:
        return raw
    if isinstance(raw, str) and raw.isascii():
        try:
            if len(raw) == _YEAR_LENGTH and raw.isdigit():
                return Interval(date(int(raw), 1, 1), date(int(raw), 12, 31))
            if len(raw) == _MONTH_LENGTH and raw[4] == "-":
                first = date.fromisoformat(f"{raw}-01")
                after = (first + timedelta(days=31)).replace(day=1)
                return Interval(first, after - timedelta(days=1))
            return read_day(raw)
        except (ValueError, OverflowError):
            pass
    raise FactFault(known.id, f"{_shown(raw)} is not a date (year-month-day)")


def _interval(raw: Mapping[str, Any], known: Field) -> Value:
    if not raw or not set(raw) <= {"min", "max"}:
        raise FactFault(known.id, "an interval has min and max only")
    bounds: list[Any] = []
    for key in ("min", "max"):
        bound = raw.get(key)
        if bound is None:
            bounds.append(None)
        elif known.type == "date":
            day = _day(bound, known)
            bounds.append(getattr(day, key) if isinstance(day, Interval) else day)
        else:
            bounds.append(_number(bound, known))
    low, high = bounds
    if low is not None and high is not None and low > high:
        raise FactFault(known.id, "the interval's min is above its max")
    return low if low is not None and low == high else Interval(low, high)


def _codes(raw: Any, known: Field) -> Codes:
    listed = [raw] if isinstance(raw, str) else raw
    if (
        not isinstance(listed, list | tuple)
        or len(listed) > MAX_CODES
        or not all(isinstance(code, str) and code.strip() for code in listed)
    ):
        raise FactFault(known.id, f"{_shown(raw)} is not a list of codes")
    strip_dots = "prefix_in" in known.ops
    cleaned = [code.strip().replace(".", "") if strip_dots else code.strip() for code in listed]
    if not all(cleaned):
        raise FactFault(known.id, f"{_shown(raw)} holds an empty code")
    return Codes(tuple(dict.fromkeys(cleaned)))


def _series(raw: Any, known: Field) -> Series:
    if not isinstance(raw, Mapping) or len(raw) > MAX_MONTHS:
        raise FactFault(known.id, "needs sums by month")
    months = []
    for month, amount in raw.items():
        try:
            date.fromisoformat(f"{month}-01")
        except (TypeError, ValueError):
            raise FactFault(known.id, f"{_shown(month)} is not a month (year-month)") from None
        months.append((str(month), float(_number(amount, known))))
    return Series(tuple(sorted(months)))
