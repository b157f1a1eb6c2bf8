"""What is counted about a group of cases, or of teams' parts in them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from lotsa.core.calendar.working_days import elapsed_working_days
from lotsa.core.figures.estimates import Median, Share, median, share

_HOURS_KEPT: Final = 50_000
_FIXED: Final = datetime(2020, 1, 7, 12, tzinfo=UTC)
"""Any moment will do: time on the line of office hours adds up."""


@dataclass
class Tally:
    """Counts of one group. Tallies of disjoint groups may be added.

    Attributes:
        number: cases, or parts of cases.
        contact_days: working days from when the case came in to the first contact, one for each
            that has had one.
        promised: those whose promised contact has been made or should have been by now.
        kept: those of them where it was made in time.
        declined: by code of the reason.
        outcomes: by code; of those that have ended.
        answered: companies that have answered how it went.
        contacted: those of them that were contacted.
        rated: those of them that have said how useful it was.
        useful: those of them that found it rather or very useful.
        uncovered: those that nobody in the directory covers.
    """

    number: int = 0
    contact_days: list[float] = field(default_factory=list)
    promised: int = 0
    kept: int = 0
    declined: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    answered: int = 0
    contacted: int = 0
    rated: int = 0
    useful: int = 0
    uncovered: int = 0

    @property
    def contact(self) -> Median | None:
        """Working days to the first contact."""
        return median(self.contact_days)

    @property
    def in_time(self) -> Share | None:
        """The share contacted within the promised time."""
        return share(self.kept, self.promised)

    @property
    def declines(self) -> int:
        """How many were declined."""
        return self.declined.total()

    @property
    def ended(self) -> int:
        """How many have ended with an outcome."""
        return self.outcomes.total()

    @property
    def helped(self) -> Share | None:
        """The share that was helped, wholly or partly, of those that have ended."""
        return share(self.outcomes["helped"] + self.outcomes["partly"], self.ended)

    @property
    def satisfied(self) -> Share | None:
        """The share that found it rather or very useful, of those that have said."""
        return share(self.useful, self.rated)

    def add(self, other: "Tally") -> None:
        """Count another group with this one."""
        self.number += other.number
        self.contact_days += other.contact_days
        self.promised += other.promised
        self.kept += other.kept
        # Not `+=`, that goes through the whole sum for each part.
        self.declined.update(other.declined)
        self.outcomes.update(other.outcomes)
        self.answered += other.answered
        self.contacted += other.contacted
        self.rated += other.rated
        self.useful += other.useful
        self.uncovered += other.uncovered


def total(tallies: Iterable[Tally]) -> Tally:
    """Several disjoint groups counted as one."""
    summed = Tally()
    for one in tallies:
        summed.add(one)
    return summed


def grouped(tallies: Mapping[str, Tally], group_of: Mapping[str, str]) -> dict[str, Tally]:
    """Tallies by a coarser key; those whose key has no group are left out."""
    found: dict[str, Tally] = {}
    for key, one in tallies.items():
        if key in group_of:
            found.setdefault(group_of[key], Tally()).add(one)
    return found


def days_between_hours(first: str, last: str) -> float:
    """Working days between two moments, counted in whole hours, never below 0.

    A moment is placed on the line of office hours once and kept, so that a year of a large
    region's cases takes no more than as many look-ups.

    Args:
        first: a moment in UTC, cut at the hour: "2020-05-04 08".
        last: likewise.

    Raises:
        ValueError: it is no moment, or its year's holidays are not known.
    """
    return max(0.0, round(_place(last) - _place(first), 4))


@lru_cache(maxsize=_HOURS_KEPT)
def _place(hour: str) -> float:
    """How many working days, with parts, lie between a fixed moment and an hour."""
    return elapsed_working_days(_FIXED, datetime.fromisoformat(f"{hour}:00:00+00:00"))
