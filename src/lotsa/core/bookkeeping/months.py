"""Calendar months as ``YYYY-MM``."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def month_of(day: date) -> str:
    """The month a day lies in."""
    return f"{day.year:04d}-{day.month:02d}"


def first_day(month: str) -> date:
    """The first day of a month."""
    return date(int(month[:4]), int(month[5:7]), 1)


def last_day(month: str) -> date:
    """The last day of a month."""
    year, number = int(month[:4]), int(month[5:7])
    return date(year, number, monthrange(year, number)[1])


def months_between(start: date, end: date) -> tuple[str, ...]:
    """Every month that has a day between ``start`` and ``end``, both included."""
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    return tuple(f"{index // 12:04d}-{index % 12 + 1:02d}" for index in range(first, last + 1))


def whole_months(start: date, end: date) -> tuple[str, ...] | None:
    """The months from ``start`` to ``end``, or None when they do not begin and end a month."""
    if end < start or start.day != 1 or end != last_day(month_of(end)):
        return None
    return months_between(start, end)
