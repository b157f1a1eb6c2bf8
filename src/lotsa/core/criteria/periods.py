"""Days, spans of days, and the calendar months they cover."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``start`` to ``end``, both inclusive."""

    start: date
    end: date


def months_of(span: Span) -> tuple[str, ...]:
    """The months of ``span`` as ``YYYY-MM``, or none when it does not cover whole months."""
    if span.start > span.end or span.start.day != 1 or (span.end + timedelta(days=1)).day != 1:
        return ()
    first = span.start.year * 12 + span.start.month - 1
    last = span.end.year * 12 + span.end.month - 1
    return tuple(f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(first, last + 1))


def read_day(text: str) -> date:
    """The day written as year-month-day; other forms of the standard, such as weeks, are refused.

    Raises:
        ValueError: it is not such a day.
    """
    if text[4:5] != "-" or text[7:8] != "-":
        raise ValueError(f"{text!r} is not a date (year-month-day)")
    return date.fromisoformat(text)
