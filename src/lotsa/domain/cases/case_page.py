"""One case as staff see it, ready to show, in a fixed number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Prefetch, Q, QuerySet

from lotsa.core.cases import states
from lotsa.domain.actors.models import Member, Team
from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases import policies
from lotsa.domain.cases.earlier import Earlier, history
from lotsa.domain.cases.enums import Outcome, ReferralState
from lotsa.domain.cases.inbox import Due, due_of
from lotsa.domain.cases.models import (
    Attachment,
    Case,
    CaseEvent,
    Message,
    Note,
    Referral,
    Suggestion,
    Task,
)

EVENTS_SHOWN: Final = 200
_LET_GO: Final = (ReferralState.DECLINED, ReferralState.HANDED_OVER, ReferralState.RECALLED)


@dataclass(frozen=True)
class Colleague:
    """A member of a team, to choose among."""

    id: int
    name: str


@dataclass(frozen=True)
class Part:
    """One team's part in the case.

    Attributes:
        mine: the viewer may act for the team.
        moves: what can be done with it now, when it is the viewer's.
        colleagues: current members of the team, when it is the viewer's.
        in_team: the viewer is one of them.
        has_it: the viewer is its adviser.
        reasons: why the routing chose the team, as kept; empty when a person did.
        sent_by, sent_by_actor: who sent it on or handed it over; empty when Lotsa did.
    """

    id: int
    team_id: int
    team: str
    actor: str
    state: ReferralState
    areas: tuple[str, ...]
    adviser: str
    mine: bool
    moves: frozenset[str]
    colleagues: tuple[Colleague, ...]
    in_team: bool
    has_it: bool
    due: Due | None
    reasons: tuple[Mapping[str, Any], ...]
    note: str
    sent_by: str
    sent_by_actor: str
    sent_at: datetime | None
    accepted_at: datetime | None
    first_contact_at: datetime | None
    ended_at: datetime | None
    outcome: Outcome | None
    outcome_text: str
    decline_reason: str
    decline_text: str


@dataclass(frozen=True)
class FileRow:
    """A file in the case."""

    id: str
    name: str
    size: int
    internal: bool
    by: str
    at: datetime


@dataclass(frozen=True)
class Said:
    """One message. `by` is the member's name; empty for the company, and for Lotsa itself."""

    from_company: bool
    by: str
    actor: str
    text: str
    at: datetime
    new: bool
    files: tuple[FileRow, ...]


@dataclass(frozen=True)
class Noted:
    """One internal note that the viewer may see."""

    by: str
    actor: str
    shared: bool
    text: str
    at: datetime


@dataclass(frozen=True)
class ToDo:
    """One task. `mine` is for the one who looks."""

    id: int
    title: str
    due_on: date | None
    done_at: datetime | None
    who: str
    mine: bool


@dataclass(frozen=True)
class Suggested:
    """A measure the company has been pointed to."""

    measure: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Happened:
    """One event, with the names that its ids stand for.

    Attributes:
        who: the person; empty for the company and for Lotsa itself.
        subject: the name of whom it was done to: a team or a colleague.
    """

    at: datetime
    verb: str
    who: str
    actor: str
    by_company: bool
    acting: bool
    team: str
    subject: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class CasePage:
    """Everything the case page shows that is kept in the case.

    Attributes:
        parts: the teams in it, in the order they came.
        files: those that were not sent with a message.
        history: other cases of the same company; none without the permission.
        opener: who opened it and in which organisation, when the company did not.
        acts: the viewer may write, plan and note in it.
    """

    case: Case
    areas: tuple[str, ...]
    parts: tuple[Part, ...]
    messages: tuple[Said, ...]
    files: tuple[FileRow, ...]
    notes: tuple[Noted, ...]
    tasks: tuple[ToDo, ...]
    suggestions: tuple[Suggested, ...]
    events: tuple[Happened, ...]
    history: tuple[Earlier, ...]
    opener: str
    acts: bool

    @property
    def mine(self) -> tuple[Part, ...]:
        """The parts the viewer may act for; those that something can be done with come first."""
        return tuple(
            sorted((part for part in self.parts if part.mine), key=lambda part: not part.moves)
        )

    @property
    def others(self) -> tuple[Part, ...]:
        """The other teams in the case."""
        return tuple(part for part in self.parts if not part.mine)

    @property
    def own(self) -> bool:
        """Does one of the viewer's parts have the case, or is asked to take it?"""
        live = states.LIVE_REFERRAL_STATES
        return any(part.mine and states.ReferralState(part.state) in live for part in self.parts)

    @property
    def new_messages(self) -> int:
        """How many messages from the company nobody has seen."""
        return sum(said.new for said in self.messages)


