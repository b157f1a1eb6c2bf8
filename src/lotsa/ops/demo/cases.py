"""The demo's cases, in every state, made by the same services that real ones go through."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lotsa.core.calendar.working_days import add_working_days
from lotsa.core.cases.states import NotPossible
from lotsa.core.routing.reasons import as_document
from lotsa.core.routing.routing import Answer
from lotsa.domain.actors.models import Member, Team
from lotsa.domain.cases.enums import CaseState, DeclineReason, Origin, Outcome, ReferralState
from lotsa.domain.cases.models import Case, Referral
from lotsa.domain.cases.services import answering, closing, following, talking
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.opening import Draft
from lotsa.domain.cases.services.referring import Sending, refer
from lotsa.domain.desks.models import Desk
from lotsa.ops.demo.companies import Invented
from lotsa.usecases.support import watch
from lotsa.usecases.support.receive import receive
from lotsa.usecases.support.router import router
from lotsa.usecases.support.routing import routing_for

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
_ENDS = (
    *[Outcome.HELPED] * 9,
    *[Outcome.PARTLY] * 4,
    *[Outcome.NOT_HELPED] * 2,
    *[Outcome.NOT_REACHABLE] * 2,
    Outcome.NOT_FOR_US,
)
_PATHS = (
    *["open"] * 3,
    *["accepted"] * 3,
    *["started"] * 4,
    *["declined"] * 1,
    *["withdrawn"] * 1,
    *["closed"] * 5,
    *["followed"] * 3,
)
_YOUNG = {"open": 3, "accepted": 6, "started": 20, "declined": 6}
"""How many days ago a case that is still open came in, at most; the rest go back further."""
_OLDEST = 160


@dataclass(frozen=True)
class Maker:
    """What a case is made of and with.

    Attributes:
        data: the demo's texts.
        chance: the same every time.
        desks: by region.
        now: the moment of the demo; nothing happens after it.
    """

    data: Mapping[str, Any]
    chance: random.Random
    desks: Mapping[str, Sequence[Desk]]
    now: datetime

    def pick(self, name: str) -> str:
        """One of the demo's texts."""
        return str(self.chance.choice(self.data[name]))

    def later(self, moment: datetime, hours: float) -> datetime:
        """Some time after a moment, though never after the demo's own."""
        return min(moment + self.chance.uniform(0.2, 1.8) * hours * HOUR, self.now - HOUR / 6)


def make_cases(maker: Maker, companies: Sequence[Invented], count: int) -> int:
    """Make cases of the companies, oldest first; returns how many."""
    plans = sorted(
        ((_opened(maker, path), path) for path in _spread(count)), key=lambda plan: plan[0]
    )
    for number, (opened, path) in enumerate(plans):
        company = companies[number * 7 % len(companies)]
        case = _open(maker, company, opened, number)
        waits = path in {"open", "declined"}
        sent = opened if waits else _sort(maker, case, opened)
        _STEPS[path](maker, case, sent)
    watch.tell_delays(now=maker.now)
    watch.remind(now=maker.now)
    watch.escalate(now=maker.now)
    return len(plans)


def _spread(count: int) -> list[str]:
    return [_PATHS[number % len(_PATHS)] for number in range(count)]


def _opened(maker: Maker, path: str) -> datetime:
    """A working day at office hours, the more recent the likelier."""
    most = _YOUNG.get(path, _OLDEST)
    least = 0 if path in _YOUNG else 12
    ago = least + (most - least) * maker.chance.random() ** 2
    day = add_working_days((maker.now - ago * DAY).date() - DAY, 1)
    moment = maker.now.replace(year=day.year, month=day.month, day=day.day)
    moment = moment.replace(hour=6, minute=0) + maker.chance.uniform(0, 8) * HOUR
    return min(moment, maker.now - 2 * HOUR)


def _open(maker: Maker, company: Invented, opened: datetime, number: int) -> Case:
    areas = sorted(maker.data["questions"])
    # Money is what most ask about.
    weights = [6 if area in {"liquidity", "short_time_work", "loans"} else 2 for area in areas]
    first = maker.chance.choices(areas, weights)[0]
    needs = [first]
    if maker.chance.random() < 0.25:  # noqa: PLR2004
        needs.append(maker.chance.choice(areas))
    text = str(maker.chance.choice(maker.data["questions"][first]))
    desks = maker.desks.get(company.region, ())
    at_desk = bool(desks) and maker.chance.random() < 0.4  # noqa: PLR2004
    unclear = number % 29 == 11  # noqa: PLR2004
    anonymous = number % 31 == 17  # noqa: PLR2004
    latin = text.isascii() and text[0].isalpha() and "the" in text.lower()
    draft = Draft(
        description=text,
        needs=() if unclear else tuple(dict.fromkeys(needs)),
        company_name=company.name,
        organisation_number=company.number if number % 3 else "",
        contact_name=company.contact,
        contact_email=company.email,
        contact_phone=company.phone,
        anonymous=anonymous,
        language="en" if latin else "sv",
        facts={"facts": dict(company.facts)},
        origin=Origin.DESK if at_desk else Origin.GUIDE,
        desk_id=maker.chance.choice(desks).pk if at_desk else None,
        consent_text="demo",
    )
    return receive(draft, by=By.company(), now=opened, suspected=number % 67 == 5)  # noqa: PLR2004


