"""The queue of those who sort cases: which cases, how many of each kind, and one page of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.db.models import Count, F, Prefetch, Q, QuerySet, TextField
from django.db.models.functions import Cast

from lotsa.core.cases.searching import search_words
from lotsa.core.cases.states import OPEN_CASE_STATES
from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases import policies
from lotsa.domain.cases.enums import CaseState
from lotsa.domain.cases.models import Case, Referral

PER_PAGE: Final = 25


class Show(StrEnum):
    """Which of the territory's cases a list shows."""

    TO_SORT = "sort"
    WAITING = "waiting"
    ONGOING = "ongoing"
    CLOSED = "closed"
    SPAM = "spam"


_SHOWN: Final[Mapping[Show, Q]] = {
    Show.TO_SORT: Q(held_as_spam=False, state__in=(CaseState.NEW, CaseState.TRIAGE)),
    Show.WAITING: Q(held_as_spam=False, state=CaseState.REFERRED),
    Show.ONGOING: Q(held_as_spam=False, state__in=(CaseState.ACCEPTED, CaseState.IN_PROGRESS)),
    Show.CLOSED: Q(state__in=(CaseState.CLOSED, CaseState.FOLLOWED_UP)),
    Show.SPAM: Q(held_as_spam=True, state__in=sorted(OPEN_CASE_STATES)),
}


class Warned(StrEnum):
    """What a coordinator should look at, the gravest first.

    Most a case carries itself: they are why it was held, as `core.routing.sending` says.
    """

    UNCOVERED = "uncovered"
    LATE = "late"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"
    SPAM = "spam"
    DUPLICATE = "duplicate"
    UNCLEAR = "unclear_need"
    OUTSIDE = "outside_territory"
    PARTLY = "area_uncovered"
    NOT_SURE = "not_sure"
    FULL = "full"
    LANGUAGE = "language"
    REOPENED = "reopened"
    POLICY = "policy"


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to. An empty part narrows nothing.

    Attributes:
        show: which cases.
        words: all of them must stand in what a search looks through.
        warning: a code of `Warned`.
        area: id of a need area.
        place: code of a region or municipality.
        desk: slug of a desk.
        language: code of the language the company wants help in.
    """

    show: Show = Show.TO_SORT
    words: str = ""
    warning: str = ""
    area: str = ""
    place: str = ""
    desk: str = ""
    language: str = ""


@dataclass(frozen=True)
class Team:
    """A team that has a case, or has said no to it."""

    name: str
    state: str


@dataclass(frozen=True)
class Row:
    """One case in the list, in codes and times; the page finds the words.

    Attributes:
        warnings: what to look at, the gravest first.
        late: the promised contact has not been made in time.
        teams: who has been asked.
    """

    pk: int
    reference: str
    company: str
    anonymous: bool
    areas: tuple[str, ...]
    uncovered: tuple[str, ...]
    municipality: str
    region: str
    desk: Any
    language: str
    origin: str
    state: str
    opening: str
    created_at: datetime
    promised_at: datetime | None
    late: bool
    warnings: tuple[str, ...]
    teams: tuple[Team, ...]


def coordinated(viewer: Viewer) -> QuerySet[Case]:
    """The cases the viewer coordinates that stand in their own right, held as spam or not."""
    return Case.objects.filter(policies.coordinated(viewer), merged_into__isnull=True)


def found(viewer: Viewer, wanted: Wanted, *, now: datetime) -> QuerySet[Case]:
    """The cases of the list, those whose promise runs out first at the top."""
    cases = coordinated(viewer).filter(_SHOWN[wanted.show], *_narrowing(wanted, now))
    if wanted.warning and wanted.warning not in FOLLOWING:
        cases = cases.annotate(codes=Cast("warnings", TextField())).filter(
            codes__contains=f'"{wanted.warning}"'
        )
    if wanted.show in (Show.CLOSED, Show.SPAM):
        return cases.order_by("-created_at", "-id")
    return cases.order_by("-uncovered", F("promised_at").asc(nulls_last=True), "id")


def counts(viewer: Viewer) -> dict[Show, int]:
    """How many cases each list has, in one query; all but the closed, which only grow."""
    counted = coordinated(viewer).filter(state__in=sorted(OPEN_CASE_STATES))
    return counted.aggregate(  # type: ignore[return-value]
        **{
            show.value: Count("pk", filter=shown)
            for show, shown in _SHOWN.items()
            if show is not Show.CLOSED
        }
    )


def rows(cases: Iterable[Case], *, now: datetime) -> tuple[Row, ...]:
    """One page's cases, ready to be put in words; two queries however many they are."""
    return tuple(_row(case, now) for case in cases)