# Only what is shown: the page reads from a dozen tables, each joined to people and organisations.
_WHO: Final = ("member__user__name",)
_HAPPENED: Final = ("at", "verb", "by_company", "acting_by", "data")


def case_page(case: Case, viewer: Viewer, *, now: datetime) -> CasePage:
    """The case as the viewer sees it. The case must come from `access.case_for`."""
    referrals = list(
        case.referrals.select_related(
            "team__actor", "adviser__user", "sent_by__user", "sent_by__actor"
        ).prefetch_related("needs")
    )
    for referral in referrals:
        referral.case = case
    handled = {one.pk for one in referrals if policies.may_handle(viewer, one)}
    colleagues = colleagues_of(one.team_id for one in referrals if one.pk in handled)
    attachments = list(attachments_for(case, viewer).defer("file__content"))
    return CasePage(
        case=case,
        areas=tuple(case.needs.values_list("area", flat=True)),
        parts=tuple(_part(one, handled, colleagues, viewer, now) for one in referrals),
        messages=_messages(case, attachments),
        files=tuple(_file(one) for one in attachments if one.message_id is None),
        notes=_notes(case, viewer),
        tasks=_tasks(case, viewer),
        suggestions=tuple(
            Suggested(one.measure, one.text, _name(one.member), one.created_at)
            for one in Suggestion.objects.filter(case=case)
            .select_related("member__user")
            .only("measure", "text", "created_at", *_WHO)
        ),
        events=_events(case),
        history=history(case, viewer),
        opener=_opener(case),
        acts=may_act(case, viewer, referrals),
    )


def may_act(case: Case, viewer: Viewer, referrals: Iterable[Referral] | None = None) -> bool:
    """Whether the viewer may write, plan and note in a case.

    For a team that is asked, has it or has closed it, or as the one who coordinates its place. A
    team that has let go of it may read on, to see what became of it, but no more.
    """
    if not viewer.may(policies.HANDLE.name):
        return False
    if policies.may_coordinate(viewer, case):
        return True
    listed = case.referrals.select_related("team") if referrals is None else referrals
    return any(policies.is_given(viewer, one) and one.state not in _LET_GO for one in listed)


def attachments_for(case: Case, viewer: Viewer) -> QuerySet[Attachment]:
    """The files of a case that the viewer may see: of the internal ones only its own side's."""
    visible = Q(internal=False) | Q(member__actor_id=viewer.actor_id)
    found: QuerySet[Attachment] = case.attachments.filter(visible)
    return found.select_related("file", "member__user")


def colleagues_of(team_ids: Iterable[int]) -> dict[int, tuple[Colleague, ...]]:
    """The current members of teams, by team, in two queries."""
    current = Member.objects.current().select_related("user").order_by("user__name", "pk")
    teams = Team.objects.filter(pk__in=tuple(team_ids)).prefetch_related(
        Prefetch("members", current)
    )
    return {
        team.pk: tuple(Colleague(member.pk, member.user.name) for member in team.members.all())
        for team in teams.order_by()
    }


def _part(
    referral: Referral,
    handled: set[int],
    colleagues: Mapping[int, tuple[Colleague, ...]],
    viewer: Viewer,
    now: datetime,
) -> Part:
    mine = referral.pk in handled
    sender = referral.sent_by
    possible = states.moves(states.ReferralState(referral.state)) if mine else frozenset()
    team = colleagues.get(referral.team_id, ()) if mine else ()
    return Part(
        id=referral.pk,
        team_id=referral.team_id,
        team=referral.team.name,
        actor=referral.team.actor.name,
        state=ReferralState(referral.state),
        areas=tuple(need.area for need in referral.needs.all()),
        adviser=_name(referral.adviser),
        mine=mine,
        moves=frozenset(move.value for move in possible),
        colleagues=team,
        in_team=any(one.id == viewer.member_id for one in team),
        has_it=referral.adviser_id == viewer.member_id,
        due=due_of(referral, unreachable=referral.case.unreachable, now=now),
        reasons=tuple(referral.reasons),
        note=referral.note,
        sent_by=_name(sender),
        sent_by_actor=sender.actor.name if sender else "",
        sent_at=referral.sent_at,
        accepted_at=referral.accepted_at,
        first_contact_at=referral.first_contact_at,
        ended_at=referral.ended_at,
        outcome=Outcome(referral.outcome) if referral.outcome else None,
        outcome_text=referral.outcome_text,
        decline_reason=referral.get_decline_reason_display() if referral.decline_reason else "",
        decline_text=referral.decline_text,
    )