def _referrals(case: Case) -> list[Referral]:
    return list(
        Referral.objects.filter(case=case, state=ReferralState.SENT).select_related("team__actor")
    )


def _adviser(maker: Maker, team: Team) -> tuple[Member, By]:
    members = Member.objects.current().filter(teams=team, roles__role="adviser")
    member = maker.chance.choice(list(members.select_related("user").order_by("pk")))
    return member, By(member_id=member.pk, actor_id=member.actor_id, user_id=member.user_id)


def _sort(maker: Maker, case: Case, opened: datetime) -> datetime:
    """What was held for a coordinator is sent to the best that fits, some hours later."""
    if case.state != CaseState.TRIAGE or case.held_as_spam:
        return opened
    best = routing_for(case, opened.date()).ranked[0]
    if best.answer is Answer.NO:
        return opened
    at = maker.later(opened, 5)
    areas = frozenset(best.covers + best.may_cover) or frozenset(
        case.needs.values_list("area", flat=True)
    )
    reasons = [as_document(reason) for reason in best.reasons]
    sending = Sending(router().team_pk[best.team], areas, reasons=reasons)
    refer(case.pk, [sending], by=By.system(), now=at)
    return at


def _leave(_maker: Maker, _case: Case, _opened: datetime) -> None:
    """The case waits."""


def _accept(maker: Maker, case: Case, opened: datetime) -> list[tuple[Referral, By, datetime]]:
    accepted = []
    for referral in _referrals(case):
        member, by = _adviser(maker, referral.team)
        at = maker.later(opened, 5)
        answering.accept(referral.pk, adviser_id=member.pk, by=by, now=at)
        accepted.append((referral, by, at))
    return accepted


def _start(maker: Maker, case: Case, opened: datetime) -> list[tuple[Referral, By, datetime]]:
    started = []
    for referral, by, accepted_at in _accept(maker, case, opened):
        at = maker.later(accepted_at, 10)
        talking.say(case.pk, maker.pick("replies"), by=by, now=at)
        if maker.chance.random() < 0.6:  # noqa: PLR2004
            at = maker.later(at, 20)
            talking.say(case.pk, maker.pick("thanks"), by=By.company(), now=at)
        if maker.chance.random() < 0.3:  # noqa: PLR2004
            talking.write_note(case.pk, maker.pick("notes"), shared=True, by=by, now=at)
        if maker.chance.random() < 0.3:  # noqa: PLR2004
            talking.add_task(
                case.pk,
                "Ring upp igen",
                due_on=add_working_days(maker.now.date(), maker.chance.randint(0, 4)),
                member_id=by.member_id,
                by=by,
                now=at,
            )
        started.append((referral, by, at))
    return started


def _decline(maker: Maker, case: Case, opened: datetime) -> None:
    for referral in _referrals(case):
        _member, by = _adviser(maker, referral.team)
        reason = maker.chance.choice(list(DeclineReason))
        at = maker.later(opened, 8)
        answering.decline(referral.pk, reason, maker.pick("declines"), by=by, now=at)


def _withdraw(maker: Maker, case: Case, opened: datetime) -> None:
    _accept(maker, case, opened)
    closing.withdraw(case.pk, by=By.company(), now=maker.later(opened, 60))


def _close(maker: Maker, case: Case, opened: datetime) -> datetime:
    at = opened
    for referral, by, started_at in _start(maker, case, opened):
        at = maker.later(started_at, 24 * 6)
        try:
            answering.close(referral.pk, maker.chance.choice(_ENDS), by=by, now=at)
        except NotPossible:
            # The other team's closing message may have settled the case already.
            continue
    return at


def _follow(maker: Maker, case: Case, opened: datetime) -> None:
    closed = _close(maker, case, opened)
    case.refresh_from_db()
    if case.closed_at is None or not case.contact_email:
        return
    asked = min(closed + following.FIRST_AFTER, maker.now - HOUR)
    following.ask(case.pk, following.FIRST, now=asked)
    useful = maker.chance.choices((1, 2, 3, 4), (1, 2, 5, 6))[0]
    following.answer(
        case.pk,
        following.FIRST,
        contacted=maker.chance.random() < 0.95,  # noqa: PLR2004
        useful=useful,
        happened=maker.chance.choice(following.HAPPENED),
        now=min(asked + DAY, maker.now - HOUR / 2),
    )


_STEPS: Mapping[str, Callable[[Maker, Case, datetime], object]] = {
    "open": _leave,
    "accepted": _accept,
    "started": _start,
    "declined": _decline,
    "withdrawn": _withdraw,
    "closed": _close,
    "followed": _follow,
}
