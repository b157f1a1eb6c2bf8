"""How the demo's cases go: so many of each kind, spread over a winter and a spring."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from lotsa.core.calendar.working_days import CLOSES, OPENS, ZONE, add_working_days

DAY: Final = timedelta(days=1)
HOUR: Final = timedelta(hours=1)
MINUTE: Final = timedelta(minutes=1)


class Kind(StrEnum):
    """How one case goes, so that each thing a person may have to do is there to be done."""

    BY_HAND = "by_hand"
    UNCLEAR = "unclear"
    TWICE = "twice"
    ELSEWHERE = "elsewhere"
    SPAM = "spam"
    GAP = "gap"
    UNSURE = "unsure"
    LANGUAGE = "language"
    REFUSED = "refused"
    REOPENED = "reopened"
    ASKED = "asked"
    BOUNCED = "bounced"
    SILENT = "silent"
    TAKEN = "taken"
    FORGOTTEN = "forgotten"
    PHONED = "phoned"
    STARTED = "started"
    UNREACHED = "unreached"
    HANDED_OVER = "handed_over"
    JOINT = "joint"
    AGAIN = "again"
    CLOSED = "closed"
    FOLLOWED = "followed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Course:
    """How many cases go one way, and how long ago they came in.

    Attributes:
        number: of the 300 that a whole demo has.
        least, most: days ago.
    """

    number: int
    least: float
    most: float


WHOLE: Final = 300
COURSES: Final = {
    Kind.BY_HAND: Course(8, 0, 2),
    Kind.UNCLEAR: Course(6, 0, 4),
    Kind.TWICE: Course(5, 0, 3),
    Kind.ELSEWHERE: Course(5, 0, 4),
    Kind.SPAM: Course(5, 0, 6),
    Kind.GAP: Course(9, 0, 9),
    Kind.UNSURE: Course(4, 0, 3),
    Kind.LANGUAGE: Course(2, 0, 3),
    Kind.REFUSED: Course(6, 3, 9),
    Kind.REOPENED: Course(2, 40, 70),
    Kind.ASKED: Course(20, 0, 3),
    Kind.BOUNCED: Course(4, 0, 4),
    Kind.SILENT: Course(5, 6, 9),
    Kind.TAKEN: Course(15, 0, 4),
    Kind.FORGOTTEN: Course(6, 6, 11),
    Kind.PHONED: Course(10, 0, 20),
    Kind.STARTED: Course(42, 2, 28),
    Kind.UNREACHED: Course(5, 5, 15),
    Kind.HANDED_OVER: Course(6, 4, 25),
    Kind.JOINT: Course(4, 4, 25),
    Kind.AGAIN: Course(6, 0, 20),
    Kind.CLOSED: Course(58, 12, 150),
    Kind.FOLLOWED: Course(60, 24, 170),
    Kind.WITHDRAWN: Course(7, 5, 90),
}
LATER_HALF: Final = frozenset({Kind.TWICE, Kind.AGAIN})
"""Kinds that need earlier cases to be like; they are made last."""


@dataclass(frozen=True)
class Plan:
    """One case to be made: how it goes and when it comes in."""

    kind: Kind
    opened: datetime


def plans(count: int, chance: random.Random, now: datetime) -> list[Plan]:
    """What cases to make, the oldest first; at least one of each kind, so perhaps a few more.

    Args:
        count: about how many.
        chance: the same every time for the same seed.
        now: nothing comes in after it.
    """
    made = [
        Plan(kind, _opened(course, chance, now))
        for kind, course in COURSES.items()
        for _ in range(max(1, round(course.number * count / WHOLE)))
    ]
    return sorted(made, key=lambda plan: (plan.kind in LATER_HALF, plan.opened))


def _opened(course: Course, chance: random.Random, now: datetime) -> datetime:
    """A working day at office hours, the more recent the likelier."""
    ago = course.least + (course.most - course.least) * chance.random() ** 2
    day = now.astimezone(ZONE).date() - round(ago) * DAY
    day = add_working_days(day - DAY, 1)
    office = datetime.combine(day, OPENS, ZONE) + chance.uniform(0, 9) * HOUR
    latest = now - 2 * HOUR
    if office > latest:
        # Today's office hours are not over, or the day was a free one before today.
        before = datetime.combine(_working_day_before(now), OPENS, ZONE)
        office = before + chance.uniform(4, 9) * HOUR
    return office.astimezone(now.tzinfo)


def _working_day_before(now: datetime) -> date:
    day = now.astimezone(ZONE).date() - DAY
    while add_working_days(day, 0) != day:
        day -= DAY
    return day


def at_work(moment: datetime, chance: random.Random) -> datetime:
    """The moment itself within office hours, otherwise some time on the next working morning."""
    local = moment.astimezone(ZONE)
    day = add_working_days(local.date(), 0)
    if day == local.date() and OPENS <= local.time() < CLOSES:
        return moment
    if day == local.date() and local.time() >= CLOSES:
        day = add_working_days(day, 1)
    morning = datetime.combine(day, OPENS, ZONE) + chance.uniform(0.1, 3) * HOUR
    return morning.astimezone(moment.tzinfo)
