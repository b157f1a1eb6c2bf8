"""What is said, handed in, planned and corrected in a case."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from lotsa.core.cases import states
from lotsa.core.cases.contact import plain_phone
from lotsa.domain.actors.recipients import team_users, users_of
from lotsa.domain.cases.enums import ReferralState
from lotsa.domain.cases.models import Attachment, Case, Message, Note, Suggestion, Task
from lotsa.domain.cases.services.answering import note_contact
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.common import (
    coordinators_of,
    locked,
    log,
    move,
    settle,
    tell_company,
    tell_users,
)
from lotsa.domain.cases.services.opening import searchable
from lotsa.foundation.files.services import About, keep


def say(
    case_id: int, text: str, uploads: Iterable["UploadedFile[Any]"] = (), *, by: By, now: datetime
) -> Message:
    """Write to the other side: the company to those who have its case, or the other way.

    An adviser's first message is the team's first contact.

    Raises:
        FileFault: a file is not of an allowed kind or size; nothing is said then.
    """
    with transaction.atomic():
        case = locked(case_id)
        message: Message = case.messages.create(
            from_company=by.is_company, member_id=by.member_id, text=text.strip(), created_at=now
        )
        for upload in uploads:
            _attach(case, upload, message=message, internal=False, by=by, now=now)
        event = log(case, "said", by=by, now=now)
        if by.is_company:
            case.waiting_for = "us"
            case.save()
            tell_users(case, "case.company_wrote", attending(case, now), event=event, now=now)
        else:
            case.waiting_for = "company"
            if by.member_id is None or not _first_contact(case, by=by, now=now):
                case.save()
            tell_company(case, "case.message", event=event, now=now)
    return message


def mark_read(case_id: int, *, by: By, now: datetime) -> int:
    """Note that one side has seen the other's messages; returns how many were new."""
    return (
        Message.objects.filter(case_id=case_id, read_at__isnull=True)
        .exclude(from_company=by.is_company)
        .update(read_at=now)
    )


def attach(
    case_id: int, upload: "UploadedFile[Any]", *, internal: bool, by: By, now: datetime
) -> Attachment:
    """Add a file to a case. Raises FileFault."""
    with transaction.atomic():
        case = locked(case_id)
        made = _attach(case, upload, message=None, internal=internal, by=by, now=now)
        log(case, "attached", by=by, now=now, internal=internal)
        case.save()
    return made


def write_note(case_id: int, text: str, *, shared: bool, by: By, now: datetime) -> Note:
    """Write an internal note, for one's own organisation or for all in the case."""
    with transaction.atomic():
        case = locked(case_id)
        note: Note = case.notes.create(
            member_id=by.member_id, shared=shared, text=text.strip(), created_at=now
        )
        log(case, "noted", by=by, now=now)
        case.save()
    return note


def add_task(
    case_id: int,
    title: str,
    *,
    due_on: date | None,
    member_id: int | None,
    by: By,
    now: datetime,
) -> Task:
    """Plan something to do in the case, by oneself when nobody else is named."""
    with transaction.atomic():
        case = locked(case_id)
        task: Task = case.tasks.create(
            title=title.strip()[:200],
            due_on=due_on,
            member_id=member_id or by.member_id,
            created_at=now,
        )
        log(case, "planned", by=by, now=now)
        case.save()
    return task


def finish_task(task_id: int, *, done: bool, by: By, now: datetime) -> Task:
    """Tick a task off, or take the tick away."""
    with transaction.atomic():
        task = Task.objects.select_for_update().get(pk=task_id)
        if (task.done_at is not None) != done:
            task.done_at = now if done else None
            task.save()
            case = locked(task.case_id)
            log(case, "task_done" if done else "task_undone", by=by, now=now)
            case.save()
    return task


