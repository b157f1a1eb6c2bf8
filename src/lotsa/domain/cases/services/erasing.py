"""A case goes for good, with everything that belongs to it; figures without persons stay.

The company may have its case deleted at any time, and every case goes by age. Either way the rows
are deleted, not emptied: what is not there cannot be found again. One thing stands before the
company's wish: a public body must have registered what it is bound to register
(offentlighets- och sekretesslagen 2009:400, 5 kap. 1 §), so a case that is marked for the records
system waits for its number there.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.db import transaction
from django.db.models import Q

from lotsa.core.calendar.working_days import elapsed_working_days
from lotsa.domain.cases import events
from lotsa.domain.cases.enums import ReferralState
from lotsa.domain.cases.models import Case, CaseFigure, Referral
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.common import coordinators_of, log, tell_users
from lotsa.foundation.audit.services import record
from lotsa.foundation.files.services import delete_about
from lotsa.foundation.outbox.services import erase_about

KEPT_CLOSED: Final = timedelta(days=730)
"""After closing: long enough for a repeat to be seen and the second question to be answered."""
KEPT_SILENT: Final = timedelta(days=1095)
"""After the last thing that happened, for a case that nobody ever closed."""
TOLD_BEFORE: Final = timedelta(days=30)
BATCH: Final = 200


class Erasure(StrEnum):
    """What came of a wish to have a case deleted."""

    DONE = "done"
    WAITS = "waits"


def erase(case_id: int, *, by: By, now: datetime) -> Erasure:
    """Delete a case at the company's wish; it waits when it must be registered first."""
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(pk=case_id).first()
        if case is None:
            return Erasure.DONE
        if case.registration_wanted and not case.registration_number:
            if case.erasure_wanted_at is None:
                case.erasure_wanted_at = now
                event = log(case, "erasure_wanted", by=by, now=now)
                case.save()
                users = coordinators_of(case)
                tell_users(case, "case.erasure_waits", users, event=event, now=now)
            return Erasure.WAITS
        _delete(case)
        record(events.ERASED, why="company" if by.is_company else "staff")
    return Erasure.DONE


def erase_wanted() -> int:
    """Delete cases that waited for their number in the records system and have it now."""
    ready = Case.objects.filter(erasure_wanted_at__isnull=False).exclude(
        Q(registration_wanted=True) & Q(registration_number="")
    )
    count = 0
    for key in ready.values_list("pk", flat=True):
        with transaction.atomic():
            case = Case.objects.select_for_update().filter(pk=key).first()
            if case is not None:
                _delete(case)
                record(events.ERASED, why="company")
                count += 1
    return count


def expired(*, now: datetime) -> Q:
    """Cases past their time, as a filter. One that waits for its number is never among them."""
    return (
        Q(closed_at__lt=now - KEPT_CLOSED) | Q(closed_at=None, updated_at__lt=now - KEPT_SILENT)
    ) & ~Q(registration_wanted=True, registration_number="")


def tell_expiring(*, now: datetime) -> int:
    """Tell those who coordinate, once, that cases will be erased within thirty days."""
    soon = Case.objects.filter(expired(now=now + TOLD_BEFORE), expiry_told_at=None)
    count = 0
    for key in soon.values_list("pk", flat=True)[:BATCH]:
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=key)
            case.expiry_told_at = now
            event = log(case, "expiry_told", by=By.system(), now=now)
            Case.objects.filter(pk=key).update(expiry_told_at=now)
            users = coordinators_of(case)
            tell_users(case, "case.expiring", users, event=event, now=now)
            count += 1
    return count


def erase_expired(
    *,
    now: datetime,
    dry_run: bool = False,
    stopped: Callable[[], bool] = lambda: False,
) -> int:
    """Delete cases past their time, in batches; returns how many, or would be.

    Args:
        now: the moment.
        dry_run: only count.
        stopped: asked before each batch; what is left is taken by the next run.
    """
    due = Case.objects.filter(expired(now=now)).order_by("pk")
    if dry_run:
        return due.count()
    count = 0
    while not stopped():
        keys = list(due.values_list("pk", flat=True)[:BATCH])
        if not keys:
            break
        with transaction.atomic():
            for case in Case.objects.select_for_update().filter(pk__in=keys).order_by("pk"):
                _delete(case)
            record(events.ERASED_BY_AGE, count=len(keys))
        count += len(keys)
    return count


def _delete(case: Case) -> None:
    """Write the figures, then delete the case, those merged into it, files and mail."""
    for merged in Case.objects.filter(merged_into=case):
        _delete(merged)
    if case.merged_into_id is None and not case.held_as_spam:
        CaseFigure.objects.bulk_create(figures_of(case))
    delete_about("case", str(case.pk))
    erase_about("case", case.pk)
    company = case.company
    case.delete()
    if company is not None and not company.cases.exists():
        company.delete()


def figures_of(case: Case) -> list[CaseFigure]:
    """What stays of a case for the statistics: one row for each team's part, months for days."""
    areas = sorted(need.area for need in case.needs.all())
    answered = [row for row in case.follow_ups.all() if row.answered_at is not None]
    latest = answered[-1] if answered else None
    parts: list[Referral | None] = [
        referral
        for referral in case.referrals.select_related("team").order_by("pk")
        if referral.state != ReferralState.PLANNED
    ]
    return [
        CaseFigure(
            first=place == 0,
            opened_month=case.created_at.date().replace(day=1),
            closed_month=case.closed_at.date().replace(day=1) if case.closed_at else None,
            region_code=case.region_code,
            municipality_code=case.municipality_code,
            areas=areas,
            origin=case.origin,
            language=case.language,
            desk=case.desk.slug if case.desk else "",
            actor_id=part.team.actor_id if part else None,
            team_id=part.team_id if part else None,
            state=part.state if part else case.state,
            outcome=(part.outcome if part else "") or case.outcome,
            decline_reason=part.decline_reason if part else "",
            contact_days=_days(part.sent_at or case.created_at, part.first_contact_at)
            if part
            else _days(case.created_at, case.first_contact_at),
            closing_days=_days(case.created_at, case.closed_at),
            contacted=latest.contacted if latest else None,
            useful=latest.useful if latest else None,
        )
        for place, part in enumerate(parts or [None])
    ]


def _days(start: datetime, end: datetime | None) -> float | None:
    return None if end is None else round(elapsed_working_days(start, end), 1)
