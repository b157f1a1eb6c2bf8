"""The inbox: what a person's teams have been sent, ready to show. One page in eight queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, cast

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from lotsa.core.cases.searching import search_words
from lotsa.core.cases.states import HELD_REFERRAL_STATES, Outcome
from lotsa.domain.actors.models import Member, Team
from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases.enums import CaseState, ReferralState
from lotsa.domain.cases.models import CaseEvent, CaseNeed, Message, Referral
from lotsa.foundation.access import Role

PAGE_SIZE: Final = 25
PERIODS: Final = (7, 30, 90, 365)
"""Days back that the list can be narrowed to, by when the case came in."""
NOBODY: Final = "none"
"""The filter value for referrals that no adviser has."""


class Tab(StrEnum):
    """The parts of the inbox."""

    NEW = "new"
    MINE = "mine"
    TEAM = "team"
    WAITING = "waiting"
    OVERDUE = "overdue"
    CLOSED = "closed"


class Sort(StrEnum):
    """The orders of the list."""

    PROMISE = "promise"
    NEWEST = "newest"
    CHANGED = "changed"


ENDED: Final = (ReferralState.CLOSED, ReferralState.DECLINED, ReferralState.HANDED_OVER)
HELD: Final = tuple(sorted(HELD_REFERRAL_STATES))
LISTED: Final = (ReferralState.SENT, *HELD, *ENDED)


_SHOWN: Final = (
    *("state", "outcome", "decline_reason", "ended_at"),
    *("reply_due_at", "due_at", "first_contact_at"),
    *("team__name", "adviser__user__name", "case__reference", "case__company_name"),
    *("case__anonymous", "case__municipality_code", "case__region_code", "case__language"),
    *("case__state", "case__waiting_for", "case__unreachable"),
)
"""The columns a row needs; what people have written is left where it is."""


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed to; an empty value narrows nothing.

    Attributes:
        tab: which part of the inbox.
        need: id of a need area.
        municipality: code of a municipality.
        language: code of the language the company wants.
        adviser: key of a member, or `NOBODY`.
        team: key of a team.
        state: of the team's part.
        period: days since the case came in, one of `PERIODS`.
        words: all of these must be in what is known of the case.
        sort: the order.
    """

    tab: Tab = Tab.NEW
    need: str = ""
    municipality: str = ""
    language: str = ""
    adviser: str = ""
    team: str = ""
    state: str = ""
    period: int = 0
    words: str = ""
    sort: Sort = Sort.PROMISE


@dataclass(frozen=True)
class Due:
    """What is to be done by when.

    Attributes:
        what: "answer" (accept or decline) or "contact" (reach the company).
        at: the last instant of what was promised.
        late: it has passed.
    """

    what: str
    at: datetime
    late: bool


@dataclass(frozen=True)
class Row:
    """One team's part in one case, as listed.

    Attributes:
        company: its name; empty for an anonymous question or when none was given.
        areas: ids of the need areas the team has it for.
        adviser: who has it; empty when nobody.
        unread: messages from the company that nobody has seen.
        last_verb, last_at, last_by_company: what happened last in the case.
        is_mine: the one who looks has it.
    """

    referral_id: int
    reference: str
    company: str
    anonymous: bool
    areas: tuple[str, ...]
    municipality_code: str
    region_code: str
    language: str
    state: ReferralState
    case_state: CaseState
    outcome: str
    decline_reason: str
    team: str
    adviser: str
    is_mine: bool
    due: Due | None
    waiting_for: str
    unreachable: bool
    unread: int
    last_verb: str
    last_at: datetime | None
    last_by_company: bool
    ended_at: datetime | None


@dataclass(frozen=True)
class Option:
    """A choice of a filter: its value and its name."""

    value: str
    name: str


@dataclass(frozen=True)
class Inbox:
    """One page of the inbox.

    Attributes:
        counts: how many each tab holds with the same filters.
        page: the rows, with the pages around them.
        teams, advisers: whose inbox it is; the choices of the filters.
        municipalities, languages: codes that occur in it.
    """

    counts: dict[Tab, int]
    page: Page[Row]
    teams: tuple[Option, ...]
    advisers: tuple[Option, ...]
    municipalities: tuple[str, ...]
    languages: tuple[str, ...]


