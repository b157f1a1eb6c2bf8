"""Leaving: a person's place is ended, and what they had in hand goes to somebody else."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from lotsa.core.cases.states import HELD_REFERRAL_STATES
from lotsa.domain.actors import membership
from lotsa.domain.actors.models import Member
from lotsa.domain.cases.models import Referral, Task
from lotsa.domain.cases.services import answering
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.common import Erased, locked_with, log


class NotAColleague(ValueError):
    """The one who is to take over has no place in the same organisation."""


@dataclass(frozen=True)
class OpenWork:
    """What a member has in hand: cases and undone tasks, counted."""

    cases: int
    tasks: int

    @property
    def any(self) -> bool:
        """Whether there is anything to move."""
        return bool(self.cases or self.tasks)


@dataclass(frozen=True)
class Moved:
    """Where it went: cases to the colleague, cases to their teams, tasks moved."""

    to_colleague: int
    to_team: int
    tasks: int


def open_work(member_id: int) -> OpenWork:
    """What a member has in hand, in two queries."""
    return OpenWork(_held(member_id).count(), _tasks(member_id).count())


def leave(
    member_id: int, colleague_id: int | None, *, by: By, now: datetime, moment: datetime
) -> Moved:
    """End a place at once and move the open work. Again does nothing.

    A colleague gets the cases of the teams they share, and the tasks. Cases of other teams, and all
    of them when no colleague is named, are left to the team that has them.

    Args:
        member_id: who leaves.
        colleague_id: who takes over; None leaves it to the teams.
        by: who does it.
        now: the real instant.
        moment: the instant of the story, for the history of the cases.

    Raises:
        NotAColleague: the one named has no place in the organisation.
        LastAdministrator: nobody would be administrator any more.
    """
    with transaction.atomic():
        leaving = Member.objects.get(pk=member_id)
        colleague = _colleague(leaving, colleague_id)
        shared = set(colleague.teams.values_list("pk", flat=True)) if colleague else set()
        counts = [0, 0]
        for referral_id, team_id in list(_held(member_id).values_list("pk", "team_id")):
            to_colleague = colleague is not None and team_id in shared
            if _pass_on(referral_id, colleague if to_colleague else None, by=by, now=moment):
                counts[0 if to_colleague else 1] += 1
        tasks = _tasks(member_id).update(member=colleague)
        membership.end(member_id, now=now)
    return Moved(counts[0], counts[1], tasks)


def _colleague(leaving: Member, colleague_id: int | None) -> Member | None:
    if colleague_id is None:
        return None
    found: Member | None = (
        Member.objects.current()
        .filter(actor_id=leaving.actor_id, pk=colleague_id)
        .exclude(pk=leaving.pk)
        .first()
    )
    if found is None:
        raise NotAColleague
    return found


def _pass_on(referral_id: int, colleague: Member | None, *, by: By, now: datetime) -> bool:
    if colleague is not None:
        answering.assign(referral_id, colleague.pk, by=by, now=now)
        return True
    try:
        case, referral = locked_with(referral_id)
    except Erased:
        return False
    before, referral.adviser = referral.adviser_id, None
    referral.save(update_fields=["adviser"])
    log(case, "left_to_team", by=by, now=now, referral=referral, before=before)
    case.save()
    return True


def _held(member_id: int) -> QuerySet[Referral]:
    return Referral.objects.filter(adviser_id=member_id, state__in=HELD_REFERRAL_STATES).order_by(
        "pk"
    )


def _tasks(member_id: int) -> QuerySet[Task]:
    return Task.objects.filter(member_id=member_id, done_at__isnull=True)
