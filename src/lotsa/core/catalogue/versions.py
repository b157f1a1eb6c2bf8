"""Which version of each measure holds on a date."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

Document = dict[str, Any]


def number_of(item: Document) -> int:
    """Return the version number of a measure item; 1 when it states none."""
    number = item.get("version", 1)
    return number if isinstance(number, int) and not isinstance(number, bool) else 1


def day(value: Any) -> date | None:
    """Return a date written as text (``2020-05-04``), or None when it is absent or unreadable."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def holds_on(item: Document, as_of: date) -> bool:
    """Tell whether ``as_of`` lies in ``valid_from``..``valid_to``, both inclusive, open when absent."""
    start, end = day(item.get("valid_from")), day(item.get("valid_to"))
    return (start is None or start <= as_of) and (end is None or as_of <= end)


def select(items: Iterable[Document], as_of: date) -> tuple[Document, ...]:
    """Return one item per measure, the version that holds on ``as_of``, in the order given.

    A measure with no version on that date is left out. Should two versions hold (a fault that the
    check refuses), the one with the higher number is taken.
    """
    chosen: dict[str, Document] = {}
    for item in items:
        if not holds_on(item, as_of):
            continue
        before = chosen.get(item["id"])
        if before is None or number_of(before) < number_of(item):
            chosen[item["id"]] = item
    return tuple(chosen.values())


def boundaries(items: Iterable[Mapping[str, Any]]) -> tuple[date, ...]:
    """Return days that between them see every combination of versions at least once."""
    days = {date.min}
    for item in items:
        start, end = day(item.get("valid_from")), day(item.get("valid_to"))
        if start is not None:
            days.add(start)
        if end is not None and end < date.max:
            days.add(end + timedelta(days=1))
    return tuple(sorted(days))