def suggest(case_id: int, measure: str, text: str = "", *, by: By, now: datetime) -> Suggestion:
    """Point the company to a measure; the same measure again changes the words."""
    with transaction.atomic():
        case = locked(case_id)
        made, new = Suggestion.objects.update_or_create(
            case=case,
            measure=measure,
            defaults={"text": text.strip()[:500], "member_id": by.member_id},
            create_defaults={
                "text": text.strip()[:500],
                "member_id": by.member_id,
                "created_at": now,
            },
        )
        if new:
            event = log(case, "suggested", by=by, now=now, measure=measure)
            case.save()
            tell_company(case, "case.message", event=event, now=now)
    return made


def change_facts(case_id: int, facts: Mapping[str, Any], *, by: By, now: datetime) -> Case:
    """Replace what is known of the company; where it is follows, when that is one municipality."""
    with transaction.atomic():
        case = locked(case_id)
        if dict(facts) != case.facts:
            case.facts = dict(facts)
            told = (case.facts.get("facts") or {}).get("municipality")
            if isinstance(told, list) and len(told) == 1 and told[0] != case.municipality_code:
                case.municipality_code, case.region_code = str(told[0])[:4], str(told[0])[:2]
            log(case, "facts_changed", by=by, now=now)
            case.save()
    return case


def change_contact(
    case_id: int, *, name: str, email: str, phone: str, by: By, now: datetime
) -> Case:
    """Correct how the company is reached. Raises nothing; an anonymous case stops being so."""
    with transaction.atomic():
        case = locked(case_id)
        before = (case.contact_name, case.contact_email, case.contact_phone)
        case.contact_name = name.strip()[:120]
        case.contact_email = email.strip().lower()
        case.contact_phone = plain_phone(phone)
        if before != (case.contact_name, case.contact_email, case.contact_phone):
            case.anonymous = case.anonymous and not (name or email or phone)
            case.unreachable = False
            case.search_text = searchable(case)
            log(case, "contact_changed", by=by, now=now)
            case.save()
    return case


def mark_unreachable(case_id: int, *, by: By, now: datetime) -> Case:
    """Note that the company could not be reached, and tell it so by mail."""
    with transaction.atomic():
        case = locked(case_id)
        event = log(case, "unreachable", by=by, now=now)
        case.unreachable = True
        case.waiting_for = "company"
        case.save()
        tell_company(case, "case.unreachable", event=event, now=now)
    return case


def set_registration(case_id: int, *, wanted: bool, number: str, by: By, now: datetime) -> Case:
    """Mark a case for the records system (diarieföring), with its number there when there is one."""
    with transaction.atomic():
        case = locked(case_id)
        if (case.registration_wanted, case.registration_number) != (wanted, number.strip()):
            case.registration_wanted = wanted
            case.registration_number = number.strip()[:60]
            case.search_text = searchable(case)
            log(case, "registration_changed", by=by, now=now, wanted=wanted)
            case.save()
    return case


def attending(case: Case, now: datetime) -> tuple[int, ...]:
    """Users who should know that the company has said something.

    Those who have the case; else the teams asked; else those who coordinate the place.
    """
    held = case.referrals.held().exclude(adviser=None).values_list("adviser_id", flat=True)
    if users := users_of(held):
        return users
    asked: list[int] = []
    for team in (
        case.referrals.live().exclude(state=ReferralState.PLANNED).values_list("team_id", flat=True)
    ):
        asked += team_users(team, now.date())
    return tuple(dict.fromkeys(asked)) or coordinators_of(case)


def _first_contact(case: Case, *, by: By, now: datetime) -> bool:
    """Note that it is the team's first contact, and save the case; False when it is not."""
    referral = case.referrals.filter(
        state=ReferralState.ACCEPTED, team__members=by.member_id
    ).first()
    if referral is None:
        return False
    referral.case = case
    move(referral, states.Move.START)
    note_contact(case, referral, by=by, now=now)
    settle(case, now=now)
    return True


def _attach(
    case: Case,
    upload: "UploadedFile[Any]",
    *,
    message: Message | None,
    internal: bool,
    by: By,
    now: datetime,
) -> Attachment:
    stored = keep(upload, about=About("case", str(case.pk)), now=now)
    made: Attachment = case.attachments.create(
        file=stored,
        message=message,
        from_company=by.is_company,
        internal=internal,
        member_id=by.member_id,
        created_at=now,
    )
    return made
