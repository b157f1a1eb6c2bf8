"""Figures on cases, summed in the database: live cases and what is left of erased ones, together.

A period is told by the month a case came in. Every function counts a period and the one before it
at once, since the two are always shown side by side.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.db import connection
from django.db.models import Case as Choose
from django.db.models import Count, F, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Substr

from lotsa.core.figures.periods import Period
from lotsa.core.figures.tallies import Tally, days_between_hours
from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases import policies
from lotsa.domain.cases.enums import ReferralState
from lotsa.domain.cases.models import (
    Case,
    CaseEvent,
    CaseFigure,
    CaseNeed,
    FollowUp,
    Referral,
)

FIRST: Final = "first"
USEFUL: Final = 3
"""From this grade, 1 to 4, a company found the help rather or very useful."""
_HOUR: Final = 13
"""How much of a written moment tells its day and hour: "2020-05-04 08"."""
_OUT: Final = (ReferralState.DECLINED, ReferralState.RECALLED, ReferralState.HANDED_OVER)


class By(StrEnum):
    """What cases are summed by."""

    TEAM = "team"
    AREA = "need"
    PLACE = "place"


@dataclass(frozen=True)
class Pair:
    """A period's tallies by key, and those of the period before."""

    now: Mapping[str, Tally]
    before: Mapping[str, Tally]


@dataclass(frozen=True)
class Scope:
    """Whose figures: filters on cases, on teams' parts, on needs, and on what is left of erased cases.

    Attributes:
        key: tells it from every other scope.
        by_part: an erased case counts once for each of the organisation's teams that had it.
    """

    key: str
    cases: Q
    parts: Q
    needs: Q
    left: Q
    by_part: bool = False


def territory(viewer: Viewer) -> Scope:
    """Everything where the viewer coordinates."""
    left = Q()
    if not viewer.everywhere:
        left = Q(region_code__in=viewer.regions) | Q(municipality_code__in=viewer.municipalities)
    places = sorted(viewer.regions | viewer.municipalities)
    part = policies.coordinated(viewer, of="case__")
    return Scope(
        f"territory {viewer.everywhere} {' '.join(places)} {viewer.actor_id}",
        policies.coordinated(viewer),
        part,
        part,
        left,
    )


def organisation(viewer: Viewer) -> Scope:
    """The viewer's own organisation's parts, wherever the company is."""
    parts = Q(team__actor_id=viewer.actor_id, state__in=policies.SEEN_STATES)
    own = Referral.objects.filter(parts)
    cases = Q(pk__in=own.values("case_id"))
    needs = Q(pk__in=CaseNeed.objects.filter(referrals__in=own).order_by().values("pk"))
    key = f"organisation {viewer.actor_id}"
    return Scope(key, cases, parts, needs, Q(actor_id=viewer.actor_id), by_part=True)


def stamp() -> str:
    """Another text after any change that figures could show; one query that reads no rows.

    Whatever is done with a case is written in its history, and one that goes leaves figures behind.
    """
    tables = [
        connection.ops.quote_name(model._meta.db_table)
        for model in (Case, Referral, CaseEvent, FollowUp, CaseFigure)
    ]
    highest = ", ".join(f"(SELECT MAX(id) FROM {table})" for table in tables)  # noqa: S608  ours
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {highest}")
        return "/".join(str(one) for one in cursor.fetchone())


def tallies(scope: Scope, by: By, period: Period, *, now: datetime) -> Pair:
    """Tallies by team's key, need area or municipality; four queries.

    Args:
        scope: whose.
        by: what to sum by.
        period: the months; those just before are counted too.
        now: whether a promised time has passed is told as of then.
    """
    found: dict[tuple[int, str], Tally] = defaultdict(Tally)
    rows, table = _rows(scope, by, period)
    _count(rows, table, found, now)
    _times(rows, table, found)
    _answers(rows, table, found)
    _left(scope, by, period, found)
    return _pair(found)


def load(scope: Scope, teams: Iterable[str]) -> dict[str, int]:
    """Cases each team has or has been asked to take just now, wherever they are; one query.

    Args:
        scope: teams with a case in it are told of.
        teams: keys of others to tell of.
    """
    live = Referral.objects.live().exclude(state=ReferralState.PLANNED).order_by()
    there = Q(team__in=live.filter(scope.parts).values("team_id"))
    asked = live.filter(there | Q(team_id__in=[int(key) for key in teams]))
    counted = asked.values_list("team_id").annotate(Count("pk"))
    return {str(team): number for team, number in counted}


@dataclass(frozen=True)
class _Table:
    """Where the columns of a kind of row are."""

    key: str
    case: str
    outcome: str
    reason: str
    contact: str
    due: str
    uncovered: str
    out: Q


_PART: Final = _Table(
    "team_id", "case__", "outcome", "decline_reason", "first_contact_at", "due_at", "",
    Q(state__in=_OUT),
)  # fmt: skip
_NEED: Final = _Table(
    "area", "case__", "outcome", "", "case__first_contact_at", "case__promised_at",
    "uncovered", Q(),
)  # fmt: skip
_CASE: Final = _Table(
    "municipality_code", "", "outcome", "", "first_contact_at", "promised_at",
    "uncovered", Q(),
)  # fmt: skip


