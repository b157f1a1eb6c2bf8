"""What teams, coordinators and companies do with the demo's cases, each by its own service."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from lotsa.core.calendar.working_days import add_working_days
from lotsa.core.cases.states import NotPossible
from lotsa.domain.actors.models import Member
from lotsa.domain.cases.enums import CaseState, DeclineReason, Outcome, ReferralState
from lotsa.domain.cases.models import Case, Referral
from lotsa.domain.cases.services import answering, closing, following, reading, talking
from lotsa.domain.cases.services.by import By
from lotsa.ops.demo.maker import Asked, Maker, by
from lotsa.ops.demo.opening import sort, waits_for_sorting
from lotsa.ops.demo.plans import DAY, MINUTE, Kind
from lotsa.usecases.support.router import router

_ENDS: Final = (
    *[Outcome.HELPED] * 10,
    *[Outcome.PARTLY] * 4,
    *[Outcome.NOT_HELPED] * 2,
    Outcome.NOT_REACHABLE,
    Outcome.NOT_FOR_US,
)
_SAID_NO: Final = 0.15
_RECENT: Final = 20 * DAY
_LOOKED_AT: Final = 50 * DAY
"""Nobody opens older cases in a demo, so they have no notes, tasks or suggestions."""
_UNREAD: Final = 3 * DAY
_GOOD: Final = 3

Held = tuple[Referral, Member, datetime]
Step = Callable[[Maker, Case, Asked, datetime], object]


def go_on(maker: Maker, kind: Kind, case: Case, asked: Asked, opened: datetime) -> None:
    """What happens with a case after it has come in."""
    at = opened
    if kind not in _LEFT and waits_for_sorting(case):
        at = maker.later(opened, 3)
        sort(maker, case, at)
    _STEPS[kind](maker, case, asked, at)


def _leave(_maker: Maker, _case: Case, _asked: Asked, _at: datetime) -> None:
    """The case waits."""


def _accept(maker: Maker, case: Case, asked: Asked, at: datetime) -> list[Held]:
    if asked.needs and case.created_at < maker.now - _RECENT and maker.likely(_SAID_NO):
        at = _refuse_once(maker, case, at)
    return [_take(maker, case, referral, at) for referral in _offered(case)]


def _take(maker: Maker, case: Case, referral: Referral, at: datetime) -> Held:
    member = maker.adviser(referral.team_id)
    at = maker.later(at, 5)
    answering.accept(referral.pk, adviser_id=member.pk, by=by(member), now=at)
    if case.created_at > maker.now - _RECENT:
        reading.note_reading(case, maker.viewer(member), now=at)
    return referral, member, at


def _offered(case: Case) -> list[Referral]:
    return list(Referral.objects.filter(case=case, state=ReferralState.SENT).order_by("pk"))


def _refuse_once(maker: Maker, case: Case, at: datetime) -> datetime:
    """The first team says no; whoever coordinates the place asks another."""
    at = _refuse(maker, case, _offered(case)[0], at)
    case.refresh_from_db()
    if waits_for_sorting(case):
        at = maker.later(at, 3)
        slugs = router().team_slug
        asked = case.referrals.values_list("team_id", flat=True)
        sort(maker, case, at, {slugs[team] for team in asked})
    return at


def _refuse(maker: Maker, case: Case, referral: Referral, at: datetime) -> datetime:
    reasons = list(maker.data["declines"])
    if case.company_id is None:
        reasons.remove("conflict")
    reason = maker.chance.choices(reasons, [2 if one == "no_time" else 1 for one in reasons])[0]
    at = maker.later(at, 6)
    text = maker.data["declines"][reason]
    member = maker.adviser(referral.team_id)
    answering.decline(referral.pk, DeclineReason(reason), text, by=by(member), now=at)
    return at


def _refused(maker: Maker, case: Case, _asked: Asked, at: datetime) -> None:
    for referral in _offered(case):
        at = _refuse(maker, case, referral, at)


def _start(maker: Maker, case: Case, asked: Asked, at: datetime) -> list[Held]:
    """The teams that take the case write to the company, which often answers."""
    return [
        (referral, member, _talk(maker, case, asked, member, taken))
        for referral, member, taken in _accept(maker, case, asked, at)
    ]


def _talk(maker: Maker, case: Case, asked: Asked, member: Member, at: datetime) -> datetime:
    foreign = asked.language != "sv"
    at = maker.later(at, 9)
    talking.say(case.pk, _reply(maker, asked), by=by(member), now=at)
    if maker.likely(0.6):
        at = _answered(maker, case, at)
        thanks = (
            maker.pick(maker.data["thanks_en"]) if foreign else _fitting(maker, "thanks", asked)
        )
        talking.say(case.pk, thanks, by=By.company(), now=at)
        if at < maker.now - _UNREAD:
            talking.mark_read(case.pk, by=by(member), now=at + 40 * MINUTE)
    if case.created_at < maker.now - _LOOKED_AT:
        return at
    if maker.likely(0.25):
        shared = maker.likely(0.5)
        text = _fitting(maker, "notes", asked)
        talking.write_note(case.pk, text, shared=shared, by=by(member), now=at)
    if maker.likely(0.25):
        _plan(maker, case, member, at)
    measures = maker.data["suggestions"].get(asked.needs[0] if asked.needs else "", ())
    if measures and maker.likely(0.35):
        talking.suggest(case.pk, maker.pick(measures), by=by(member), now=at)
    return at


def _answered(maker: Maker, case: Case, at: datetime) -> datetime:
    """When the company has read what it was told and answers."""
    at = maker.later(at, 16)
    talking.mark_read(case.pk, by=By.company(), now=at)
    return at


def _reply(maker: Maker, asked: Asked) -> str:
    if asked.language != "sv":
        return maker.pick(maker.data["replies_en"])
    return _fitting(maker, "replies", asked)


def _fitting(maker: Maker, name: str, asked: Asked) -> str:
    """A text that has to do with what was asked, or one that fits anything."""
    texts = maker.data[name]
    own = [text for area in asked.needs for text in texts.get(area, ())]
    return maker.pick(own if own and maker.likely(0.6) else texts["any"])


def _plan(maker: Maker, case: Case, member: Member, at: datetime) -> None:
    """Something to do: today or later in a case that is new, soon after in one that is old."""
    recent = at > maker.now - _RECENT
    days = maker.chance.randint(-1, 4) if recent else maker.chance.randint(1, 3)
    start = maker.now if recent else at
    due = add_working_days((start - DAY).date(), days + 1) if days >= 0 else (start - DAY).date()
    title = maker.pick(maker.data["tasks"])
    task = talking.add_task(case.pk, title, due_on=due, member_id=member.pk, by=by(member), now=at)
    if not recent:
        talking.finish_task(task.pk, done=True, by=by(member), now=maker.later(at, 30))


def _phoned(maker: Maker, case: Case, _asked: Asked, at: datetime) -> None:
    """The talk on the telephone was the first contact; some need no more."""
    referral = Referral.objects.select_related("adviser").get(case=case)
    at = min(at + 20 * MINUTE, maker.now)
    answering.start(referral.pk, by=by(referral.adviser), now=at)
    if maker.likely(0.4):
        _end(maker, referral, referral.adviser, maker.later(at, 1), Outcome.HELPED)
    else:
        _plan(maker, case, referral.adviser, at)


def _unreached(maker: Maker, case: Case, asked: Asked, at: datetime) -> None:
    for _referral, member, taken in _accept(maker, case, asked, at):
        again = maker.later(taken, 12)
        note = maker.data["no_answer"]
        talking.write_note(case.pk, note, shared=True, by=by(member), now=again)
        talking.mark_unreachable(case.pk, by=by(member), now=maker.later(again, 10))


def _hand_over(maker: Maker, case: Case, asked: Asked, at: datetime) -> None:
    """The first team passes the case on, and the second takes it up."""
    referral, member, talked = _start(maker, case, asked, at)[0]
    at = maker.later(talked, 10)
    note = maker.pick(maker.data["handovers"])
    new = answering.hand_over(
        referral.pk, _other_team(maker, case, referral), note, by=by(member), now=at
    )
    _new, taker, taken = _take(maker, case, new, at)
    talking.say(case.pk, _reply(maker, asked), by=by(taker), now=maker.later(taken, 8))


def _bring_in(maker: Maker, case: Case, asked: Asked, at: datetime) -> None:
    referral, member, talked = _start(maker, case, asked, at)[0]
    other = _other_team(maker, case, referral)
    note = maker.pick(maker.data["joint"])
    at = maker.later(talked, 8)
    new = answering.bring_in(referral.pk, other, (), note, by=by(member), now=at)
    _take(maker, case, new, at)


def _other_team(maker: Maker, case: Case, referral: Referral) -> int:
    """The region's front, or when the front has the case already, whom it works with most."""
    current = router()
    has = set(case.referrals.live().values_list("team_id", flat=True)) | {referral.team_id}
    ordered = (maker.data["fronts"][case.region_code], *maker.data["partners"])
    return next(current.team_pk[slug] for slug in ordered if current.team_pk[slug] not in has)


