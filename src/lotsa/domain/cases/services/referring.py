"""A case is held for sorting, sent to teams, or taken back from them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from lotsa.core.calendar.working_days import due_at
from lotsa.core.cases import states
from lotsa.domain.actors.recipients import team_users
from lotsa.domain.cases.enums import CaseState, ReferralState
from lotsa.domain.cases.models import Case, CaseNeed, Referral
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.common import (
    coordinators_of,
    locked,
    locked_with,
    log,
    move,
    settle,
    tell_users,
)
from lotsa.domain.desks.rules import rules_for


@dataclass(frozen=True)
class Sending:
    """One team that is to get a case.

    Attributes:
        team_id: key of the team.
        areas: the needs it is for.
        turn: None goes at once; a number waits until those with a lower one have declined.
        reasons: why this team, as codes with parameters, kept for later questions.
    """

    team_id: int
    areas: frozenset[str]
    turn: int | None = None
    reasons: Sequence[Mapping[str, Any]] = field(default_factory=tuple)


def refer(
    case_id: int,
    sendings: Sequence[Sending],
    *,
    note: str = "",
    handed_from: Referral | None = None,
    by: By,
    now: datetime,
) -> list[Referral]:
    """Send a case to teams, at once or in turn. A team that already has it keeps it as it was.

    Raises:
        NotPossible: the case is closed.
    """
    with transaction.atomic():
        case = locked(case_id)
        states.check(states.CaseState(case.state), states.CaseMove.REFER)
        needs = {need.area: need for need in CaseNeed.objects.filter(case=case)}
        live = _live(case)
        has = {referral.team_id for referral in live}
        made: list[Referral] = []
        for sending in sendings:
            if sending.team_id in has:
                continue
            has.add(sending.team_id)
            referral = Referral.objects.create(
                case=case,
                team_id=sending.team_id,
                state=ReferralState.PLANNED,
                turn=sending.turn,
                sent_by_id=by.member_id,
                reasons=list(sending.reasons),
                handed_from=handed_from,
                note=note,
                created_at=now,
            )
            its = [needs[area] for area in sorted(sending.areas) if area in needs]
            referral.needs.add(*its)
            live[referral] = {need.pk for need in its}
            made.append(referral)
        for referral in _next_in_turn(live):
            _send(case, referral, by=by, now=now)
        covered = {key for referral in made for key in live[referral]}
        if any(need.uncovered and need.pk in covered for need in needs.values()):
            CaseNeed.objects.filter(pk__in=covered).update(uncovered=False)
        case.warnings = []
        settle(case, now=now)
    return made


def hold(
    case_id: int, warnings: Sequence[str], uncovered: Sequence[str] = (), *, by: By, now: datetime
) -> Case:
    """Put a case in the queue for sorting, with what to look at and which needs nobody covers."""
    with transaction.atomic():
        case = locked(case_id)
        states.check(states.CaseState(case.state), states.CaseMove.HOLD)
        case.warnings = list(warnings)
        case.uncovered = bool(uncovered)
        case.state = CaseState.TRIAGE
        CaseNeed.objects.filter(case=case).update(uncovered=False)
        CaseNeed.objects.filter(case=case, area__in=list(uncovered)).update(uncovered=True)
        event = log(
            case, "held", by=by, now=now, warnings=list(warnings), uncovered=list(uncovered)
        )
        case.save()
        users = coordinators_of(case)
        if not case.held_as_spam:
            name = "case.uncovered" if uncovered else "case.triage"
            tell_users(case, name, users, event=event, now=now)
    return case


def recall(referral_id: int, *, by: By, now: datetime) -> Referral:
    """Take a case back from a team that has not accepted it."""
    with transaction.atomic():
        case, referral = locked_with(referral_id)
        if referral.state == ReferralState.RECALLED:
            return referral
        move(referral, states.Move.RECALL)
        referral.ended_at = now
        referral.save()
        log(case, "recalled", by=by, now=now, referral=referral, team=referral.team_id)
        settle(case, now=now)
    return referral


def send_next(case_id: int, *, by: By, now: datetime) -> list[Referral]:
    """Send the case to the team whose turn has come; none when nobody waits in turn."""
    with transaction.atomic():
        case = locked(case_id)
        sent = _next_in_turn(_live(case))
        for referral in sent:
            _send(case, referral, by=by, now=now)
        if sent:
            settle(case, now=now)
    return sent


def _live(case: Case) -> dict[Referral, set[int]]:
    """The case's live referrals, each with the keys of its needs."""
    return {
        referral: {need.pk for need in referral.needs.all()}
        for referral in case.referrals.live().prefetch_related("needs")
    }


def _next_in_turn(live: Mapping[Referral, Collection[int]]) -> list[Referral]:
    """Planned referrals that may go now: those without a turn, and the lowest turn.

    A turn waits as long as a team with a lower one, or the same, has the case for any of its
    needs; so the needs of one case go forward each at its own pace.
    """
    busy = {
        key
        for referral, keys in live.items()
        if referral.state != ReferralState.PLANNED and referral.turn is not None
        for key in keys
    }
    planned = sorted(
        (referral for referral in live if referral.state == ReferralState.PLANNED),
        key=lambda referral: (referral.turn is not None, referral.turn or 0, referral.pk),
    )
    going: list[Referral] = []
    turns: dict[int, int] = {}
    for referral in planned:
        keys = live[referral]
        if referral.turn is None or (
            busy.isdisjoint(keys)
            and all(turns.get(key, referral.turn) == referral.turn for key in keys)
        ):
            going.append(referral)
        for key in keys if referral.turn is not None else ():
            turns.setdefault(key, referral.turn or 0)
    return going


def _send(case: Case, referral: Referral, *, by: By, now: datetime) -> None:
    rules = rules_for(case.municipality_code, case.region_code)
    move(referral, states.Move.SEND)
    referral.sent_at = now
    referral.reply_due_at = due_at(now, rules.reply_within)
    referral.due_at = max(case.promised_at or now, referral.reply_due_at)
    referral.save()
    event = log(
        case,
        "sent",
        by=by,
        now=now,
        referral=referral,
        team=referral.team_id,
        by_itself=by.member_id is None,
    )
    name = "referral.handed_over" if referral.handed_from_id else "referral.sent"
    users = team_users(referral.team_id, now.date())
    tell_users(case, name, users, event=event, now=now, referral=referral.pk)
