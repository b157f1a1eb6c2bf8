"""What a team does with a case it has been sent."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from lotsa.core.cases import states
from lotsa.domain.actors.models import Member
from lotsa.domain.actors.recipients import users_of
from lotsa.domain.cases.enums import DeclineReason, Outcome, ReferralState
from lotsa.domain.cases.models import Case, CaseEvent, Referral
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.common import (
    coordinators_of,
    locked_with,
    log,
    move,
    settle,
    tell_company,
    tell_users,
)
from lotsa.domain.cases.services.referring import Sending, refer, send_next


class NotInTeam(ValueError):
    """The member is not in the team that has the case."""


def accept(referral_id: int, *, adviser_id: int, by: By, now: datetime) -> Referral:
    """Take the case for the team; `adviser_id` has it from now on.

    Raises:
        NotPossible: somebody else has accepted it, or it is no longer offered.
        NotInTeam: the adviser is not a current member of the team.
    """
    with transaction.atomic():
        case, referral = locked_with(referral_id)
        if referral.state == ReferralState.ACCEPTED and referral.adviser_id == adviser_id:
            return referral
        move(referral, states.Move.ACCEPT)
        referral.adviser = _member_of(referral, adviser_id)
        referral.accepted_at = now
        referral.save()
        event = log(case, "accepted", by=by, now=now, referral=referral, team=referral.team_id)
        settle(case, now=now)
        tell_company(case, "case.accepted", event=event, now=now, referral=referral.pk)
        if adviser_id != by.member_id:
            _tell_adviser(case, referral, event=event, now=now)
    return referral


def decline(
    referral_id: int, reason: DeclineReason, text: str = "", *, by: By, now: datetime
) -> Referral:
    """Say no for the team, with a reason. The next in turn gets it; else it is sorted again."""
    with transaction.atomic():
        case, referral = locked_with(referral_id)
        if referral.state == ReferralState.DECLINED:
            return referral
        move(referral, states.Move.DECLINE)
        referral.decline_reason = reason
        referral.decline_text = text.strip()
        referral.ended_at = now
        referral.save()
        log(case, "declined", by=by, now=now, referral=referral, reason=str(reason))
        if not send_next(case.pk, by=By.system(), now=now):
            _settle_or_sort(case, now=now)
    referral.refresh_from_db()
    return referral


def reconsider(referral_id: int, *, by: By, now: datetime) -> Referral:
    """Undo a decline: the team is asked again, unless it has been given the case anew."""
    with transaction.atomic():
        case, referral = locked_with(referral_id)
        states.check(states.CaseState(case.state), states.CaseMove.REFER)
        if case.referrals.live().filter(team_id=referral.team_id).exists():
            return referral
        move(referral, states.Move.RECONSIDER)
        referral.decline_reason = referral.decline_text = ""
        referral.ended_at = None
        referral.save()
        log(case, "reconsidered", by=by, now=now, referral=referral)
        settle(case, now=now)
    return referral


def start(referral_id: int, *, by: By, now: datetime) -> Referral:
    """Note that the team has been in contact with the company."""
    with transaction.atomic():
        case, referral = locked_with(referral_id)
        if referral.state == ReferralState.IN_PROGRESS:
            return referral
        move(referral, states.Move.START)
        note_contact(case, referral, by=by, now=now)
        settle(case, now=now)
    return referral


def note_contact(case: Case, referral: Referral, *, by: By, now: datetime) -> None:
    """Stamp a first contact on a referral that is in progress, and on its case; saves the first."""
    referral.first_contact_at = referral.first_contact_at or now
    referral.save()
    case.first_contact_at = case.first_contact_at or now
    case.unreachable = False
    log(case, "contacted", by=by, now=now, referral=referral)


def assign(referral_id: int, member_id: int, *, by: By, now: datetime) -> Referral:
    """Give the case to a colleague in the same team.

    Raises:
        NotPossible: nobody in the team has accepted it.
        NotInTeam: the colleague is not a current member of the team.
    """
    with transaction.atomic():
        case, referral = locked_with(referral_id)
        if referral.state not in states.HELD_REFERRAL_STATES:
            raise states.NotPossible(states.Move.START, states.ReferralState(referral.state))
        if referral.adviser_id == member_id:
            return referral
        before = referral.adviser_id
        referral.adviser = _member_of(referral, member_id)
        referral.save()
        event = log(
            case, "assigned", by=by, now=now, referral=referral, before=before, after=member_id
        )
        case.save()
        _tell_adviser(case, referral, event=event, now=now)
    return referral


def hand_over(referral_id: int, team_id: int, note: str, *, by: By, now: datetime) -> Referral:
    """Pass the team's part on to another team, with a note; returns the new referral.

    Raises:
        NotPossible: the team no longer has it.
        ValueError: it would be handed to the team that has it.
    """
    with transaction.atomic():
        case, referral = locked_with(referral_id)
        if team_id == referral.team_id:
            raise ValueError("A case is handed over to another team.")
        move(referral, states.Move.HAND_OVER)
        referral.ended_at = now
        referral.save()
        log(case, "handed_over", by=by, now=now, referral=referral, to=team_id)
        areas = frozenset(referral.needs.values_list("area", flat=True))
        made = refer(
            case.pk, [Sending(team_id, areas)], note=note, handed_from=referral, by=by, now=now
        )
    return made[0] if made else Referral.objects.live().get(case=case, team_id=team_id)


def bring_in(
    referral_id: int, team_id: int, areas: Collection[str], note: str, *, by: By, now: datetime
) -> Referral:
    """Bring a second team in beside one's own; returns its referral."""
    with transaction.atomic():
        case, referral = locked_with(referral_id)
        chosen = frozenset(areas) or frozenset(referral.needs.values_list("area", flat=True))
        log(case, "brought_in", by=by, now=now, referral=referral, team=team_id)
        made = refer(
            case.pk, [Sending(team_id, chosen)], note=note, handed_from=referral, by=by, now=now
        )
    return made[0] if made else Referral.objects.live().get(case=case, team_id=team_id)


