"""Case rows as a workbook: no more columns than are asked for, and never without a trace."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet, TextChoices
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotsa.core.calendar.working_days import elapsed_working_days
from lotsa.core.cases.states import HELD_REFERRAL_STATES
from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases.enums import CaseState, Origin, Outcome, ReferralState
from lotsa.domain.cases.models import Case, CaseReading
from lotsa.domain.measures.selectors import CurrentCatalogue, catalogue
from lotsa.foundation.audit.registry import event_type
from lotsa.foundation.audit.services import record
from lotsa.foundation.exports import Column, Kind, Sheet, workbook
from lotsa.usecases.browse.words import short_place_name
from lotsa.usecases.guide.wording import in_language

EXPORTED = event_type(
    "case.exported",
    "Case rows were taken out as a workbook",
    keys={"member", "actor", "acting_by", "purpose", "cases", "company", "contact"},
)
MOST: Final = 20_000
_AT_A_TIME: Final = 1000


class Purpose(TextChoices):
    """Why rows are taken out. A closed set: what is written here is kept, so nobody is named."""

    FOLLOW_UP = "follow_up", gettext_lazy("Follow-up of our work")
    REPORT = "report", gettext_lazy("Report to a principal or financier")
    CONTACT = "contact", gettext_lazy("To contact the companies")
    RECORDS = "records", gettext_lazy("Request for public documents, or for the records")
    MOVE = "move", gettext_lazy("Move to another system")


@dataclass(frozen=True)
class Asked:
    """What is to be taken out, and why.

    Attributes:
        company: with the company's name and organisation number.
        contact: with contact person, telephone and mail address.
    """

    purpose: Purpose
    company: bool = False
    contact: bool = False


@dataclass(frozen=True)
class TooMany(ValueError):
    """More rows than one workbook should hold; narrow the list.

    Attributes:
        number: how many were asked for.
    """

    number: int


def export(
    cases: QuerySet[Case], asked: Asked, viewer: Viewer, *, now: datetime, language: str
) -> bytes:
    """The cases as a workbook, in the language of the page.

    That they were taken out is noted in the audit log, and as a reading of each case when it shows
    who the company is, so that the company can see it.

    Args:
        cases: those the viewer may take out, in order.
        asked: which columns, and why.
        viewer: who takes them out.
        now: the moment.
        language: of headings and words.

    Raises:
        TooMany: more than `MOST`.
    """
    number = cases.count()
    if number > MOST:
        raise TooMany(number)
    with transaction.atomic(), translation.override(language):
        columns = _columns(asked, catalogue(), language)
        rows = list(_rows(cases, columns))
        made = workbook([Sheet(_("Cases"), [one for one, _value in columns], rows)], made_at=now)
        if asked.company or asked.contact:
            _note_readings(cases, viewer, now)
        record(
            EXPORTED,
            member=viewer.member_id,
            actor=viewer.actor_id,
            acting_by=viewer.acting_by,
            purpose=asked.purpose.value,
            cases=len(rows),
            company=asked.company,
            contact=asked.contact,
        )
    return made


_Value = Callable[[Case], Any]


def _columns(
    asked: Asked, current: CurrentCatalogue, language: str
) -> Sequence[tuple[Column, _Value]]:
    def names(areas: Iterable[str]) -> str:
        known = current.need_by_id
        return ", ".join(
            in_language(known[area].document, "name", language) if area in known else area
            for area in areas
        )

    def place(code: str) -> str:
        return short_place_name(code, language) if code else ""

    base: list[tuple[Column, _Value]] = [
        (Column(_("Case")), lambda case: case.reference),
        (Column(_("Came in"), Kind.MOMENT), lambda case: case.created_at),
        (Column(_("State")), lambda case: CaseState(case.state).label),
        (Column(_("Outcome")), lambda case: Outcome(case.outcome).label if case.outcome else ""),
        (Column(_("Needs")), lambda case: names(need.area for need in case.needs.all())),
        (
            Column(_("Nobody covers")),
            lambda case: names(need.area for need in case.needs.all() if need.uncovered),
        ),
        (Column(_("Municipality")), lambda case: place(case.municipality_code)),
        (Column(_("Region")), lambda case: place(case.region_code)),
        (Column(_("Desk")), lambda case: case.desk.name_sv if case.desk else ""),
        (Column(_("Came by")), lambda case: Origin(case.origin).label),
        (
            Column(_("Opened by")),
            lambda case: case.opened_by_actor.name if case.opened_by_actor else "",
        ),
        (Column(_("Language")), lambda case: case.language),
        (Column(_("Promised contact"), Kind.MOMENT), lambda case: case.promised_at),
        (Column(_("First contact"), Kind.MOMENT), lambda case: case.first_contact_at),
        (Column(_("Working days to first contact"), Kind.DECIMAL), _days),
        (Column(_("Closed on"), Kind.MOMENT), lambda case: case.closed_at),
        (Column(_("Teams that have it")), lambda case: _teams(case, HELD_REFERRAL_STATES)),
        (
            Column(_("Teams that declined")),
            lambda case: _teams(case, {ReferralState.DECLINED.value}),
        ),
        (Column(_("Number in the records")), lambda case: case.registration_number),
    ]
    if asked.company:
        base += [
            (Column(_("Company")), lambda case: case.company_name),
            (
                Column(_("Organisation number")),
                lambda case: case.company.organisation_number if case.company else "",
            ),
        ]
    if asked.contact:
        base += [
            (Column(_("Contact person")), lambda case: case.contact_name),
            (Column(_("Phone")), lambda case: case.contact_phone),
            (Column(_("Mail")), lambda case: case.contact_email),
        ]
    return base


def _rows(
    cases: QuerySet[Case], columns: Sequence[tuple[Column, _Value]]
) -> Iterator[tuple[Any, ...]]:
    read = cases.select_related("desk", "company", "opened_by_actor").prefetch_related(
        "needs", "referrals__team"
    )
    for case in read.iterator(chunk_size=_AT_A_TIME):
        yield tuple(value(case) for _column, value in columns)


def _days(case: Case) -> float | None:
    if case.first_contact_at is None:
        return None
    return round(elapsed_working_days(case.created_at, case.first_contact_at), 1)


def _teams(case: Case, states: Iterable[str]) -> str:
    wanted = set(states)
    return ", ".join(part.team.name for part in case.referrals.all() if part.state in wanted)


def _note_readings(cases: QuerySet[Case], viewer: Viewer, now: datetime) -> None:
    """One reading for each case the viewer has not opened today; who took it out has seen it."""
    CaseReading.objects.bulk_create(
        (
            CaseReading(
                case_id=key,
                member_id=viewer.member_id,
                actor_id=viewer.actor_id,
                acting_by_id=viewer.acting_by,
                handling=False,
                day=now.date(),
                first_at=now,
                last_at=now,
            )
            for key in cases.values_list("pk", flat=True)
        ),
        batch_size=_AT_A_TIME,
        ignore_conflicts=True,
    )
