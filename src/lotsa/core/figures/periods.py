"""Whole months to count over, and the months just before to compare with.

Months and not days, since that is all that is left of a case when its persons are erased.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Europe/Stockholm")
LONGEST: Final = 36
"""Months; longer, and the period before would lie outside what is kept."""
_MONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_YEAR: Final = 12
_QUARTER: Final = 3


@dataclass(frozen=True)
class Period:
    """Some months in a row.

    Attributes:
        first: the first day of the first month.
        months: how many, 1 to `LONGEST`.
    """

    first: date
    months: int

    def __post_init__(self) -> None:
        """Raise ValueError when it is no period."""
        if self.first.day != 1 or not 1 <= self.months <= LONGEST:
            raise ValueError(f"{self.months} months from {self.first} is no period.")

    @property
    def last(self) -> date:
        """The first day of the last month."""
        return _moved(self.first, self.months - 1)

    @property
    def after(self) -> date:
        """The first day after the period."""
        return _moved(self.first, self.months)

    @property
    def start(self) -> datetime:
        """The moment it begins, in Swedish time."""
        return datetime.combine(self.first, time(), ZONE)

    @property
    def end(self) -> datetime:
        """The moment it has ended, in Swedish time."""
        return datetime.combine(self.after, time(), ZONE)

    @property
    def earlier(self) -> "Period":
        """As many months just before."""
        return Period(_moved(self.first, -self.months), self.months)

    def holds(self, month: date) -> bool:
        """Whether a day lies in the period."""
        return self.first <= month < self.after


def read_period(first: str, last: str, as_of: date) -> Period:
    """The period from and to two months written YYYY-MM, both included.

    What cannot be read, or makes no sense, becomes the last three months with the present one.

    Args:
        first: as in an address.
        last: likewise.
        as_of: the day.
    """
    start, stop = _month(first), _month(last)
    if start is None or stop is None or stop < start:
        return latest(as_of)
    months = (stop.year - start.year) * _YEAR + stop.month - start.month + 1
    if months > LONGEST:
        return Period(_moved(stop, 1 - LONGEST), LONGEST)
    return Period(start, months)


def latest(as_of: date, months: int = _QUARTER) -> Period:
    """The present month and those just before it."""
    return Period(_moved(as_of.replace(day=1), 1 - months), months)


def quarters_before(as_of: date, number: int) -> tuple[Period, ...]:
    """The latest calendar quarters that have ended, the newest first."""
    present = date(as_of.year, (as_of.month - 1) // _QUARTER * _QUARTER + 1, 1)
    return tuple(
        Period(_moved(present, -_QUARTER * back), _QUARTER) for back in range(1, number + 1)
    )


def _month(written: str) -> date | None:
    found = _MONTH.fullmatch(written)
    if found is None or not _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR:
        return None
    return date(int(found[1]), int(found[2]), 1)


def _moved(month: date, by: int) -> date:
    index = month.year * _YEAR + month.month - 1 + by
    return date(index // _YEAR, index % _YEAR + 1, 1)
