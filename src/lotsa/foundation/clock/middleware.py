"""Gives each visitor of the demo a clock of their own."""

import datetime
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from lotsa.foundation import clock

SESSION_KEY = "demo_date"


def visitors_day(request: HttpRequest) -> datetime.date | None:
    """The day this visitor has set in the demo; None when not in the demo or never set."""
    if not settings.LOTSA_DEMO:
        return None
    try:
        return datetime.date.fromisoformat(request.session.get(SESSION_KEY, ""))
    except ValueError:
        return None


def visitors_clock(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: `clock.today()` is the visitor's day for the length of the request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with clock.set_to(visitors_day(request)):
            return get_response(request)

    return middleware
