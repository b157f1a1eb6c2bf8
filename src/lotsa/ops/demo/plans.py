"""How the demo's cases go: so many of each kind, spread over a winter and a spring."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from lotsa.core.calendar.working_days import (
    CLOSES,
    OPENS,
    ZONE,
    add_working_days,
    is_working_day,
)

DAY: Final = timedelta(days=1)
HOUR: Final = timedelta(hours=1)
MINUTE: Final = timedelta(minutes=1)
_WEEK: Final = 7


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
    Kind.BY_HAND: Course(7, 0, 4),
    Kind.UNCLEAR: Course(6, 0, 6),
    Kind.TWICE: Course(5, 0, 4),
    Kind.ELSEWHERE: Course(5, 0, 6),
    Kind.SPAM: Course(5, 0, 9),
    Kind.GAP: Course(9, 0, 9),
    Kind.UNSURE: Course(4, 0, 5),
    Kind.LANGUAGE: Course(2, 0, 5),
    Kind.REFUSED: Course(7, 3, 9),
    Kind.REOPENED: Course(2, 40, 70),
    Kind.ASKED: Course(20, 0, 1.2),
    Kind.BOUNCED: Course(4, 0, 5),
    Kind.SILENT: Course(5, 6, 9),
    Kind.TAKEN: Course(15, 0, 3),
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
    """Office hours of a working day; over a long time, the more recent the likelier."""
    long = course.most - course.least > 2 * _WEEK
    ago = course.least + (course.most - course.least) * chance.random() ** (1.7 if long else 1)
    day = _working_day(now.astimezone(ZONE).date() - round(ago) * DAY)
    opened = datetime.combine(day, OPENS, ZONE) + chance.uniform(0, 9) * HOUR
    if opened > now - 2 * HOUR:
        # The day is today, and it is not that late yet.
        day = _working_day(day - DAY)
        opened = datetime.combine(day, OPENS, ZONE) + chance.uniform(0, 9) * HOUR
    return opened.astimezone(now.tzinfo)


def _working_day(day: date) -> date:
    """The day itself, or the last working day before it."""
    while not is_working_day(day):
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