_READ: Final = (
    *("reference", "company_name", "anonymous", "description", "language", "origin"),
    *("municipality_code", "region_code", "state", "warnings", "uncovered", "unreachable"),
    *("held_as_spam", "created_at", "promised_at", "first_contact_at", "closed_at"),
    *("desk__slug", "desk__name_sv", "desk__name_en"),
)
"""The columns of `Row`; the longest a list does not show."""


def page_of(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The same cases with what `rows` reads."""
    parts = Referral.objects.select_related("team").only("case_id", "state", "team__name")
    return (
        cases.select_related("desk")
        .only(*_READ)
        .prefetch_related("needs", Prefetch("referrals", parts))
    )


def of_references(viewer: Viewer, references: Sequence[str]) -> list[Case]:
    """The viewer's cases with these numbers, in the order of the list; others are left out."""
    return list(coordinated(viewer).filter(reference__in=references).order_by("id"))


FOLLOWING: Final = {Warned.UNCOVERED.value, Warned.LATE.value, Warned.UNREACHABLE.value}
"""Warnings that follow from other columns than the one that carries the rest."""


def _narrowing(wanted: Wanted, now: datetime) -> list[Q]:
    parts = [Q(search_text__contains=word) for word in search_words(wanted.words)]
    if wanted.warning == Warned.UNCOVERED:
        parts.append(Q(uncovered=True))
    if wanted.warning == Warned.LATE:
        parts.append(Q(promised_at__lt=now, first_contact_at__isnull=True))
    if wanted.warning == Warned.UNREACHABLE:
        parts.append(Q(unreachable=True))
    if wanted.area:
        parts.append(Q(needs__area=wanted.area))
    if wanted.place:
        parts.append(Q(region_code=wanted.place) | Q(municipality_code=wanted.place))
    if wanted.desk:
        parts.append(Q(desk__slug=wanted.desk))
    if wanted.language:
        parts.append(Q(language=wanted.language))
    return parts


def _row(case: Case, now: datetime) -> Row:
    needs = list(case.needs.all())
    late = is_late(case, now=now)
    return Row(
        pk=case.pk,
        reference=case.reference,
        company=case.company_name,
        anonymous=case.anonymous,
        areas=tuple(need.area for need in needs),
        uncovered=tuple(need.area for need in needs if need.uncovered),
        municipality=case.municipality_code,
        region=case.region_code,
        desk=case.desk,
        language=case.language,
        origin=case.origin,
        state=case.state,
        opening=_opening(case.description),
        created_at=case.created_at,
        promised_at=promise_of(case),
        late=late,
        warnings=warnings_of(case, late=late),
        teams=tuple(Team(part.team.name, part.state) for part in case.referrals.all()),
    )


def promise_of(case: Case) -> datetime | None:
    """By when the company was promised a first contact; None when it has been made."""
    return case.promised_at if case.first_contact_at is None else None


def is_late(case: Case, *, now: datetime) -> bool:
    """Whether the promised first contact should have been made by now and has not."""
    promised = promise_of(case)
    return promised is not None and promised < now and case.closed_at is None


def warnings_of(case: Case, *, late: bool) -> tuple[str, ...]:
    """What a coordinator should look at in a case, the gravest first."""
    carried = {*case.warnings}
    if case.uncovered:
        carried.add(Warned.UNCOVERED)
    if late:
        carried.add(Warned.LATE)
    if case.unreachable:
        carried.add(Warned.UNREACHABLE)
    if case.held_as_spam:
        carried.add(Warned.SPAM)
    known = [code.value for code in Warned if code in carried]
    return (*known, *sorted(carried - {*known}))


_LONGEST_OPENING: Final = 140


def _opening(text: str) -> str:
    flat = " ".join(text.split())
    if len(flat) <= _LONGEST_OPENING:
        return flat
    return flat[:_LONGEST_OPENING].rsplit(" ", 1)[0] + " …"