def _withdraw(maker: Maker, case: Case, asked: Asked, at: datetime) -> None:
    held = _accept(maker, case, asked, at)
    at = held[-1][2] if held else at
    closing.withdraw(case.pk, by=By.company(), now=maker.later(at, 30))


def _close(maker: Maker, case: Case, asked: Asked, at: datetime) -> datetime | None:
    """Each team ends its part; returns when the company is asked how it went, if it has been."""
    for referral, member, talked in _start(maker, case, asked, at):
        end = maker.chance.choice(_ENDS)
        _end(maker, referral, member, maker.later(talked, 24 * 5), end)
    case.refresh_from_db()
    return _ask(maker, case)


def _end(maker: Maker, referral: Referral, member: Member, at: datetime, end: Outcome) -> None:
    try:
        text = maker.pick(maker.data["ends"][end])
        answering.close(referral.pk, end, text, by=by(member), now=at)
    except NotPossible:
        # The other team's ending may have settled the case already.
        return


def _ask(maker: Maker, case: Case) -> datetime | None:
    """Ask how it went when the time has come; returns when, or None when it has not."""
    due = case.closed_at and case.closed_at + following.FIRST_AFTER
    if not due or due > maker.now or not case.contact_email:
        return None
    at = maker.later(due, 0.5)
    following.ask(case.pk, following.FIRST, now=at)
    return at


