"""Every page of the support desk with a year of a big region behind it, on both databases.

    python benchmarks/pages.py [--no-postgresql] [--only WORD] [--requests N]

Bar: 95 pages of 100 asked for within 100 ms at the server. 30 000 companies, 20 000 cases and 400
teams lie in one region (`manage.py make_big_data`); each page is asked for as somebody who has much
to see: an adviser and a manager of the busiest team's organisation, the coordinator of the region.
The time is that of the whole request through every middleware, without the network. Moves are
measured too, each undone after it has been timed. Last on a line stands the machine's pace, what a
fixed piece of work took meanwhile, and before it the same 95th of 100 had the pace been a quiet
machine's. Files for SQLite are kept in ``var``.
"""

import argparse
import gc
import io
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

from machine import QUIET_MS, machine, pace  # noqa: E402
from page_list import Asked, Desk, pages  # noqa: E402

BAR_MS = 100.0
MOVE_BAR_MS = 60.0
ROUTE_BAR_MS = 10.0
TEAMS = 2_000
WARM = 3


@dataclass
class Found:
    """What one page took, in milliseconds: on the clock and of the processor; the pace meanwhile."""

    label: str
    queries: int
    times: list[float]
    used: list[float]
    paces: list[float]
    bar: float | None
    size: int = 0

    def line(self) -> str:
        """The figures in a row."""
        mark = "OVER" if self.over else "slow machine" if self.slow else ""
        return (
            f"  {self.label:<58} {self.queries:4} {statistics.median(self.times):8.1f} "
            f"{percentile(self.times, 95):8.1f} {percentile(self.even, 95):8.1f} "
            f"{statistics.median(self.used):8.1f} {self.size // 1024:6} "
            f"{statistics.median(self.paces):5.1f} {mark}"
        )

    @property
    def even(self) -> list[float]:
        """The times, had each been measured at a quiet machine's pace."""
        pairs = zip(self.times, self.paces, strict=True)
        return [took * QUIET_MS / meanwhile for took, meanwhile in pairs]

    @property
    def slow(self) -> bool:
        """Whether it took longer than its bar, on the clock."""
        return self.bar is not None and percentile(self.times, 95) > self.bar

    @property
    def over(self) -> bool:
        """Whether it did so at a quiet machine's pace too."""
        return self.slow and self.bar is not None and percentile(self.even, 95) > self.bar


def percentile(values: list[float], share: int) -> float:
    """The value that so many of a hundred stay within."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


def make_data() -> None:
    """Lay everything in, unless it is there."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from lotsa.domain.cases.models import Case  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    if Case.objects.exists():
        return
    print("  making the data …", flush=True)
    call_command("load_reference", verbosity=0)
    call_command("load_catalogue", verbosity=0)
    call_command("make_big_data", stdout=io.StringIO())
    with connection.cursor() as cursor:  # what a running server does by itself
        cursor.execute("ANALYZE")


def clients(desk: Desk) -> dict[str, Any]:
    """A browser for each role, signed in."""
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from lotsa.usecases.staff.presence import PLACE, STRONG  # noqa: PLC0415
    from lotsa.web.adviser.lists import SEARCHED  # noqa: PLC0415
    from lotsa.web.coordinator.choices import SEARCHED as QUEUE_SEARCHED  # noqa: PLC0415

    found = {"": Client(SERVER_NAME="localhost")}
    for role, member in desk.people.items():
        client = found[role] = Client(SERVER_NAME="localhost")
        client.force_login(member.user, backend=settings.AUTHENTICATION_BACKENDS[0])
        session = client.session
        session[PLACE], session[STRONG] = member.pk, True
        session[SEARCHED] = session[QUEUE_SEARCHED] = "hyresvärden 47"
        session.save()
    return found


@contextmanager
def counting() -> Iterator[list[tuple[float, str]]]:
    """The statements sent to the database meanwhile, each with its milliseconds."""
    from django.db import connection  # noqa: PLC0415

    sent: list[tuple[float, str]] = []

    def wrapper(execute, sql, parameters, many, context):
        start = time.perf_counter()
        try:
            return execute(sql, parameters, many, context)
        finally:
            sent.append(((time.perf_counter() - start) * 1000, sql))

    with connection.execute_wrapper(wrapper):
        yield sent


