"""What every verb needs: the lock, the log, the sum of the states, and telling people."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from lotsa.core.cases import states
from lotsa.domain.actors.recipients import coordinating_users
from lotsa.domain.cases.enums import CaseState, ReferralState
from lotsa.domain.cases.models import Case, CaseEvent, CaseNeed, Referral
from lotsa.domain.cases.policies import desk_of
from lotsa.domain.cases.services.by import By
from lotsa.foundation.outbox.services import enqueue, enqueue_each


class Erased(LookupError):
    """There is nothing left of the case to do anything with."""


def locked(case_id: int) -> Case:
    """The case, locked for this transaction.

    On SQLite every transaction takes the one write lock when it begins, which does the same.

    Raises:
        Erased: it has been deleted, perhaps a moment ago.
    """
    try:
        case: Case = Case.objects.select_for_update().get(pk=case_id)
    except Case.DoesNotExist:
        raise Erased from None
    return case


def locked_with(referral_id: int) -> tuple[Case, Referral]:
    """A referral and its case, the case locked first and the referral read after that.

    Raises:
        Erased: the case has been deleted.
    """
    try:
        case_id = Referral.objects.values_list("case_id", flat=True).get(pk=referral_id)
    except Referral.DoesNotExist:
        raise Erased from None
    case = locked(case_id)
    referral = Referral.objects.select_related("team").get(pk=referral_id)
    referral.case = case
    return case, referral


def coordinators_of(case: Case) -> tuple[int, ...]:
    """The users who coordinate a case, the nearest only."""
    return coordinating_users(case.municipality_code, case.region_code, desk_of(case))


def move(referral: Referral, made: states.Move) -> None:
    """Set the state a move leads to. Raises NotPossible; saves nothing."""
    state = states.after(states.ReferralState(referral.state), made)
    referral.state = ReferralState(state.value)


def log(
    case: Case, verb: str, *, by: By, now: datetime, referral: Referral | None = None, **data: Any
) -> CaseEvent:
    """Add to the case's history, and stamp the case as changed."""
    case.updated_at = now
    event: CaseEvent = CaseEvent.objects.create(
        case=case,
        at=now,
        verb=verb,
        referral=referral,
        member_id=by.member_id,
        actor_id=by.actor_id,
        acting_by_id=by.acting_by,
        by_company=by.is_company,
        data=data,
    )
    return event


def settle(case: Case, *, now: datetime) -> states.Standing:
    """Let the case stand where its needs and referrals leave it, and save it."""
    needs = list(CaseNeed.objects.filter(case=case))
    found = states.standing([need.area for need in needs], _parts(case))
    for need in needs:
        outcome = found.need_outcomes.get(need.area)
        if need.outcome != (outcome or ""):
            need.outcome = outcome or ""
            need.save(update_fields=["outcome"])
    case.state = CaseState(found.state.value)
    case.outcome = found.outcome.value if found.outcome else ""
    if found.outcome is None:
        case.closed_at = None
    elif case.closed_at is None:
        case.closed_at = now
    case.uncovered = any(need.uncovered and need.area in found.unattended for need in needs)
    case.save()
    return found


def _parts(case: Case) -> list[states.Part]:
    """The case's referrals, in one query."""
    areas: dict[tuple[int, str, str], set[str]] = {}
    rows = case.referrals.order_by("pk").values_list("pk", "state", "outcome", "needs__area")
    for pk, state, outcome, area in rows:
        known = areas.setdefault((pk, state, outcome), set())
        if area is not None:
            known.add(area)
    return [
        states.Part(
            states.ReferralState(state),
            frozenset(known),
            states.Outcome(outcome) if outcome else None,
        )
        for (_pk, state, outcome), known in areas.items()
    ]


def tell_company(case: Case, name: str, *, event: CaseEvent, now: datetime, **data: Any) -> None:
    """Mail the company, when it has left an address, in its own language."""
    if case.contact_email:
        enqueue(
            name,
            to=("case", case.pk),
            about=("case", case.pk),
            data=data,
            dedupe=str(event.pk),
            language=case.language,
            now=now,
        )


def tell_users(
    case: Case, name: str, users: Iterable[int], *, event: CaseEvent, now: datetime, **data: Any
) -> None:
    """Mail people at work, except the one who did it."""
    doer = event.member.user_id if event.member else None
    enqueue_each(
        name,
        to=[("user", user) for user in users if user != doer],
        about=("case", case.pk),
        data=data,
        dedupe=str(event.pk),
        now=now,
    )
