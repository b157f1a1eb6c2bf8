"""Two cases that are one."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import transaction

from lotsa.core.cases import states
from lotsa.domain.cases.enums import CaseState, ReferralState
from lotsa.domain.cases.models import Case, CaseNeed, CaseReading, FollowUp, Suggestion
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.common import locked, log, settle
from lotsa.domain.cases.services.opening import searchable
from lotsa.foundation.files.models import StoredFile


class CannotMerge(ValueError):
    """The two cases cannot be made one: the same case, already merged, or another company's."""


def merge(case_id: int, into_id: int, *, by: By, now: datetime) -> Case:
    """Move everything of one case into another, and let the first lead to it.

    The company's link to the first case opens the other from now on.

    Raises:
        CannotMerge: see there.
        NotPossible: the first case is closed.
    """
    with transaction.atomic():
        # Always locked in the same order, so that two merges cannot wait for each other.
        both = {key: locked(key) for key in sorted({case_id, into_id})}
        case, into = both[case_id], both[into_id]
        _check(case, into)
        states.check(states.CaseState(case.state), states.CaseMove.MERGE)
        for move_rows in MOVED.values():
            move_rows(case, into)
        _fill(into, case)
        case.merged_into = into
        case.state = CaseState.CLOSED
        case.closed_at = now
        case.waiting_for = ""
        case.uncovered = False
        case.warnings = []
        log(case, "merged_away", by=by, now=now, into=into.reference)
        case.save()
        into.warnings = [warning for warning in into.warnings if warning != "duplicate"]
        log(into, "merged_in", by=by, now=now, reference=case.reference)
        if into.referrals.exists():
            settle(into, now=now)
        else:
            into.save()
    return into


def _check(case: Case, into: Case) -> None:
    if case.pk == into.pk or case.merged_into_id or into.merged_into_id:
        raise CannotMerge
    if case.company_id and into.company_id and case.company_id != into.company_id:
        raise CannotMerge


def _needs(case: Case, into: Case) -> None:
    """Needs both have become one; the referrals that were for them follow."""
    there = {need.area: need for need in CaseNeed.objects.filter(case=into)}
    for need in CaseNeed.objects.filter(case=case):
        kept = there.get(need.area)
        if kept is None:
            need.case = into
            need.save(update_fields=["case"])
            continue
        for referral in need.referrals.all():
            referral.needs.add(kept)
        need.delete()


def _referrals(case: Case, into: Case) -> None:
    """A team that has both keeps the one furthest on; the other is taken back."""
    stages = [ReferralState.PLANNED, ReferralState.SENT, ReferralState.ACCEPTED]
    live = {referral.team_id: referral for referral in into.referrals.live()}
    for referral in case.referrals.all():
        other = live.get(referral.team_id)
        if referral.state in states.LIVE_REFERRAL_STATES and other is not None:
            ranks = [
                stages.index(one.state) if one.state in stages else len(stages)
                for one in (referral, other)
            ]
            less, more = (referral, other) if ranks[0] <= ranks[1] else (other, referral)
            more.needs.add(*less.needs.all())
            less.tasks.update(referral=more)
            less.state = ReferralState.RECALLED
            less.save(update_fields=["state"])
        referral.case = into
        referral.save(update_fields=["case"])


def _files(case: Case, into: Case) -> None:
    case.attachments.update(case=into)
    StoredFile.objects.filter(about_kind="case", about_id=str(case.pk)).update(
        about_id=str(into.pk)
    )


def _suggestions(case: Case, into: Case) -> None:
    known = Suggestion.objects.filter(case=into).values("measure")
    Suggestion.objects.filter(case=case, measure__in=known).delete()
    case.suggestions.update(case=into)


def _readings(case: Case, into: Case) -> None:
    """Who saw either has seen the one; a day of reading both is one row."""
    there = {(row.member_id, row.day): row for row in CaseReading.objects.filter(case=into)}
    for row in CaseReading.objects.filter(case=case):
        same = there.get((row.member_id, row.day))
        if same is None:
            row.case = into
            row.save(update_fields=["case"])
            continue
        same.first_at = min(same.first_at, row.first_at)
        same.last_at = max(same.last_at, row.last_at)
        same.times += row.times
        same.handling = same.handling or row.handling
        same.save()
        row.delete()


def _follow_ups(case: Case, into: Case) -> None:
    """What has been answered about either is kept; asked twice, the answered one."""
    there = {row.kind: row for row in FollowUp.objects.filter(case=into)}
    for row in FollowUp.objects.filter(case=case):
        same = there.get(row.kind)
        if same is not None and (same.answered_at or not row.answered_at):
            row.delete()
            continue
        if same is not None:
            same.delete()
        row.case = into
        row.save(update_fields=["case"])


def _rows(name: str) -> Callable[[Case, Case], None]:
    def move_rows(case: Case, into: Case) -> None:
        getattr(case, name).update(**{getattr(case, name).field.name: into})

    return move_rows


MOVED: Final[dict[str, Callable[[Case, Case], None]]] = {
    "needs": _needs,
    "referrals": _referrals,
    "messages": _rows("messages"),
    "attachments": _files,
    "notes": _rows("notes"),
    "tasks": _rows("tasks"),
    "suggestions": _suggestions,
    "events": _rows("events"),
    "readings": _readings,
    "follow_ups": _follow_ups,
    "merged_cases": _rows("merged_cases"),
}
"""How the rows of each relation go over. A relation that is missing here fails a test."""


def _fill(into: Case, case: Case) -> None:
    """Let the other case know what only the first did. What it knows itself stays."""
    for name in (
        *("company_id", "company_name", "contact_name", "contact_email", "contact_phone"),
        *("municipality_code", "region_code", "desk_id", "registration_number"),
    ):
        if not getattr(into, name):
            setattr(into, name, getattr(case, name))
    into.anonymous = into.anonymous and case.anonymous
    into.registration_wanted = into.registration_wanted or case.registration_wanted
    into.facts = {**case.facts, **into.facts}
    if case.description and case.description not in into.description:
        into.description = "\n\n".join(
            part for part in (into.description, case.description) if part
        )
    promises = [moment for moment in (into.promised_at, case.promised_at) if moment]
    into.promised_at = min(promises, default=None)
    contacts = [moment for moment in (into.first_contact_at, case.first_contact_at) if moment]
    into.first_contact_at = min(contacts, default=None)
    into.created_at = min(into.created_at, case.created_at)
    into.search_text = searchable(into)
