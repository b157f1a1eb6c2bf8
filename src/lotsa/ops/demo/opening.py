"""The demo's cases come in, and those who coordinate send on what was held."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from lotsa.core.routing.routing import Answer
from lotsa.domain.cases.enums import CaseState, Origin
from lotsa.domain.cases.models import Case
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.opening import Draft
from lotsa.domain.desks.models import Desk
from lotsa.ops.demo.maker import Asked, Maker, by
from lotsa.ops.demo.plans import DAY, HOUR, Kind, Plan
from lotsa.usecases.support import sorting
from lotsa.usecases.support.receive import receive
from lotsa.usecases.support.routing import routing_for

_BY_NEED: Final = (Kind.GAP, Kind.UNSURE, Kind.LANGUAGE, Kind.BY_HAND)
"""Kinds that depend on everybody in the directory being asked; a desk of few teams would not do."""
_LIKE: Final = (Kind.TWICE, Kind.AGAIN)
_STILL_OPEN: Final = (Kind.ASKED, Kind.TAKEN, Kind.STARTED, Kind.FORGOTTEN)
_OVER: Final = (Kind.CLOSED, Kind.FOLLOWED)
_PERHAPS_NAMELESS: Final = (Kind.ASKED, Kind.STARTED, Kind.CLOSED)
_UNKNOWN_SHARE: Final = 0.25
_DESK_SHARE: Final = 0.4
_TAIL_SHARE: Final = 0.3
_NAMELESS_SHARE: Final = 0.03


def come_in(maker: Maker, plan: Plan) -> tuple[Case, Asked]:
    """One case comes in as its plan says; returns it with what was asked."""
    asked = _asked(maker, plan)
    company = asked.company
    desk = _desk(maker, plan.kind, asked)
    facts = dict(company.facts)
    if plan.kind is Kind.UNSURE:
        facts = {"municipality": facts["municipality"]}
    spam = plan.kind is Kind.SPAM
    known = plan.kind in _LIKE or not maker.likely(_UNKNOWN_SHARE)
    draft = Draft(
        description=asked.text if spam else _with_tail(maker, asked),
        needs=asked.needs,
        company_name="" if spam else company.name,
        organisation_number=company.number if known and not spam else "",
        contact_name=company.contact,
        contact_email=_mistyped(company.email) if plan.kind is Kind.BOUNCED else company.email,
        contact_phone="" if spam else company.phone,
        anonymous=plan.kind in _PERHAPS_NAMELESS and maker.likely(_NAMELESS_SHARE),
        language=asked.language,
        facts={"facts": facts},
        origin=Origin.DESK if desk else Origin.GUIDE,
        desk_id=desk.pk if desk else None,
        consent_text="demo",
    )
    case = receive(draft, by=By.company(), now=plan.opened, suspected=spam)
    return case, asked


def phoned_in(maker: Maker, plan: Plan, team: int) -> tuple[Case, Asked]:
    """One company calls a team, and the one who answers writes the case and takes it."""
    asked = maker.question(plan.kind, plan.opened)
    member = maker.adviser(team)
    draft = Draft(
        description=asked.text,
        needs=asked.needs,
        company_name=asked.company.name,
        organisation_number=asked.company.number,
        contact_name=asked.company.contact,
        contact_email=asked.company.email,
        contact_phone=asked.company.phone,
        language=asked.language,
        facts={"facts": dict(asked.company.facts)},
        origin=Origin.PHONE,
    )
    case = receive(draft, by=by(member), now=plan.opened, take=(team, member.pk))
    return case, asked


def sort(maker: Maker, case: Case, now: datetime, refused: Collection[str] = ()) -> None:
    """Whoever coordinates the place sends a case on: to whom it fits, else to the region's front."""
    ranked = routing_for(case, now.date()).ranked
    fits = [one.team for one in ranked if one.answer is not Answer.NO and one.team not in refused]
    front = maker.data["fronts"][case.region_code]
    areas = tuple(sorted(case.needs.values_list("area", flat=True)))
    chosen = sorting.Chosen(next(iter(fits), front), areas)
    sorting.send(case, [chosen], by=by(maker.coordinators[case.region_code]), now=now)


def waits_for_sorting(case: Case) -> bool:
    """Whether a coordinator has to do something before the case goes anywhere."""
    return case.state == CaseState.TRIAGE and not case.held_as_spam


def _asked(maker: Maker, plan: Plan) -> Asked:
    if plan.kind is Kind.SPAM:
        sender = maker.question(plan.kind, plan.opened).company
        return Asked(maker.pick(maker.data["spam"]), (), "sv", sender)
    if plan.kind not in _LIKE:
        return maker.question(plan.kind, plan.opened)
    first = _earlier(maker, plan)
    if first is None:
        return maker.question(plan.kind, plan.opened)
    texts = maker.data["twice" if plan.kind is Kind.TWICE else "again"]
    return Asked(maker.pick(texts), first.needs, first.language, first.company)


def _earlier(maker: Maker, plan: Plan) -> Asked | None:
    """What a company asked that now comes again: still open, or closed some time ago."""
    fitting = [
        asked
        for case, kind, asked in maker.made
        if case.company_id and asked.language == "sv"
        if not maker.uses[f"again {asked.company.number}"]
        if _may_come_again(plan, case, kind)
    ]
    if not fitting:
        return None
    region = maker.region()
    fitting = [asked for asked in fitting if asked.company.region == region] or fitting
    found = maker.chance.choice(fitting[-12:])
    maker.uses[f"again {found.company.number}"] += 1
    return found


def _may_come_again(plan: Plan, case: Case, kind: Kind) -> bool:
    ago = plan.opened - case.created_at
    if plan.kind is Kind.TWICE:
        return kind in _STILL_OPEN and ago > HOUR
    return kind in _OVER and 30 * DAY < ago < 150 * DAY


def _desk(maker: Maker, kind: Kind, asked: Asked) -> Desk | None:
    """The entrance the company came by, when it was not the guide."""
    region = asked.company.region
    if kind is Kind.ELSEWHERE:
        others = [code for code in maker.desks if code != region]
        return next(desk for desk in maker.desks[maker.region(others)] if not desk.areas)
    if not maker.likely(_DESK_SHARE):
        return None
    kinds: dict[str, Any] = {each["id"]: each.get("kinds") for each in maker.data["desks"]}
    fitting = [
        desk
        for desk in maker.desks.get(region, ())
        if asked.language in desk.languages
        and (not desk.areas or (set(asked.needs) <= set(desk.areas) and kind not in _BY_NEED))
        and (not kinds[desk.slug] or asked.company.kind in kinds[desk.slug])
    ]
    return maker.chance.choice(fitting) if fitting else None


def _mistyped(address: str) -> str:
    """An address from which mail comes back."""
    return address.removesuffix(".com") + ".invalid"


def _with_tail(maker: Maker, asked: Asked) -> str:
    if asked.language != "sv" or not maker.likely(_TAIL_SHARE):
        return asked.text
    return f"{asked.text}\n\n{maker.pick(maker.data['tails'])}"
