"""When a team takes no new cases, and who stands in for it."""

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction

from lotsa.core.routing.directory import Absence, DirectoryTeam, substitute_ring
from lotsa.domain.actors.models import Team, TeamAbsence
from lotsa.domain.actors.services_entries import note_change
from lotsa.domain.actors.viewers import Viewer


class WhyNot(StrEnum):
    """Why an absence cannot be kept."""

    BACKWARDS = "backwards"
    SELF = "self"
    CLOSED = "closed"
    RING = "ring"


class AbsenceRefused(ValueError):
    """An absence that makes no sense.

    Attributes:
        why: what is wrong with it.
    """

    def __init__(self, why: WhyNot) -> None:
        super().__init__(why.value)
        self.why = why


def add_absence(
    team_id: int,
    first: date,
    last: date | None,
    *,
    substitute_id: int | None = None,
    note: str = "",
    by: Viewer | None,
    now: datetime,
) -> TeamAbsence:
    """Let a team be away on some days.

    Args:
        team_id: key of the team.
        first: the first day.
        last: the last day, included; None is until further notice.
        substitute_id: key of the team that takes its cases meanwhile.
        note: for the staff.
        by: who says so.
        now: the real instant.

    Raises:
        AbsenceRefused: it ends before it begins, or the substitute is the team itself, is closed,
            or would have its cases sent back in a ring.
    """
    if last is not None and last < first:
        raise AbsenceRefused(WhyNot.BACKWARDS)
    with transaction.atomic():
        team = Team.objects.select_for_update(of=("self",)).get(pk=team_id)
        if substitute_id is not None:
            _check_substitute(team, first, last, substitute_id)
        absence = TeamAbsence.objects.create(
            team=team, first=first, last=last, substitute_id=substitute_id, note=note[:200]
        )
        note_change("absence.added", team, by=by, now=now)
    return absence


def end_absence(absence_id: int, last: date, *, by: Viewer | None, now: datetime) -> None:
    """Let a team be back after a day; an absence that then has no day left is taken away."""
    with transaction.atomic():
        absence = (
            TeamAbsence.objects.select_for_update(of=("self",))
            .select_related("team")
            .filter(pk=absence_id)
            .first()
        )
        if absence is None or (absence.last is not None and absence.last <= last):
            return
        if last < absence.first:
            absence.delete()
        else:
            absence.last = last
            absence.save(update_fields=["last"])
        note_change("absence.ended", absence.team, by=by, now=now)


def _check_substitute(team: Team, first: date, last: date | None, substitute_id: int) -> None:
    if substitute_id == team.pk:
        raise AbsenceRefused(WhyNot.SELF)
    if not Team.objects.taking_cases().filter(pk=substitute_id).exists():
        raise AbsenceRefused(WhyNot.CLOSED)
    away: dict[int, DirectoryTeam] = {}
    wanted = TeamAbsence(team=team, first=first, last=last, substitute_id=substitute_id)
    standing_in = TeamAbsence.objects.filter(substitute__isnull=False)
    for row in (*standing_in, wanted):
        known = away.get(row.team_id) or DirectoryTeam(str(row.team_id), "", "")
        one = Absence(row.first, row.last, str(row.substitute_id))
        away[row.team_id] = replace(known, absences=(*known.absences, one))
    if substitute_ring(away.values()):
        raise AbsenceRefused(WhyNot.RING)
