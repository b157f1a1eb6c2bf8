"""Swedish working days: counting them, adding them, and when a promised time runs out.

A working day is Monday to Friday, except public holidays (lagen 1989:253 om allmänna helgdagar and
its forerunners) and the three eves that 7 § semesterlagen (1977:480) puts on a par with Sundays:
Midsummer's Eve, Christmas Eve and New Year's Eve. Days with a shortened afternoon, such as Maundy
Thursday, and days between two free days are working days. Holidays come from the package
`holidays`; it takes half a second to load, so it is loaded when a day is first asked about.

Times are read in Swedish time. The office is open 08:00 to 17:00 on working days: what comes in
before it opens counts from that morning, what comes in after it has closed, or on a free day,
counts from the next working morning.
"""

from bisect import bisect_right
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Europe/Stockholm")
OPENS: Final = time(8)
CLOSES: Final = time(17)
FIRST_YEAR: Final = 1953
LAST_YEAR: Final = 2100

_DAY: Final = timedelta(days=1)
_OFFICE_DAY: Final = timedelta(hours=CLOSES.hour - OPENS.hour)
_SATURDAY: Final = 5


def is_working_day(day: date) -> bool:
    """Whether offices in Sweden are open that day.

    Raises:
        ValueError: the year is outside 1953–2100, for which holidays are not known.
    """
    return day.weekday() < _SATURDAY and day.toordinal() not in _free_weekdays(day.year)


def add_working_days(start: date, days: int) -> date:
    """The n-th working day after a day; with 0, the day itself or the next working day.

    Args:
        start: counted from the day after this one, be it free or not.
        days: how many working days, 0 or more.

    Raises:
        ValueError: `days` is negative, or the answer lies outside 1953–2100.
    """
    if days < 0:
        raise ValueError(f"Working days are added forwards, not {days}.")
    day, left = start, days
    while left > 0 or not is_working_day(day):
        day += _DAY
        left -= is_working_day(day)
    return day


def working_days_between(a: date, b: date) -> int:
    """How many working days come after `a` up to and including `b`; negative when b is before a.

    Raises:
        ValueError: a day is outside 1953–2100.
    """
    if b < a:
        return -working_days_between(b, a)
    free = sum(len(_free_weekdays(year)) for year in range(a.year, b.year))
    free += _free_until(b) - _free_until(a)
    return _weekdays_until(b) - _weekdays_until(a) - free


def due_at(moment: datetime, working_days: int) -> datetime:
    """When a promise runs out: the end of office hours on the n-th working day after receipt.

    Friday 16:00 and two working days give Tuesday 17:00; Friday 18:00 counts as Monday morning and
    gives Wednesday 17:00. With 0 it is the end of the day of receipt.

    Args:
        moment: when the request came in, with time zone.
        working_days: what was promised, 0 or more.

    Returns:
        The moment in Swedish time.

    Raises:
        ValueError: a moment without time zone, a negative number, or years outside 1953–2100.
    """
    day = add_working_days(_received(moment).date(), working_days)
    return datetime.combine(day, CLOSES, ZONE)


def elapsed_working_days(start: datetime, end: datetime) -> float:
    """The office time between two moments, in working days of nine hours.

    From Friday 16:00 to Tuesday 16:00 is 2.0; nights, weekends and holidays count nothing. Negative
    when `end` is before `start`.

    Raises:
        ValueError: a moment without time zone, or a year outside 1953–2100.
    """
    if end < start:
        return -elapsed_working_days(end, start)
    first, last = _received(start), _received(end)
    days = working_days_between(first.date(), last.date())
    # Both stand in the office hours of a working day, where no clock is ever put forward or back.
    return days + (_since_opening(last) - _since_opening(first)) / _OFFICE_DAY


def _received(moment: datetime) -> datetime:
    """The moment itself within office hours, otherwise when the office next opens."""
    if moment.utcoffset() is None:
        raise ValueError("A moment needs its time zone.")
    local = moment.astimezone(ZONE)
    if not is_working_day(local.date()) or local.time() >= CLOSES:
        day = add_working_days(local.date(), 1)
    elif local.time() < OPENS:
        day = local.date()
    else:
        return local
    return datetime.combine(day, OPENS, ZONE)


def _since_opening(local: datetime) -> timedelta:
    return local - datetime.combine(local.date(), OPENS, ZONE)


def _weekdays_until(day: date) -> int:
    """Mondays to Fridays since the first day of year 1, which is a Monday."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * _SATURDAY + min(rest, _SATURDAY)


def _free_until(day: date) -> int:
    """Free Mondays to Fridays of the day's year, up to and including the day."""
    return bisect_right(_free_weekdays(day.year), day.toordinal())


@lru_cache(maxsize=LAST_YEAR - FIRST_YEAR + 1)
def _free_weekdays(year: int) -> tuple[int, ...]:
    """The ordinals of the Mondays to Fridays of a year on which nobody works, in order."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"Holidays are known for {FIRST_YEAR} to {LAST_YEAR}, not {year}.")
    from holidays.constants import DE_FACTO, PUBLIC  # noqa: PLC0415  slow to load, seldom needed
    from holidays.countries.sweden import Sweden  # noqa: PLC0415

    free = Sweden(years=year, categories=(PUBLIC, DE_FACTO))
    return tuple(sorted(day.toordinal() for day in free if day.weekday() < _SATURDAY))