def inbox(viewer: Viewer, asked: Asked, *, page: str | int | None, now: datetime) -> Inbox:
    """One page of what the viewer's teams have, narrowed and in order.

    Args:
        viewer: whose teams.
        asked: what the list is narrowed to.
        page: number of the page; one that is not there gives the nearest.
        now: the instant that "late" is seen from.
    """
    teams = own_teams(viewer)
    all_of_it = _in_teams([int(team.value) for team in teams])
    places = all_of_it.values_list("case__municipality_code", "case__language").distinct()
    found = places.order_by()
    narrowed = _narrow(all_of_it, asked, now)
    counts = _counts(narrowed, viewer, now)
    # Only keys are put in order; what a row shows is fetched for one page.
    ordered = _ordered(_in_tab(narrowed, asked.tab, viewer, now), asked).values_list("pk")
    paginator = Paginator(ordered, PAGE_SIZE)
    paginator.count = counts[asked.tab]
    keys = paginator.get_page(page)
    listed = rows([key for (key,) in keys.object_list], viewer, now)
    codes = list(found)
    return Inbox(
        counts=counts,
        page=Page(listed, keys.number, cast("Paginator[Row]", paginator)),
        teams=teams,
        advisers=_advisers([int(team.value) for team in teams]),
        municipalities=tuple(sorted({code for code, _ in codes if code})),
        languages=tuple(sorted({language for _, language in codes if language})),
    )


def own_teams(viewer: Viewer) -> tuple[Option, ...]:
    """The teams whose inbox the viewer sees: own ones, and for a manager the organisation's."""
    mine = Q(pk__in=())
    if Role.ADVISER in viewer.roles:
        mine |= Q(pk__in=viewer.team_ids)
    if Role.ACTOR_MANAGER in viewer.roles:
        mine |= Q(actor_id=viewer.actor_id)
    found = Team.objects.filter(mine).order_by("name", "pk").values_list("pk", "name")
    return tuple(Option(str(pk), name) for pk, name in found)


def waiting(viewer: Viewer, *, now: datetime) -> dict[Tab, int]:
    """How many each tab holds, without any filter, for a count beside a link."""
    teams = [int(team.value) for team in own_teams(viewer)]
    return _counts(_in_teams(teams), viewer, now)


def chosen(viewer: Viewer, referral_ids: Sequence[int], *, now: datetime) -> list[Row]:
    """The rows with these keys that the viewer's teams have, in the order of their keys."""
    teams = [int(team.value) for team in own_teams(viewer)]
    mine = _in_teams(teams).filter(pk__in=referral_ids).order_by("pk")
    return rows(list(mine.values_list("pk", flat=True)), viewer, now)


def rows(referral_ids: Sequence[int], viewer: Viewer, now: datetime) -> list[Row]:
    """Referrals as rows in the order of the keys: four queries, however many there are."""
    found = (
        Referral.objects.filter(pk__in=referral_ids)
        .select_related("case", "team", "adviser__user")
        .only(*_SHOWN)
        .prefetch_related("needs")
        .in_bulk()
    )
    listed = [found[key] for key in referral_ids if key in found]
    cases = {referral.case_id for referral in listed}
    last = _last_events(cases)
    unread = _unread(cases)
    return [
        _row(one, viewer, now, last.get(one.case_id), unread.get(one.case_id, 0)) for one in listed
    ]


def due_of(referral: Referral, *, unreachable: bool, now: datetime) -> Due | None:
    """What the team owes next by a certain time; None when nothing is promised any more."""
    if referral.state == ReferralState.SENT:
        moments = [moment for moment in (referral.reply_due_at, referral.due_at) if moment]
        return Due("answer", min(moments), min(moments) < now) if moments else None
    open_contact = referral.state in HELD and referral.first_contact_at is None
    if open_contact and referral.due_at is not None:
        return Due("contact", referral.due_at, referral.due_at < now and not unreachable)
    return None


def _in_teams(team_ids: Sequence[int]) -> QuerySet[Referral]:
    return Referral.objects.filter(
        team_id__in=team_ids,
        state__in=LISTED,
        case__held_as_spam=False,
    )


def _tabs(viewer: Viewer, now: datetime) -> dict[Tab, Q]:
    late_answer = Q(state=ReferralState.SENT) & (Q(reply_due_at__lt=now) | Q(due_at__lt=now))
    late_contact = Q(
        state__in=HELD,
        first_contact_at__isnull=True,
        due_at__lt=now,
        case__unreachable=False,
    )
    return {
        Tab.NEW: Q(state=ReferralState.SENT),
        Tab.MINE: Q(state__in=HELD, adviser_id=viewer.member_id),
        Tab.TEAM: Q(state__in=HELD),
        Tab.WAITING: Q(state__in=HELD, case__waiting_for="company"),
        Tab.OVERDUE: late_answer | late_contact,
        Tab.CLOSED: Q(state__in=ENDED),
    }


