"""Nobody is forgotten: reminders, escalation, late promises and follow-up.

Each function looks for what is left to do, never at what happened since last time. So a run that
was missed is made good by the next, and two runs at once tell nobody twice.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from lotsa.core.calendar.working_days import due_at
from lotsa.core.cases import states
from lotsa.domain.actors.models import TeamAbsence
from lotsa.domain.actors.recipients import present, team_users, users_of
from lotsa.domain.cases.enums import ReferralState
from lotsa.domain.cases.models import Case, CaseEvent, Referral, Task
from lotsa.domain.cases.services import following
from lotsa.domain.cases.services.answering import hand_over
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.common import (
    Erased,
    coordinators_of,
    locked,
    locked_with,
    log,
    tell_company,
    tell_users,
)
from lotsa.foundation.outbox.services import enqueue

_AT_MOST = 500
ESCALATE_AFTER = 1
"""Working days from a reminder until somebody else is told."""


def remind(*, now: datetime) -> int:
    """Remind teams that have not answered, and advisers who have not made contact, in time."""
    return _each(_late(now).filter(reminded_at=None)[:_AT_MOST], _remind, now)


def escalate(*, now: datetime) -> int:
    """Tell whoever coordinates that a reminder has not helped; an absent team's stand-in takes over.

    A reminder has not helped when a working day has gone since.
    """
    reminded = _late(now).filter(reminded_at__lt=now, escalated_at=None)[:_AT_MOST]
    return _each(reminded, _escalate, now)


def tell_delays(*, now: datetime) -> int:
    """Tell companies, once, that a promised first contact is late."""
    late = (
        Case.objects.standing()
        .promised_before(now)
        .exclude(events__verb="delayed")
        .order_by("promised_at", "pk")
    )
    return _each(late.values_list("pk", flat=True)[:_AT_MOST], _tell_delay, now)


def ask_how_it_went(*, now: datetime) -> int:
    """Ask every company with a closed case how it went; twice, the second time after five months."""
    asked = 0
    for kind in (following.FIRST, following.LATER):
        keys = following.to_ask(kind, now=now)[:_AT_MOST]
        asked += _each(keys, partial(_ask, kind), now)
    return asked


def _ask(kind: str, case_id: int, now: datetime) -> bool:
    return following.ask(case_id, kind, now=now) is not None


def tell_tasks(*, now: datetime) -> int:
    """Tell people, once, what they planned to do today, or earlier and have not done."""
    due = Task.objects.filter(
        done_at=None,
        told_at=None,
        due_on__lte=now.date(),
        case__state__in=sorted(states.OPEN_CASE_STATES),
        member__isnull=False,
    ).values_list("pk", "case_id", "member_id", "due_on")
    told = 0
    for key, case_id, member_id, due_on in due[:_AT_MOST]:
        for user in users_of(present([member_id], now.date())):
            enqueue(
                "task.due",
                to=("user", user),
                about=("case", case_id),
                data={"task": key},
                dedupe=f"{key}.{due_on}",
                now=now,
            )
            told += 1
        Task.objects.filter(pk=key).update(told_at=now)
    return told


def _each(keys: Iterable[int], act: Callable[[int, datetime], bool], now: datetime) -> int:
    """Do a thing with each; a case that has been deleted meanwhile does not stop the rest."""
    count = 0
    for key in keys:
        with suppress(Erased):
            count += act(key, now)
    return count


def _late(now: datetime) -> QuerySet[Any, int]:
    """Referrals whose team is late: no answer, or no first contact, when it should have been."""
    return (
        Referral.objects.filter(
            Q(state=ReferralState.SENT, reply_due_at__lt=now)
            | Q(state=ReferralState.ACCEPTED, due_at__lt=now, first_contact_at=None),
            case__held_as_spam=False,
        )
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def _remind(referral_id: int, now: datetime) -> bool:
    with transaction.atomic():
        case, referral = locked_with(referral_id)
        if referral.reminded_at is not None or not _is_late(referral, now):
            return False
        referral.reminded_at = now
        referral.save(update_fields=["reminded_at"])
        event = log(case, "reminded", by=By.system(), now=now, referral=referral)
        case.save()
        tell_users(
            case,
            "referral.reminder",
            _responsible(referral, now),
            event=event,
            now=now,
            referral=referral.pk,
        )
    return True


def _escalate(referral_id: int, now: datetime) -> bool:
    with transaction.atomic():
        case, referral = locked_with(referral_id)
        if referral.escalated_at is not None or not _is_late(referral, now):
            return False
        if referral.reminded_at is None or due_at(referral.reminded_at, ESCALATE_AFTER) > now:
            return False
        referral.escalated_at = now
        referral.save(update_fields=["escalated_at"])
        event = log(case, "escalated", by=By.system(), now=now, referral=referral)
        case.save()
        users = coordinators_of(case)
        tell_users(case, "referral.escalated", users, event=event, now=now, referral=referral.pk)
        substitute = _stand_in(referral, now)
        if substitute is not None:
            hand_over(referral.pk, substitute, "", by=By.system(), now=now)
    return True


def _is_late(referral: Referral, now: datetime) -> bool:
    if referral.state == ReferralState.SENT:
        return referral.reply_due_at is not None and referral.reply_due_at < now
    return (
        referral.state == ReferralState.ACCEPTED
        and referral.first_contact_at is None
        and referral.due_at is not None
        and referral.due_at < now
    )


def _responsible(referral: Referral, now: datetime) -> tuple[int, ...]:
    if referral.adviser_id is not None:
        return users_of(present([referral.adviser_id], now.date()))
    return team_users(referral.team_id, now.date())


def _stand_in(referral: Referral, now: datetime) -> int | None:
    """The team that stands in for an absent one, unless it has the case already."""
    today = now.date()
    away = (
        TeamAbsence.objects.filter(
            Q(last__gte=today) | Q(last=None),
            team_id=referral.team_id,
            first__lte=today,
            substitute__is_active=True,
        )
        .order_by("first")
        .first()
    )
    if away is None:
        return None
    has_it = Referral.objects.live().filter(case_id=referral.case_id, team_id=away.substitute_id)
    return None if has_it.exists() else away.substitute_id


def _tell_delay(case_id: int, now: datetime) -> bool:
    with transaction.atomic():
        case = locked(case_id)
        if case.first_contact_at or CaseEvent.objects.filter(case=case, verb="delayed").exists():
            return False
        event = log(case, "delayed", by=By.system(), now=now)
        case.save()
        tell_company(case, "case.delayed", event=event, now=now)
        users = coordinators_of(case)
        if case.state in {states.CaseState.NEW, states.CaseState.TRIAGE}:
            tell_users(case, "case.triage", users, event=event, now=now)
    return True
