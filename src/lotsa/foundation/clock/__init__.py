"""The only clock in Lotsa.

`now()` is the real instant: stamps, sessions, limits, retention. `today()` is the day that
decisions are made *as of*: the visitor's set day in the demo, otherwise the day in Sweden.
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


@contextmanager
def set_to(day: datetime.date | None) -> Iterator[None]:
    """Let `today()` answer `day` inside the block; None takes the setting away."""
    token = _set_day.set(day)
    try:
        yield
    finally:
        _set_day.reset(token)