def _in_tab(
    referrals: QuerySet[Referral], tab: Tab, viewer: Viewer, now: datetime
) -> QuerySet[Referral]:
    return referrals.filter(_tabs(viewer, now)[tab])


def _counts(referrals: QuerySet[Referral], viewer: Viewer, now: datetime) -> dict[Tab, int]:
    counted = referrals.order_by().aggregate(
        **{tab.value: Count("pk", filter=part) for tab, part in _tabs(viewer, now).items()}
    )
    return {tab: counted[tab.value] or 0 for tab in Tab}


def _narrow(referrals: QuerySet[Referral], asked: Asked, now: datetime) -> QuerySet[Referral]:
    found = referrals
    if asked.need:
        found = found.filter(
            Exists(CaseNeed.objects.filter(referrals=OuterRef("pk"), area=asked.need))
        )
    exact: dict[str, Any] = {
        "case__municipality_code": asked.municipality,
        "case__language": asked.language,
        "state": asked.state,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if asked.adviser == NOBODY:
        found = found.filter(adviser__isnull=True)
    elif asked.adviser:
        found = found.filter(adviser_id=int(asked.adviser))
    if asked.team:
        found = found.filter(team_id=int(asked.team))
    if asked.period:
        found = found.filter(case__created_at__gte=now - timedelta(days=asked.period))
    for word in search_words(asked.words):
        found = found.filter(case__search_text__contains=word)
    return found


def _ordered(referrals: QuerySet[Referral], asked: Asked) -> QuerySet[Referral]:
    if asked.sort is Sort.NEWEST:
        return referrals.order_by("-case__created_at", "-pk")
    if asked.sort is Sort.CHANGED:
        return referrals.order_by("-case__updated_at", "-pk")
    if asked.tab is Tab.CLOSED:
        return referrals.order_by(F("ended_at").desc(nulls_last=True), "-pk")
    # A company that has not been contacted comes before one that has.
    return referrals.order_by(F("first_contact_at").asc(nulls_first=True), "due_at", "pk")


def _advisers(team_ids: Sequence[int]) -> tuple[Option, ...]:
    found = Member.objects.current().filter(teams__in=team_ids).distinct()
    named = found.order_by("user__name", "pk").values_list("pk", "user__name")
    return tuple(Option(str(pk), name) for pk, name in named)


def _last_events(case_ids: Iterable[int]) -> dict[int, CaseEvent]:
    latest = CaseEvent.objects.filter(case_id__in=case_ids).order_by().values("case_id")
    ids = latest.annotate(last=Max("pk")).values("last")
    return {event.case_id: event for event in CaseEvent.objects.filter(pk__in=ids)}


def _unread(case_ids: Iterable[int]) -> dict[int, int]:
    new = Message.objects.filter(case_id__in=case_ids, from_company=True, read_at__isnull=True)
    return dict(new.order_by().values_list("case_id").annotate(Count("pk")))


def _row(
    referral: Referral, viewer: Viewer, now: datetime, last: CaseEvent | None, unread: int
) -> Row:
    case = referral.case
    adviser = referral.adviser
    return Row(
        referral_id=referral.pk,
        reference=case.reference,
        company="" if case.anonymous else case.company_name,
        anonymous=case.anonymous,
        areas=tuple(need.area for need in referral.needs.all()),
        municipality_code=case.municipality_code,
        region_code=case.region_code,
        language=case.language,
        state=ReferralState(referral.state),
        case_state=CaseState(case.state),
        outcome=Outcome(referral.outcome).value if referral.outcome else "",
        decline_reason=referral.decline_reason,
        team=referral.team.name,
        adviser=adviser.user.name if adviser else "",
        is_mine=referral.adviser_id == viewer.member_id,
        due=due_of(referral, unreachable=case.unreachable, now=now),
        waiting_for=case.waiting_for,
        unreachable=case.unreachable,
        unread=unread,
        last_verb=last.verb if last else "",
        last_at=last.at if last else None,
        last_by_company=bool(last and last.by_company),
        ended_at=referral.ended_at,
    )