def _messages(case: Case, attachments: Iterable[Attachment]) -> tuple[Said, ...]:
    files: dict[int, list[FileRow]] = {}
    for one in attachments:
        if one.message_id is not None:
            files.setdefault(one.message_id, []).append(_file(one))
    found = (
        Message.objects.filter(case=case)
        .select_related("member__user", "member__actor")
        .only("from_company", "text", "created_at", "read_at", *_WHO, "member__actor__name")
    )
    return tuple(
        Said(
            from_company=message.from_company,
            by=_name(message.member),
            actor=message.member.actor.name if message.member else "",
            text=message.text,
            at=message.created_at,
            new=message.from_company and message.read_at is None,
            files=tuple(files.get(message.pk, ())),
        )
        for message in found
    )


def _notes(case: Case, viewer: Viewer) -> tuple[Noted, ...]:
    """Shared notes, and those of the viewer's own organisation."""
    visible = Q(shared=True) | Q(member__actor_id=viewer.actor_id)
    found = (
        Note.objects.filter(visible, case=case)
        .select_related("member__user", "member__actor")
        .only("shared", "text", "created_at", *_WHO, "member__actor__name")
    )
    return tuple(
        Noted(
            _name(note.member),
            note.member.actor.name if note.member else "",
            note.shared,
            note.text,
            note.created_at,
        )
        for note in found
    )


def _opener(case: Case) -> str:
    actor = case.opened_by_actor
    return ", ".join(one for one in (_name(case.opened_by), actor.name if actor else "") if one)


def _tasks(case: Case, viewer: Viewer) -> tuple[ToDo, ...]:
    """Tasks of the viewer's own organisation, those to do first."""
    found = Task.objects.filter(case=case, member__actor_id=viewer.actor_id)
    listed = [
        ToDo(
            task.pk,
            task.title,
            task.due_on,
            task.done_at,
            _name(task.member),
            task.member_id == viewer.member_id,
        )
        for task in found.select_related("member__user").only("title", "due_on", "done_at", *_WHO)
    ]
    return tuple(sorted(listed, key=lambda one: (one.done_at is not None, one.due_on or date.max)))


def _events(case: Case) -> tuple[Happened, ...]:
    """What has happened, the newest first."""
    found = list(
        CaseEvent.objects.filter(case=case)
        .select_related("member__user", "actor", "referral__team")
        .only(*_HAPPENED, *_WHO, "actor__name", "referral__team__name")
        .order_by("-at", "-pk")[:EVENTS_SHOWN]
    )
    named = {"assigned": "after"}
    teamed = {"handed_over": "to", "brought_in": "team"}
    people = (
        Member.objects.select_related("user")
        .only("user__name")
        .in_bulk({one.data[named[one.verb]] for one in found if one.verb in named} or {0})
    )
    teams = Team.objects.only("name").in_bulk(
        {one.data[teamed[one.verb]] for one in found if one.verb in teamed} or {0}
    )
    return tuple(_happened(one, named, teamed, people, teams) for one in found)


def _happened(
    event: CaseEvent,
    named: Mapping[str, str],
    teamed: Mapping[str, str],
    people: Mapping[int, Member],
    teams: Mapping[int, Team],
) -> Happened:
    subject = ""
    if event.verb in named:
        subject = _name(people.get(event.data[named[event.verb]]))
    elif event.verb in teamed:
        team = teams.get(event.data[teamed[event.verb]])
        subject = team.name if team else ""
    return Happened(
        at=event.at,
        verb=event.verb,
        who=_name(event.member),
        actor=event.actor.name if event.actor else "",
        by_company=event.by_company,
        acting=event.acting_by_id is not None,
        team=event.referral.team.name if event.referral else "",
        subject=subject,
        data=event.data,
    )


def _file(attachment: Attachment) -> FileRow:
    return FileRow(
        id=str(attachment.file.public_id),
        name=attachment.file.name,
        size=attachment.file.size,
        internal=attachment.internal,
        by=_name(attachment.member),
        at=attachment.created_at,
    )


def _name(member: Member | None) -> str:
    return member.user.name if member else ""