def timed(label: str, action: Callable[[], Any], times: int, bar: float | None) -> Found:
    """Do it so many times; the statements are counted on a time of their own."""
    for _ in range(WARM):
        action()
    with counting() as sent:
        action()
    found = Found(label, len(sent), [], [], [], bar)
    gc.collect()
    for _ in range(times):
        found.paces.append(pace())
        start, used = time.perf_counter(), time.process_time()
        action()
        found.times.append((time.perf_counter() - start) * 1000)
        found.used.append((time.process_time() - used) * 1000)
    return found


def ask_for(asked: Asked, browser: Any, times: int) -> Found:
    """Ask for one page."""
    from django.urls import reverse  # noqa: PLC0415

    query = f"?{urlencode(asked.query)}" if asked.query else ""
    address = reverse(asked.route, kwargs=asked.arguments) + query
    size = 0

    def action() -> None:
        nonlocal size
        sent = browser.get(address) if asked.post is None else browser.post(address, asked.post)
        content = b"".join(sent.streaming_content) if sent.streaming else sent.content
        size = len(content)
        if sent.status_code != 200:
            raise AssertionError(f"{address} as {asked.role or 'anybody'}: {sent.status_code}")

    label = f"{asked.role or 'anybody'} · {asked.name} {query}"
    times = min(times, 5) if asked.limited else times
    found = timed(label[:58], action, times, None if asked.post is not None else BAR_MS)
    found.size = size
    return found


def moves(desk: Desk, times: int) -> Iterator[Found]:
    """What changes a case, each time undone."""
    from django.db import transaction  # noqa: PLC0415

    from lotsa.core.companies.invented import MOST, invented_number  # noqa: PLC0415
    from lotsa.domain.cases.services import answering, talking  # noqa: PLC0415
    from lotsa.domain.cases.services.by import By  # noqa: PLC0415
    from lotsa.domain.cases.services.opening import Draft  # noqa: PLC0415
    from lotsa.foundation import clock  # noqa: PLC0415
    from lotsa.usecases.support.receive import receive  # noqa: PLC0415
    from lotsa.usecases.support.router import router  # noqa: PLC0415
    from lotsa.usecases.support.routing import routing_for  # noqa: PLC0415

    now, member = clock.moment(), desk.people["adviser"]
    by = By(member_id=member.pk, actor_id=member.actor_id, user_id=member.user_id)
    draft = Draft(
        description="Kassan räcker inte, vad kan vi söka?",
        needs=("liquidity", "rent"),
        company_name="Ett nytt bolag (exempel)",
        organisation_number=invented_number(MOST - 1),
        contact_name="Exempelkontakt",
        contact_email="ny@example.com",
        contact_phone="070-174 06 99",
        facts={"facts": {"employees": 12, "municipality": [desk.held.case.municipality_code]}},
        municipality_code=desk.held.case.municipality_code,
    )
    done: dict[str, Callable[[], Any]] = {
        "receive: open, find alike, route, send": lambda: receive(draft, by=By.company(), now=now),
        "accept": lambda: answering.accept(desk.sent.pk, adviser_id=member.pk, by=by, now=now),
        "say, adviser": lambda: talking.say(desk.held.case_id, "Hej!", by=by, now=now),
        "say, company": lambda: talking.say(desk.held.case_id, "Hej!", by=By.company(), now=now),
    }
    for name, move in done.items():

        def undone(move: Callable[[], Any] = move) -> None:
            with transaction.atomic():
                move()
                transaction.set_rollback(True)

        yield timed(name, undone, times, MOVE_BAR_MS)
    router()
    yield timed("the router, when nothing has changed", router, times, None)
    yield timed("route one case", lambda: routing_for(desk.triage, now.date()), times, ROUTE_BAR_MS)
    with transaction.atomic():
        more_teams()
        router()
        label = f"route one case, {TEAMS} teams"
        yield timed(label, lambda: routing_for(desk.triage, now.date()), times, ROUTE_BAR_MS)
        transaction.set_rollback(True)


