"""A case comes in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from lotsa.core.calendar.working_days import due_at
from lotsa.core.cases.contact import plain_phone
from lotsa.domain.cases.enums import CaseState, Origin
from lotsa.domain.cases.models import Case, CaseNeed
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.common import log, tell_company
from lotsa.domain.companies.services import company_of
from lotsa.domain.desks.rules import rules_for


@dataclass(frozen=True)
class Draft:
    """What somebody tells when a case is opened.

    Attributes:
        organisation_number: as written; a sole trader's is not kept.
        anonymous: no name and no address; the company comes back by its link alone.
        facts: a situation as `core.guide.situation` writes it, without its needs.
        needs: ids of need areas, each once.
        consent_text: which wording of the consent the person saw; empty when by phone.
        form_id: of the form that was sent, unique among all cases; None when there is none.
    """

    description: str = ""
    needs: tuple[str, ...] = ()
    company_name: str = ""
    organisation_number: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    anonymous: bool = False
    language: str = "sv"
    facts: Mapping[str, Any] = field(default_factory=dict)
    municipality_code: str = ""
    region_code: str = ""
    origin: str = Origin.GUIDE.value
    desk_id: int | None = None
    consent_text: str = ""
    form_id: str | None = None


def open_case(draft: Draft, *, by: By, now: datetime) -> Case:
    """Make a case of a draft, promise a first contact, and send the receipt. Nobody has it yet."""
    with transaction.atomic():
        company = company_of(
            draft.organisation_number,
            name=draft.company_name,
            municipality_code=draft.municipality_code,
            now=now,
        )
        rules = rules_for(draft.municipality_code, draft.region_code)
        case = Case(
            company=company,
            company_name="" if draft.anonymous else draft.company_name.strip()[:200],
            anonymous=draft.anonymous,
            contact_name="" if draft.anonymous else draft.contact_name.strip()[:120],
            contact_email="" if draft.anonymous else draft.contact_email.strip().lower(),
            contact_phone="" if draft.anonymous else plain_phone(draft.contact_phone),
            language=draft.language,
            description=draft.description.strip(),
            facts=dict(draft.facts),
            municipality_code=draft.municipality_code,
            region_code=draft.region_code or draft.municipality_code[:2],
            origin=draft.origin,
            desk_id=draft.desk_id,
            opened_by_id=by.member_id,
            opened_by_actor_id=by.actor_id,
            consent_at=now if draft.consent_text else None,
            consent_text=draft.consent_text,
            state=CaseState.NEW,
            form_id=draft.form_id,
            waiting_for="us",
            created_at=now,
            updated_at=now,
            promised_at=due_at(now, rules.contact_within),
        )
        case.search_text = searchable(case)
        case.save()
        CaseNeed.objects.bulk_create(
            CaseNeed(case=case, area=area, created_at=now) for area in dict.fromkeys(draft.needs)
        )
        event = log(case, "opened", by=by, now=now, origin=draft.origin)
        tell_company(case, "case.received", event=event, now=now)
    return case


def searchable(case: Case) -> str:
    """What a search in lists looks through, in lower case."""
    number = case.company.organisation_number if case.company else ""
    parts = (
        *(case.reference, case.company_name, number, case.contact_name, case.contact_email),
        *(case.contact_phone, case.registration_number, case.description[:2000]),
    )
    return " ".join(part for part in parts if part).casefold()