def _rows(scope: Scope, by: By, period: Period) -> tuple[QuerySet[Any], _Table]:
    rows: QuerySet[Any]
    if by is By.TEAM:
        table = _PART
        rows = Referral.objects.filter(scope.parts, state__in=policies.SEEN_STATES)
    elif by is By.AREA:
        table, rows = _NEED, CaseNeed.objects.filter(scope.needs)
    else:
        table, rows = _CASE, Case.objects.filter(scope.cases)
    return _within(rows, table.case, period), table


def _within(rows: QuerySet[Any], case: str, period: Period) -> QuerySet[Any]:
    """The live rows of the period and the one before, marked 1 and 0."""
    opened = f"{case}created_at"
    present = When(**{f"{opened}__gte": period.start}, then=Value(1))
    standing = rows.filter(
        **{
            f"{opened}__gte": period.earlier.start,
            f"{opened}__lt": period.end,
            f"{case}merged_into__isnull": True,
            f"{case}held_as_spam": False,
        }
    ).order_by()
    marked: QuerySet[Any] = standing.annotate(
        present=Choose(present, default=Value(0), output_field=IntegerField())
    )
    return marked


def _count(
    rows: QuerySet[Any], table: _Table, found: dict[tuple[int, str], Tally], now: datetime
) -> None:
    due, contact = table.due, table.contact
    made = Q(**{f"{contact}__isnull": False})
    over = Q(**{f"{due}__lt": now})
    promised = Q(**{f"{due}__isnull": False}) & (made | over) & ~table.out
    uncovered = Q(**{table.uncovered: True}) if table.uncovered else Q(pk__in=())
    columns = [name for name in (table.key, "present", table.outcome, table.reason) if name]
    counted = rows.values(*columns).annotate(
        number=Count("pk"),
        promised=Count("pk", filter=promised),
        kept=Count("pk", filter=Q(**{f"{contact}__lte": F(due)}) & ~table.out),
        nobody=Count("pk", filter=uncovered),
    )
    for row in counted:
        tally = found[row["present"], str(row[table.key])]
        tally.number += row["number"]
        tally.promised += row["promised"]
        tally.kept += row["kept"]
        tally.uncovered += row["nobody"]
        if row[table.outcome]:
            tally.outcomes[row[table.outcome]] += row["number"]
        if table.reason and row[table.reason]:
            tally.declined[row[table.reason]] += row["number"]


def _times(rows: QuerySet[Any], table: _Table, found: dict[tuple[int, str], Tally]) -> None:
    """The times to first contact. Moments are fetched as texts, which is many times quicker."""
    met = rows.filter(**{f"{table.contact}__isnull": False})
    columns = (table.key, "present", hour(f"{table.case}created_at"), hour(table.contact))
    for key, present, opened, contact in met.values_list(*columns).iterator():
        found[present, str(key)].contact_days.append(days_between_hours(opened, contact))


def hour(moment: str) -> Substr:
    """The day and hour of a moment, in UTC on both databases."""
    return Substr(Cast(moment, TextField()), 1, _HOUR)


def _answers(rows: QuerySet[Any], table: _Table, found: dict[tuple[int, str], Tally]) -> None:
    """What companies answered when they were asked the first time."""
    told = f"{table.case}follow_ups__"
    answered = rows.filter(
        ~table.out, **{f"{told}kind": FIRST, f"{told}answered_at__isnull": False}
    )
    counted = answered.values(table.key, "present").annotate(
        answered=Count("pk"),
        contacted=Count("pk", filter=Q(**{f"{told}contacted": True})),
        rated=Count("pk", filter=Q(**{f"{told}useful__isnull": False})),
        liked=Count("pk", filter=Q(**{f"{told}useful__gte": USEFUL})),
    )
    for row in counted:
        tally = found[row["present"], str(row[table.key])]
        tally.answered += row["answered"]
        tally.contacted += row["contacted"]
        tally.rated += row["rated"]
        tally.useful += row["liked"]


def _left(scope: Scope, by: By, period: Period, found: dict[tuple[int, str], Tally]) -> None:
    """What is left of erased cases.

    Their promised times are not kept. An erased case that two teams of one organisation had counts
    twice among that organisation's needs and places.
    """
    rows = CaseFigure.objects.filter(
        scope.left, opened_month__gte=period.earlier.first, opened_month__lt=period.after
    )
    if by is By.TEAM:
        rows = rows.filter(team__isnull=False)
    elif not scope.by_part:
        rows = rows.filter(first=True)
    for row in rows.order_by("pk").values_list(*_LEFT, named=True).iterator():
        present = int(period.holds(row.opened_month))
        if by is By.TEAM:
            keys = [str(row.team_id)]
        else:
            keys = list(row.areas) if by is By.AREA else [row.municipality_code]
        for key in keys:
            _add_erased(found[present, key], row)


_LEFT: Final = (
    *("opened_month", "team_id", "areas", "municipality_code"),
    *("contact_days", "decline_reason", "outcome", "contacted", "useful"),
)


def _add_erased(tally: Tally, row: Any) -> None:
    tally.number += 1
    if row.contact_days is not None:
        tally.contact_days.append(row.contact_days)
    if row.decline_reason:
        tally.declined[row.decline_reason] += 1
    if row.outcome:
        tally.outcomes[row.outcome] += 1
    tally.answered += row.contacted is not None or row.useful is not None
    tally.contacted += bool(row.contacted)
    tally.rated += row.useful is not None
    tally.useful += (row.useful or 0) >= USEFUL


def _pair(found: Mapping[tuple[int, str], Tally]) -> Pair:
    return Pair(
        now={key: tally for (present, key), tally in found.items() if present},
        before={key: tally for (present, key), tally in found.items() if not present},
    )
