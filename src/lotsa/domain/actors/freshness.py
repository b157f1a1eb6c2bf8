"""How long an entry of the directory stands before somebody should look at it again."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from lotsa.domain.actors.models import Actor, Team

STALE_AFTER = timedelta(days=180)
"""How long an entry stands before its managers are asked whether it still is right."""


def stale_since(entry: Actor | Team, now: datetime) -> date | None:
    """The day from which nobody has confirmed an entry; None when it is fresh.

    Args:
        entry: never confirmed counts from when it was made.
        now: the instant of the story.
    """
    made = entry.created_at if isinstance(entry, Team) else entry.recorded_at
    since: datetime = (entry.confirmed_at or made) + STALE_AFTER
    return since.date() if since <= now else None


def stale_entries(now: datetime, actors: Iterable[int] | None = None) -> Mapping[int, int]:
    """How many entries need a look, by key of the actor: itself and its open teams.

    Actors without open teams are left out: no case depends on their entry. One query.
    """
    teams = Team.objects.taking_cases().select_related("actor")
    if actors is not None:
        teams = teams.filter(actor_id__in=list(actors))
    found: dict[int, int] = {}
    seen: set[int] = set()
    for team in teams:
        stale = stale_since(team, now) is not None
        if team.actor_id not in seen:
            seen.add(team.actor_id)
            found[team.actor_id] = int(stale_since(team.actor, now) is not None)
        found[team.actor_id] += stale
    return {key: count for key, count in found.items() if count}
