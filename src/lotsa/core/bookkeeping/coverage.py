"""Which months of a financial year a file really covers.

A file made in the middle of a year must not turn the months ahead into zeros, and a month
half booked must not look like a fall. So a month is whole only when something shows it:

- no month is whole after the file was made (#GEN) or after the end it states (#OMFATTN);
- the last month with anything booked is whole when the file was made well after it, or when
  its last entry is as late in the month as entries usually are in this bookkeeping;
- months before the first entry of the year are whole only when the first month has entries
  or the year's result accounts confirm that nothing is missing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from lotsa.core.bookkeeping.months import first_day, last_day, month_of, months_between

_LATE_IN_MONTH = timedelta(days=6)
# A month is normally booked when its VAT has been returned, at most 42 days after its end.
_BOOKED_AFTER = timedelta(days=45)


@dataclass(frozen=True)
class Coverage:
    """Whole months in order; the partial last month and the empty first ones, if any."""

    whole: tuple[str, ...] = ()
    partial: str | None = None
    first_entry: str | None = None


@dataclass(frozen=True)
class Limits:
    """What the head of the file says of its own reach."""

    made_on: date | None
    covers_to: date | None

    @property
    def end(self) -> date | None:
        """The last day the file can know anything about."""
        return min((day for day in (self.made_on, self.covers_to) if day is not None), default=None)


def cover_by_days(
    year: tuple[date, date], days: Collection[date], limits: Limits, *, confirmed: bool
) -> Coverage:
    """Coverage of a year told by vouchers.

    Parameters:
        year: first and last day of the financial year.
        days: the days within it with anything booked on any account.
        limits: dates in the head of the file.
        confirmed: the year's result accounts agree with the vouchers.
    """
    end = limits.end
    known = [day for day in days if end is None or day <= end]
    if not known:
        return Coverage()
    last = max(known)
    month = month_of(last)
    return _covered(
        year,
        {month_of(day) for day in known},
        whole_last=_is_whole(month, known, limits),
        confirmed=confirmed,
    )


def cover_by_periods(
    year: tuple[date, date], periods: Collection[str], limits: Limits, *, confirmed: bool
) -> Coverage:
    """Coverage of a year told by period balances; parameters as in ``cover_by_days``."""
    end = limits.end
    known = {period for period in periods if end is None or first_day(period) <= end}
    if not known:
        return Coverage()
    return _covered(
        year, known, whole_last=end is None or last_day(max(known)) <= end, confirmed=confirmed
    )


def _is_whole(month: str, days: Collection[date], limits: Limits) -> bool:
    closing = last_day(month)
    if limits.end is not None and limits.end < closing:
        return False
    if limits.made_on is not None and limits.made_on >= closing + _BOOKED_AFTER:
        return True
    last = max(days)
    if last >= closing - _LATE_IN_MONTH:
        return True
    last_days: dict[str, int] = {}
    for day in days:
        key = month_of(day)
        last_days[key] = max(last_days.get(key, 0), day.day)
    del last_days[month]
    return bool(last_days) and last.day >= min(last_days.values())


def _covered(
    year: tuple[date, date], active: set[str], *, whole_last: bool, confirmed: bool
) -> Coverage:
    first, last = min(active), max(active)
    months = months_between(*year)
    begin = months[0] if first == months[0] or confirmed else first
    start, end = year
    whole = tuple(
        month
        for month in months
        if begin <= month <= last
        and (month < last or whole_last)
        and start <= first_day(month)
        and last_day(month) <= end
    )
    return Coverage(
        whole=whole,
        partial=None if whole_last else last,
        first_entry=None if begin == months[0] else first,
    )
