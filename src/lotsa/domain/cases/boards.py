"""What has stopped moving in a coordinator's territory, one list for each way of being forgotten."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet, TextField
from django.db.models.functions import Cast

from lotsa.core.calendar.working_days import working_days_between
from lotsa.core.cases.states import LIVE_REFERRAL_STATES, OPEN_CASE_STATES
from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases import policies
from lotsa.domain.cases.enums import CaseState, ReferralState
from lotsa.domain.cases.models import Case, CaseNeed, Referral
from lotsa.domain.cases.triage import Warned, coordinated

_OPEN = sorted(OPEN_CASE_STATES)
_WAITING = (CaseState.NEW, CaseState.TRIAGE)
_TOLD = (
    *("reference", "company_name", "anonymous", "contact_phone", "municipality_code"),
    *("region_code", "state", "created_at", "updated_at", "promised_at"),
)
"""What a list tells of a case; the rest, texts too, is left unread."""


def open_cases(viewer: Viewer) -> QuerySet[Case]:
    """The viewer's cases that are open and not held as spam."""
    return coordinated(viewer).filter(held_as_spam=False, state__in=_OPEN)


def _listed(viewer: Viewer) -> QuerySet[Case]:
    return open_cases(viewer).only(*_TOLD)


def _of_case() -> list[str]:
    return [f"case__{column}" for column in _TOLD]


def _of_open_cases(viewer: Viewer) -> Q:
    """The same cases, as a filter on rows that belong to one.

    A join and not a list of keys: few of these rows pass their own filters, and only their cases
    are then looked up.
    """
    return policies.coordinated(viewer, of="case__") & Q(
        case__held_as_spam=False,
        case__state__in=_OPEN,
        case__merged_into__isnull=True,
    )


def unanswered(viewer: Viewer, *, now: datetime) -> QuerySet[Referral]:
    """Teams that should have said yes or no by now, the longest overdue first."""
    rows: QuerySet[Referral] = Referral.objects.filter(
        _of_open_cases(viewer), state=ReferralState.SENT, reply_due_at__lt=now
    )
    told = rows.select_related("case", "team").only(
        "reply_due_at", "reminded_at", "team__name", *_of_case()
    )
    return told.order_by("reply_due_at", "id")


def late(viewer: Viewer, *, now: datetime) -> QuerySet[Case]:
    """Cases promised a contact that nobody has made, the longest overdue first."""
    return (
        _listed(viewer)
        .filter(first_contact_at__isnull=True, promised_at__lt=now)
        .order_by("promised_at", "id")
    )


def quiet(viewer: Viewer, *, since: datetime) -> QuerySet[Case]:
    """Cases that a team has, in which nothing has happened since a moment, the quietest first."""
    return (
        _listed(viewer)
        .filter(updated_at__lt=since)
        .exclude(state__in=_WAITING)
        .order_by("updated_at", "id")
    )


def declined(viewer: Viewer) -> QuerySet[Case]:
    """Cases that every team asked has said no to, the oldest first."""
    return (
        _listed(viewer)
        .annotate(codes=Cast("warnings", TextField()))
        .filter(state__in=_WAITING, codes__contains=f'"{Warned.DECLINED.value}"')
        .order_by("created_at", "id")
    )


def unreachable(viewer: Viewer) -> QuerySet[Case]:
    """Cases whose company does not answer, or whose mail comes back, the oldest first."""
    return _listed(viewer).filter(unreachable=True).order_by("updated_at", "id")


def unattended(viewer: Viewer) -> QuerySet[CaseNeed]:
    """Needs that nobody has, in cases where somebody has another need, the oldest first."""
    attended = Referral.needs.through._default_manager.filter(
        referral__state__in=sorted(LIVE_REFERRAL_STATES)
    )
    return (
        CaseNeed.objects.filter(_of_open_cases(viewer), outcome="")
        .exclude(case__state__in=_WAITING)
        .exclude(pk__in=attended.values("caseneed_id"))
        .select_related("case")
        .only("area", "created_at", *_of_case())
        .order_by("created_at", "id")
    )


@dataclass(frozen=True)
class Gap:
    """A need that nobody covers in a place.

    Attributes:
        area: id of the need area.
        municipality, region: codes; empty when not known.
        cases: how many open cases wait for it.
        first, latest: when the first and the latest of them came in.
    """

    area: str
    municipality: str
    region: str
    cases: int
    first: datetime
    latest: datetime


def gaps(viewer: Viewer) -> list[Gap]:
    """What nobody covers, by need and municipality, what most wait for first; one query."""
    rows = (
        CaseNeed.objects.filter(_of_open_cases(viewer), uncovered=True, outcome="")
        .order_by()
        .values("area", "case__municipality_code", "case__region_code")
        .annotate(
            number=Count("case_id", distinct=True),
            first=Min("case__created_at"),
            latest=Max("case__created_at"),
        )
        .order_by("-number", "first", "area")
    )
    return [
        Gap(
            area=row["area"],
            municipality=row["case__municipality_code"],
            region=row["case__region_code"],
            cases=row["number"],
            first=row["first"],
            latest=row["latest"],
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Numbers:
    """How long each list is."""

    unanswered: int
    late: int
    quiet: int
    declined: int
    unreachable: int
    unattended: int


def numbers(viewer: Viewer, *, now: datetime, since: datetime) -> Numbers:
    """How long each list but that of gaps is, in four queries."""
    counted = open_cases(viewer).aggregate(
        late=Count("pk", filter=Q(first_contact_at__isnull=True, promised_at__lt=now)),
        quiet=Count("pk", filter=Q(updated_at__lt=since) & ~Q(state__in=_WAITING)),
        unreachable=Count("pk", filter=Q(unreachable=True)),
    )
    return Numbers(
        unanswered=unanswered(viewer, now=now).count(),
        unattended=unattended(viewer).count(),
        # Apart: the warnings stand in the rows, and of the others an index knows all.
        declined=declined(viewer).count(),
        **counted,
    )


def working_days_ago(day: date, days: int) -> date:
    """The latest day after which so many working days have come, up to and including `day`.

    Raises:
        ValueError: the years are outside those whose holidays are known.
    """
    found = day - timedelta(days=days)
    while working_days_between(found, day) < days:
        found -= timedelta(days=1)
    return found
