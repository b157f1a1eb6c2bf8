"""The limiter: an allowance that refills evenly.

Why not django-ratelimit: it counts with a cache's `add` and `incr`. Between processes that needs
Redis or memcached; Django's database cache does not count atomically, and the default install
has no server. Its fixed windows also shut a visitor out for the rest of the window.

Here one upsert decides, exact across processes on both databases. The allowance refills evenly
(the "generic cell rate" method of ATM networks, ITU-T I.371): someone who used up 20 per minute
may go on after three seconds.
"""

import functools
import hashlib
import hmac
import logging
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lotsa.foundation import clock
from lotsa.foundation.ratelimit.address import client_address
from lotsa.foundation.ratelimit.models import Allowance
from lotsa.foundation.web.readonly import SAFE_METHODS, housekeeping_writes

logger = logging.getLogger(__name__)

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_RATE = re.compile(r"(\d+)/([smhd])")


@dataclass(frozen=True)
class Rate:
    """At most `times` within any `seconds`, refilled evenly."""

    times: int
    seconds: int

    @classmethod
    def parse(cls, written: str) -> "Rate":
        """Read "20/m" (s, m, h or d). Raises ValueError."""
        found = _RATE.fullmatch(written)
        if not found or int(found[1]) == 0:
            raise ValueError(f"A rate is written like 20/m, not {written!r}.")
        return cls(int(found[1]), _SECONDS[found[2]])

    @property
    def step(self) -> float:
        """Seconds for one more to be allowed."""
        return self.seconds / self.times


def take(name: str, who: str, rate: Rate) -> int:
    """Take one from an allowance.

    Args:
        name: which allowance.
        who: whose; hashed before it is stored.
        rate: its size.

    Returns:
        0 when allowed; otherwise the whole seconds until the next one is.
    """
    key = hmac.new(
        settings.SECRET_KEY.encode(), f"{name}\n{who}".encode(), hashlib.sha256
    ).hexdigest()
    now = clock.now().timestamp()
    table = connection.ops.quote_name(Allowance._meta.db_table)
    later = f"CASE WHEN {table}.spent_until > %s THEN {table}.spent_until ELSE %s END"
    # The table's name is ours; every value is a parameter.
    upsert = (
        f"INSERT INTO {table} (key, spent_until) VALUES (%s, %s) "  # noqa: S608
        f"ON CONFLICT (key) DO UPDATE SET spent_until = {later} + %s "
        f"WHERE {later} + %s <= %s RETURNING spent_until"
    )
    step, latest = rate.step, now + rate.seconds
    with housekeeping_writes(), connection.cursor() as cursor:
        cursor.execute(upsert, [key, now + step, now, now, step, now, now, step, latest])
        if cursor.fetchone():
            return 0
    spent_until = Allowance.objects.values_list("spent_until", flat=True).get(key=key)
    return max(1, math.ceil(spent_until + step - latest))


def limited(
    name: str, rate: str, *, looking: bool = True, each_person: bool = False
) -> Callable[[Callable[..., HttpResponse]], Callable[..., Any]]:
    """Limit how often one network address, or one person, may call a view; beyond it, the 429 page.

    Args:
        name: the allowance; views that share a name share it, and must share the rate.
        rate: such as "20/m".
        looking: whether GET and HEAD count too. A page that costs little to look at should say
            False: a whole office may share one address.
        each_person: whether everyone signed in has an allowance of their own, wherever they sit.
    """
    parsed = Rate.parse(rate)

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not looking and request.method in SAFE_METHODS:
                return view(request, *args, **kwargs)
            own = each_person and request.user.is_authenticated
            who = f"user {request.user.pk}" if own else client_address(request)
            wait = take(name, who, parsed)
            if not wait:
                return view(request, *args, **kwargs)
            logger.warning("Rate limit %s reached.", name)
            response = render(request, "429.html", {"wait_seconds": wait, "own": own}, status=429)
            response.headers["Retry-After"] = str(wait)
            return response

        guarded.limit = (name, parsed)  # type: ignore[attr-defined]
        return guarded

    return decorate
