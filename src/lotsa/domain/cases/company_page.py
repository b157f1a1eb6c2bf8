"""What a company sees of its own case, in a fixed number of queries.

Never an internal note, a task, an internal file, why a team declined, or what was written to
colleagues.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from lotsa.core.cases.states import HELD_REFERRAL_STATES, OPEN_CASE_STATES, ReferralState
from lotsa.domain.actors.models import Member
from lotsa.domain.cases.models import Attachment, Case, Referral

_UNSEEN = (
    *("noted", "planned", "task_done", "task_undone", "registration_changed"),
    *("held_as_spam", "released", "warning_dismissed"),
)
"""What happens inside, and says the company nothing of its case."""
_HAS = frozenset({ReferralState.SENT.value, *(state.value for state in HELD_REFERRAL_STATES)})
"""A team in one of these has the case, or has been asked to take it."""


@dataclass(frozen=True)
class Part:
    """One team that has, or has had, the case.

    Attributes:
        state: as `ReferralState`.
        actor: the organisation's name.
        team: the team's name; often the same.
        adviser, phone: who has it in the team; empty until somebody does. The phone is the
            adviser's own, else the team's.
        areas: ids of the needs it is for.
        due_at: when the team should have contacted the company.
    """

    state: str
    actor: str
    team: str
    adviser: str
    phone: str
    areas: tuple[str, ...]
    due_at: datetime | None
    first_contact_at: datetime | None

    @property
    def holds(self) -> bool:
        """Whether the team has said yes to the case."""
        return self.state in HELD_REFERRAL_STATES


@dataclass(frozen=True)
class SharedFile:
    """A file that both sides see."""

    id: UUID
    name: str
    size: int
    from_company: bool
    at: datetime


@dataclass(frozen=True)
class Said:
    """One message.

    Attributes:
        who: the person's name; empty for the company and for Lotsa itself.
        actor: the organisation's; empty likewise.
    """

    from_company: bool
    who: str
    actor: str
    text: str
    at: datetime
    files: tuple[SharedFile, ...]


@dataclass(frozen=True)
class Tip:
    """A measure somebody has pointed out."""

    measure: str
    text: str
    actor: str
    at: datetime


@dataclass(frozen=True)
class Seen:
    """An organisation that has looked at the case or done something in it, and on which days."""

    actor: str
    days: tuple[date, ...]


@dataclass(frozen=True)
class Happened:
    """One thing that happened.

    Attributes:
        verb: as the service logged it.
        actor: the organisation that did it, or whose part it is about; may be empty.
        by_company: the company did it on its page.
        data: codes and counts, as logged.
    """

    verb: str
    at: datetime
    actor: str
    by_company: bool
    data: Mapping[str, Any]


@dataclass(frozen=True)
class CompanyPage:
    """A case as its company sees it.

    Attributes:
        parts: those who have it first, then those asked; never one that is only next in turn.
        former: teams that no longer have it.
        late: a promised first contact has not happened.
    """

    case: Case
    areas: tuple[str, ...]
    parts: tuple[Part, ...]
    former: tuple[Part, ...]
    messages: tuple[Said, ...]
    files: tuple[SharedFile, ...]
    tips: tuple[Tip, ...]
    seen: tuple[Seen, ...]
    history: tuple[Happened, ...]
    late: bool

    @property
    def is_open(self) -> bool:
        """Whether the case is not closed."""
        return self.case.state in OPEN_CASE_STATES

    @property
    def held(self) -> bool:
        """Whether somebody has said yes to the case."""
        return any(part.holds for part in self.parts)


def company_page(case: Case, *, now: datetime) -> CompanyPage:
    """The case as its company sees it at a moment, in eight queries."""
    referrals = list(
        case.referrals.exclude(state=ReferralState.PLANNED.value)
        .select_related("team__actor", "adviser__user")
        .prefetch_related("needs")
    )
    live = [_part(row) for row in referrals if row.state in _HAS]
    attached = _files(case)
    events = list(
        case.events.exclude(verb__in=_UNSEEN).select_related("actor", "referral__team__actor")
    )
    return CompanyPage(
        case=case,
        areas=tuple(case.needs.values_list("area", flat=True)),
        parts=tuple(sorted(live, key=lambda part: not part.holds)),
        former=tuple(_part(row) for row in referrals if row.state not in _HAS),
        messages=_messages(case, attached),
        files=tuple(attached.get(None, ())),
        tips=tuple(
            Tip(row.measure, row.text, _actor_of(row.member), row.created_at)
            for row in case.suggestions.select_related("member__actor")
        ),
        seen=_seen(case, events),
        history=tuple(_happened(event) for event in reversed(events)),
        late=is_late(case, now=now),
    )


def is_late(case: Case, *, now: datetime) -> bool:
    """Whether the company was promised a first contact that has not happened."""
    return (
        case.state in OPEN_CASE_STATES
        and case.first_contact_at is None
        and case.promised_at is not None
        and case.promised_at < now
    )


def shared_file(case: Case, file_id: UUID) -> Attachment | None:
    """A file of the case that the company may have, with its content; None when there is none."""
    found: Attachment | None = (
        case.attachments.select_related("file")
        .filter(internal=False, file__public_id=file_id)
        .first()
    )
    return found


def _part(row: Referral) -> Part:
    adviser = row.adviser.user if row.adviser else None
    return Part(
        state=row.state,
        actor=row.team.actor.name,
        team=row.team.name,
        adviser=adviser.name if adviser else "",
        phone=(adviser.phone if adviser else "") or row.team.phone or row.team.actor.phone,
        areas=tuple(need.area for need in row.needs.all()),
        due_at=row.due_at,
        first_contact_at=row.first_contact_at,
    )


def _files(case: Case) -> dict[int | None, list[SharedFile]]:
    found: dict[int | None, list[SharedFile]] = defaultdict(list)
    rows = case.attachments.filter(internal=False).select_related("file").defer("file__content")
    for row in rows:
        found[row.message_id].append(
            SharedFile(
                row.file.public_id, row.file.name, row.file.size, row.from_company, row.created_at
            )
        )
    return found


def _messages(case: Case, attached: Mapping[int | None, list[SharedFile]]) -> tuple[Said, ...]:
    rows = case.messages.select_related("member__user", "member__actor")
    return tuple(
        Said(
            from_company=row.from_company,
            who=row.member.user.name if row.member and not row.from_company else "",
            actor=_actor_of(row.member),
            text=row.text,
            at=row.created_at,
            files=tuple(attached.get(row.pk, ())),
        )
        for row in rows
    )


def _seen(case: Case, events: list[Any]) -> tuple[Seen, ...]:
    days: dict[str, set[date]] = defaultdict(set)
    for actor, day in case.readings.values_list("actor__name", "day"):
        days[actor].add(day)
    for event in events:
        if event.actor is not None:
            days[event.actor.name].add(timezone.localdate(event.at))
    return tuple(Seen(actor, tuple(sorted(found))) for actor, found in sorted(days.items()))


def _happened(event: Any) -> Happened:
    actor = event.actor or (event.referral.team.actor if event.referral else None)
    if event.verb in {"sent", "recalled", "accepted", "declined"} and event.referral:
        # Whoever pressed the button: what matters here is to whom it went, or who has it.
        actor = event.referral.team.actor
    return Happened(event.verb, event.at, actor.name if actor else "", event.by_company, event.data)


def _actor_of(member: Member | None) -> str:
    return member.actor.name if member else ""