def _follow(maker: Maker, case: Case, asked: Asked, at: datetime) -> None:
    when = _close(maker, case, asked, at)
    if when is None:
        return
    good = case.outcome in {Outcome.HELPED, Outcome.PARTLY}
    useful = maker.chance.choices((1, 2, 3, 4), (1, 2, 6, 8) if good else (5, 4, 2, 1))[0]
    happened = ("solved", "under_way", "under_way", "other_help") if good else ("nothing", "worse")
    comments = maker.data["comments"]["good" if useful >= _GOOD else "bad"]
    following.answer(
        case.pk,
        following.FIRST,
        contacted=case.outcome != Outcome.NOT_REACHABLE,
        useful=useful,
        happened=maker.chance.choice(happened),
        comment=maker.pick(comments) if maker.likely(0.35) else "",
        now=maker.later(when, 20),
    )


def _reopen(maker: Maker, case: Case, asked: Asked, at: datetime) -> None:
    """A case that was closed is taken up again, a day or two ago."""
    _close(maker, case, asked, at)
    again = maker.later(maker.now - 4 * DAY, 10)
    if case.state in {CaseState.CLOSED, CaseState.FOLLOWED_UP}:
        coordinator = maker.coordinators[case.region_code]
        closing.reopen_case(case.pk, by=by(coordinator), now=again)


_LEFT: Final = frozenset(
    {
        *(Kind.BY_HAND, Kind.UNCLEAR, Kind.TWICE, Kind.ELSEWHERE, Kind.SPAM, Kind.GAP),
        *(Kind.UNSURE, Kind.LANGUAGE),
    }
)
"""Kinds that wait for a coordinator."""
_STEPS: Final[Mapping[Kind, Step]] = {
    **dict.fromkeys([*_LEFT, Kind.ASKED, Kind.SILENT, Kind.BOUNCED], _leave),
    Kind.REFUSED: _refused,
    Kind.REOPENED: _reopen,
    Kind.TAKEN: _accept,
    Kind.FORGOTTEN: _accept,
    Kind.PHONED: _phoned,
    Kind.STARTED: _start,
    Kind.AGAIN: _start,
    Kind.UNREACHED: _unreached,
    Kind.HANDED_OVER: _hand_over,
    Kind.JOINT: _bring_in,
    Kind.CLOSED: _close,
    Kind.FOLLOWED: _follow,
    Kind.WITHDRAWN: _withdraw,
}
