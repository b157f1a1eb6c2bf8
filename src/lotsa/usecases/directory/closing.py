"""Closing a team, which must first have handed its cases over."""

from datetime import datetime

from django.db import transaction

from lotsa.domain.actors.models import Team
from lotsa.domain.actors.services_entries import set_active
from lotsa.domain.actors.viewers import Viewer
from lotsa.usecases.directory.standing import open_cases


class HasOpenCases(Exception):
    """The team still has cases.

    Attributes:
        count: how many.
    """

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} open cases")
        self.count = count


def close_team(team_id: int, *, by: Viewer, now: datetime) -> bool:
    """Let a team take no more cases; False when it already is closed.

    Raises:
        HasOpenCases: companies wait for it. They must be handed over first.
    """
    with transaction.atomic():
        Team.objects.select_for_update(of=("self",)).get(pk=team_id)
        count = open_cases([team_id]).get(team_id, 0)
        if count:
            raise HasOpenCases(count)
        return set_active(team_id, active=False, by=by, now=now)


def reopen_team(team_id: int, *, by: Viewer, now: datetime) -> bool:
    """Let a closed team take cases again; False when it is open."""
    return set_active(team_id, active=True, by=by, now=now)