def more_teams() -> None:
    """Fill the directory up to `TEAMS` teams."""
    from lotsa.domain.actors.models import Team, TeamCompetence  # noqa: PLC0415
    from lotsa.domain.measures.models import NeedArea  # noqa: PLC0415
    from lotsa.domain.places.models import Territory  # noqa: PLC0415
    from lotsa.foundation import clock  # noqa: PLC0415

    chance = random.Random(3)  # noqa: S311 - a benchmark, not a secret
    towns = list(Territory.objects.filter(kind="municipality").values_list("code", flat=True))
    areas = list(NeedArea.objects.values_list("slug", flat=True))
    actors = list(Team.objects.values_list("actor_id", flat=True))
    now = clock.moment()
    rows = [
        Team(
            actor_id=chance.choice(actors),
            slug=f"more-{number}",
            name=f"Team {number}",
            territory={"regions": [], "municipalities": chance.sample(towns, 5)},
            criteria={"field": "employees", "op": "lte", "value": 49} if number % 3 else None,
            created_at=now,
            updated_at=now,
        )
        for number in range(TEAMS - Team.objects.count())
    ]
    Team.objects.bulk_create(rows)
    TeamCompetence.objects.bulk_create(
        TeamCompetence(team=team, area=area) for team in rows for area in chance.sample(areas, 4)
    )


def measure(only: str, times: int) -> bool:
    """Measure on the database of the settings; whether all stayed within their bars."""
    import django  # noqa: PLC0415

    os.environ["DEBUG"] = "0"
    django.setup()
    from django.db import connection  # noqa: PLC0415

    from lotsa.foundation.ratelimit.models import Allowance  # noqa: PLC0415
    from lotsa.foundation.web.memory import leave_what_is_loaded  # noqa: PLC0415

    print(f"\n  {connection.vendor}; {machine()}", flush=True)
    make_data()
    desk = Desk()
    browsers = clients(desk)
    leave_what_is_loaded()
    found: list[Found] = []
    print(
        f"  {'':58} {'SQL':>4} {'median':>8} {'p95':>8} {'even':>8} {'used':>8} {'kB':>5} {'pace':>5}"
    )
    for asked in pages(desk):
        if only in f"{asked.role} {asked.name} {asked.route}":
            Allowance.objects.all().delete()
            found.append(ask_for(asked, browsers[asked.role], times))
            print(found[-1].line(), flush=True)
    if only in "moves":
        for move in moves(desk, times):
            found.append(move)
            print(move.line(), flush=True)
    over, slow = sum(one.over for one in found), sum(one.slow for one in found)
    paces = sorted(statistics.median(one.paces) for one in found)
    print(f"  {len(found)} measured; pace {paces[0]:.1f}–{paces[-1]:.1f}, quiet is {QUIET_MS}")
    print(f"  over their bar: {slow} on the clock, {over} of them at a quiet pace too")
    return not over


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default="", help="address; both kinds when left out")
    parser.add_argument("--no-postgresql", action="store_true")
    parser.add_argument("--only", default="", help="a part of a role's or page's name")
    parser.add_argument("--requests", type=int, default=40)
    args = parser.parse_args()
    if args.database:
        os.environ["DATABASE_URL"] = args.database
        return 0 if measure(args.only, args.requests) else 1
    print("Pages of the support desk", flush=True)
    again = [sys.executable, __file__, "--only", args.only, "--requests", str(args.requests)]
    kept = ROOT / "var" / "big.sqlite3"
    kept.parent.mkdir(exist_ok=True)
    failed = subprocess.run([*again, "--database", f"sqlite:///{kept}"], check=False).returncode
    if not args.no_postgresql:
        from tools.with_postgresql import server  # noqa: PLC0415

        with server() as address:
            failed |= subprocess.run([*again, "--database", address], check=False).returncode
    return failed


if __name__ == "__main__":
    sys.exit(main())
