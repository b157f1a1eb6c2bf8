"""A whole case ends, is taken up again, is held back or is joined with another."""

from datetime import datetime

from django.db import transaction

from lotsa.core.cases import states
from lotsa.domain.actors.recipients import team_users, users_of
from lotsa.domain.cases.enums import CaseState, Outcome, ReferralState
from lotsa.domain.cases.models import Case, CaseNeed
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.common import (
    locked,
    log,
    tell_company,
    tell_users,
)


def close_case(case_id: int, outcome: Outcome, text: str = "", *, by: By, now: datetime) -> Case:
    """End a case as its coordinator; every team that has it is told that it is over.

    `text` is said to the company as a message, when there is any.

    Raises:
        NotPossible: the case is closed with another outcome.
    """
    with transaction.atomic():
        case = locked(case_id)
        if case.state == CaseState.CLOSED and case.outcome == outcome:
            return case
        _end(case, outcome, states.CaseMove.CLOSE, now=now)
        if text.strip():
            case.messages.create(
                from_company=False, member_id=by.member_id, text=text.strip(), created_at=now
            )
        event = log(case, "closed", by=by, now=now, outcome=str(outcome))
        case.save()
        tell_company(case, "case.closed", event=event, now=now)
    return case


def withdraw(case_id: int, *, by: By, now: datetime) -> Case:
    """The company takes its question back. Everyone who has it is told."""
    with transaction.atomic():
        case = locked(case_id)
        if case.state == CaseState.CLOSED and case.outcome == Outcome.WITHDRAWN:
            return case
        concerned = _concerned(case, now)
        _end(case, Outcome.WITHDRAWN, states.CaseMove.WITHDRAW, now=now)
        event = log(case, "withdrawn", by=by, now=now)
        case.save()
        tell_company(case, "case.withdrawn", event=event, now=now)
        tell_users(case, "case.withdrawn_staff", concerned, event=event, now=now)
    return case


def reopen_case(case_id: int, *, by: By, now: datetime) -> Case:
    """Take a closed case up again, for sorting; parts that were closed stay closed."""
    with transaction.atomic():
        case = locked(case_id)
        if case.state in states.OPEN_CASE_STATES:
            return case
        states.check(states.CaseState(case.state), states.CaseMove.REOPEN)
        case.state = CaseState.TRIAGE
        case.outcome = ""
        case.closed_at = case.followed_up_at = None
        case.waiting_for = "us"
        case.warnings = ["reopened"]
        CaseNeed.objects.filter(case=case).update(outcome="")
        log(case, "reopened_case", by=by, now=now)
        case.save()
    return case


def hold_as_spam(case_id: int, *, by: By, now: datetime) -> Case:
    """Hold a case back from everyone but those who coordinate its place. Nothing is told."""
    with transaction.atomic():
        case = locked(case_id)
        if not case.held_as_spam:
            case.held_as_spam = True
            log(case, "held_as_spam", by=by, now=now)
            case.save()
    return case


def release(case_id: int, *, by: By, now: datetime) -> Case:
    """Let a case that was held as spam go on, into the queue for sorting.

    The company gets its receipt now: while the case was held, none was sent.
    """
    with transaction.atomic():
        case = locked(case_id)
        if case.held_as_spam:
            case.held_as_spam = False
            if case.state == CaseState.NEW:
                case.state = CaseState.TRIAGE
            case.warnings = [warning for warning in case.warnings if warning != "spam"]
            event = log(case, "released", by=by, now=now)
            case.save()
            tell_company(case, "case.received", event=event, now=now)
    return case


def _end(case: Case, outcome: Outcome, made: states.CaseMove, *, now: datetime) -> None:
    states.check(states.CaseState(case.state), made)
    for referral in case.referrals.live():
        held = referral.state in states.HELD_REFERRAL_STATES
        referral.state = ReferralState.CLOSED if held else ReferralState.RECALLED
        referral.outcome = outcome if held else ""
        referral.ended_at = now
        referral.save()
    CaseNeed.objects.filter(case=case, outcome="").update(outcome=outcome, uncovered=False)
    case.state = CaseState.CLOSED
    case.outcome = outcome
    case.closed_at = now
    case.waiting_for = ""
    case.uncovered = False
    case.warnings = []


def _concerned(case: Case, now: datetime) -> tuple[int, ...]:
    """Users who should know that the case is over: its advisers, and teams not yet decided."""
    found: list[int] = []
    for referral in case.referrals.live().exclude(state=ReferralState.PLANNED):
        if referral.adviser_id is not None:
            found += users_of([referral.adviser_id])
        else:
            found += team_users(referral.team_id, now.date())
    return tuple(dict.fromkeys(found))