def close(referral_id: int, outcome: Outcome, text: str = "", *, by: By, now: datetime) -> Referral:
    """End the team's part with an outcome. The case is closed with the last of its needs."""
    with transaction.atomic():
        case, referral = locked_with(referral_id)
        if referral.state == ReferralState.CLOSED:
            return referral
        move(referral, states.Move.CLOSE)
        referral.outcome = outcome
        referral.outcome_text = text.strip()
        referral.ended_at = now
        referral.save()
        event = log(case, "closed_part", by=by, now=now, referral=referral, outcome=str(outcome))
        found = _settle_or_sort(case, now=now)
        if found.state is states.CaseState.CLOSED:
            case.waiting_for = ""
            case.save(update_fields=["waiting_for"])
            event = log(case, "closed", by=by, now=now, outcome=case.outcome)
            tell_company(case, "case.closed", event=event, now=now)
    return referral


def reopen(referral_id: int, *, by: By, now: datetime) -> Referral:
    """Take up a part that was closed."""
    with transaction.atomic():
        case, referral = locked_with(referral_id)
        if case.referrals.live().filter(team_id=referral.team_id).exists():
            return referral
        move(referral, states.Move.REOPEN)
        referral.outcome = referral.outcome_text = ""
        referral.ended_at = None
        referral.save()
        log(case, "reopened", by=by, now=now, referral=referral)
        settle(case, now=now)
    return referral


def _settle_or_sort(case: Case, *, now: datetime) -> states.Standing:
    """Settle the case; when nobody is left who has it, tell those who coordinate the place."""
    found = settle(case, now=now)
    if found.state is states.CaseState.TRIAGE:
        event = log(case, "nobody_left", by=By.system(), now=now, needs=sorted(found.unattended))
        if "declined" not in case.warnings:
            case.warnings = [*case.warnings, "declined"]
        case.save()
        users = coordinators_of(case)
        tell_users(case, "case.declined_by_all", users, event=event, now=now)
    return found


def _member_of(referral: Referral, member_id: int) -> Member:
    member: Member | None = (
        Member.objects.current().filter(pk=member_id, teams=referral.team_id).first()
    )
    if member is None:
        raise NotInTeam
    return member


def _tell_adviser(case: Case, referral: Referral, *, event: CaseEvent, now: datetime) -> None:
    if referral.adviser_id is not None:
        users = users_of([referral.adviser_id])
        tell_users(case, "referral.assigned", users, event=event, now=now, referral=referral.pk)
