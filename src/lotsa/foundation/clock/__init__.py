"""The only clock in Lotsa.

`now()` is the real instant: stamps, sessions, limits, retention. `today()` is the day that
decisions are made *as of*: the visitor's set day in the demo, otherwise the day in Sweden.
`moment()` is the instant of the story, for what happens to a case.
Nothing else in the code may ask the computer for the time.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.utils import timezone

_set_day: ContextVar[datetime.date | None] = ContextVar("lotsa_set_day", default=None)


def now() -> datetime.datetime:
    """The real instant, with time zone."""
    return timezone.now()


def today() -> datetime.date:
    """The day that decisions are made as of.

    Within a request of the demo, the visitor's day; elsewhere in the demo, the day the demo is
    set to; otherwise the calendar day in the site's time zone.
    """
    chosen = _set_day.get()
    if chosen is not None:
        return chosen
    if settings.LOTSA_DEMO:
        return settings.LOTSA_DEMO_DATE
    return timezone.localdate()


def moment() -> datetime.datetime:
    """The instant of the story, in UTC: when something happens to a case.

    In the demo, `today()` at the present time of day in the site's zone, so that it starts over at
    midnight when the day stands still; a time of day that the story's day skips for summer time
    is an hour later. Otherwise the real instant.
    """
    if _set_day.get() is None and not settings.LOTSA_DEMO:
        return now()
    here = timezone.get_default_timezone()
    time_of_day = timezone.localtime(now(), here).time()
    return datetime.datetime.combine(today(), time_of_day, here).astimezone(datetime.UTC)


@contextmanager
def set_to(day: datetime.date | None) -> Iterator[None]:
    """Let `today()` answer `day` inside the block; None takes the setting away."""
    token = _set_day.set(day)
    try:
        yield
    finally:
        _set_day.reset(token)
