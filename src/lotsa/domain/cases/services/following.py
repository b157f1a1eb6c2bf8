"""The company is asked how it went, after every closed case."""

from datetime import datetime, timedelta

from django.db import transaction

from lotsa.core.cases import states
from lotsa.domain.actors.recipients import users_of
from lotsa.domain.cases.enums import CaseState, Outcome
from lotsa.domain.cases.models import Case, FollowUp
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.common import locked, log, tell_company, tell_users

FIRST = "first"
LATER = "later"
FIRST_AFTER = timedelta(days=10)
LATER_AFTER = timedelta(days=152)  # five months
HAPPENED = ("solved", "under_way", "nothing", "worse", "other_help")


def to_ask(kind: str, *, now: datetime) -> list[int]:
    """Closed cases whose company should be asked now; found by what is missing, not by a window.

    A company that withdrew, and one that left no address, is not asked.
    """
    after = FIRST_AFTER if kind == FIRST else LATER_AFTER
    found = (
        Case.objects.standing()
        .filter(state__in=(CaseState.CLOSED, CaseState.FOLLOWED_UP), closed_at__lte=now - after)
        .exclude(outcome=Outcome.WITHDRAWN)
        .exclude(contact_email="")
        .exclude(follow_ups__kind=kind)
    )
    return list(found.order_by("closed_at", "pk").values_list("pk", flat=True))


def ask(case_id: int, kind: str, *, now: datetime) -> FollowUp | None:
    """Ask a company once how it went; None when the case is open again or has been asked about."""
    with transaction.atomic():
        case = locked(case_id)
        if case.state not in {CaseState.CLOSED, CaseState.FOLLOWED_UP}:
            return None
        asked, new = FollowUp.objects.get_or_create(
            case=case, kind=kind, defaults={"asked_at": now}
        )
        if not new:
            return None
        event = log(case, "asked", by=By.system(), now=now, kind=kind)
        case.save()
        name = "case.follow_up" if kind == FIRST else "case.follow_up_later"
        tell_company(case, name, event=event, now=now)
    return asked


def answer(
    case_id: int,
    kind: str,
    *,
    contacted: bool | None,
    useful: int | None,
    happened: str = "",
    comment: str = "",
    now: datetime,
) -> FollowUp:
    """Take the company's answer; a later one replaces the earlier, so that it can be changed.

    `useful` is from 1, not at all, to 4, very much; `happened` one of HAPPENED, or empty.

    Raises:
        ValueError: an answer outside its choices.
    """
    if useful not in {None, 1, 2, 3, 4} or happened not in {"", *HAPPENED}:
        raise ValueError("An answer is one of those given.")
    with transaction.atomic():
        case = locked(case_id)
        given, _ = FollowUp.objects.get_or_create(case=case, kind=kind, defaults={"asked_at": now})
        first_time = given.answered_at is None
        given.contacted, given.useful = contacted, useful
        given.happened, given.comment = happened, comment.strip()
        given.answered_at = now
        given.save()
        event = log(case, "answered", by=By.company(), now=now, kind=kind)
        if states.CaseMove.FOLLOW_UP in states.case_moves(states.CaseState(case.state)):
            case.state = CaseState.FOLLOWED_UP
            case.followed_up_at = now
        case.save()
        if first_time:
            had = case.referrals.exclude(adviser=None).values_list("adviser_id", flat=True)
            tell_users(case, "case.follow_up_answered", users_of(had), event=event, now=now)
    return given
