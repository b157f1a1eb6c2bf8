"""Opening hours of a week: is it open now, and the week in as few lines as possible.

Hours are kept as {"mon": ["08:00", "16:30"], …}; a day left out is closed, and so is a weekday on
which nobody in Sweden works. Times are Swedish time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from lotsa.core.calendar.working_days import ZONE, is_working_day

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SATURDAY: Final = 5
_ENDS: Final = 2

Week = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Days:
    """Days in a row with the same hours.

    Attributes:
        first, last: 0 is Monday; the same when it is one day.
        opens, closes: Swedish time.
    """

    first: int
    last: int
    opens: time
    closes: time


def hours_on(week: Week, day: date) -> tuple[time, time] | None:
    """When it opens and closes on a day; None when it is closed."""
    if day.weekday() < _SATURDAY and not is_working_day(day):
        return None
    return _hours(week, day.weekday())


def is_open(week: Week, moment: datetime) -> bool:
    """Whether it is open at a moment.

    Raises:
        ValueError: the moment has no time zone.
    """
    if moment.utcoffset() is None:
        raise ValueError("A moment needs its time zone.")
    local = moment.astimezone(ZONE)
    hours = hours_on(week, local.date())
    return hours is not None and hours[0] <= local.time() < hours[1]


def in_lines(week: Week) -> tuple[Days, ...]:
    """The ordinary week, with days in a row that have the same hours taken together."""
    lines: list[Days] = []
    for number in range(len(DAYS)):
        hours = _hours(week, number)
        if hours is None:
            continue
        before = lines[-1] if lines else None
        if before and before.last == number - 1 and (before.opens, before.closes) == hours:
            lines[-1] = Days(before.first, number, *hours)
        else:
            lines.append(Days(number, number, *hours))
    return tuple(lines)


def _hours(week: Week, number: int) -> tuple[time, time] | None:
    """The hours of a weekday; what cannot be read as hours counts as closed."""
    given = week.get(DAYS[number])
    if not given or len(given) != _ENDS:
        return None
    try:
        opens, closes = time.fromisoformat(given[0]), time.fromisoformat(given[1])
    except (TypeError, ValueError):
        return None
    return (opens, closes) if opens < closes else None
