"""The list of organisations that a coordinator or an administrator keeps."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lotsa.core.guide.industries import fold
from lotsa.domain.actors.freshness import stale_since
from lotsa.domain.actors.models import Actor, Team
from lotsa.usecases.directory import words
from lotsa.usecases.directory.standing import Standing, standings

_NEEDED = ("actor_id", "capacity", "is_active", "confirmed_at", "created_at")
SHOWN = ("with_teams", "stale", "none")


@dataclass(frozen=True)
class Listed:
    """One organisation in the list: how many teams, and what needs a look."""

    actor: Actor
    where: str
    teams: int
    away: int
    full: int
    stale: int


@dataclass(frozen=True)
class Found:
    """The list and what it was asked for."""

    rows: tuple[Listed, ...]
    words: str
    show: str
    total: int


def listed(
    actors: Sequence[Actor],
    *,
    words_: str,
    show: str,
    as_of: date,
    now: datetime,
    language: str,
) -> Found:
    """The organisations that fit the words and the choice, in four queries.

    Args:
        actors: those one keeps.
        words_: part of a name, in any case and without accents.
        show: one of `SHOWN`, or empty for all.
        as_of: the day for absences.
        now: the instant of the story, for the age of entries.
        language: of the territories.
    """
    by_actor: dict[int, list[Team]] = defaultdict(list)
    keys = {actor.pk for actor in actors}
    rows = Team.objects.filter(is_active=True).only(*_NEEDED)
    active = [team for team in rows if team.actor_id in keys]
    for team in active:
        by_actor[team.actor_id].append(team)
    standing = standings(active, as_of=as_of, now=now)
    wanted = fold(words_.strip())
    shown = []
    for actor in actors:
        if wanted and wanted not in fold(actor.name):
            continue
        teams = by_actor[actor.pk]
        row = _row(actor, [standing[team.pk] for team in teams], now, language)
        if _fits(row, show):
            shown.append(row)
    return Found(tuple(shown), words_.strip(), show if show in SHOWN else "", len(actors))


def _row(actor: Actor, teams: Sequence[Standing], now: datetime, language: str) -> Listed:
    stale = sum(one.stale_since is not None for one in teams)
    return Listed(
        actor,
        words.territory_words(words.area_of_actor(actor), language),
        teams=len(teams),
        away=sum(one.away is not None for one in teams),
        full=sum(one.full for one in teams),
        stale=stale + (bool(teams) and stale_since(actor, now) is not None),
    )


def _fits(row: Listed, show: str) -> bool:
    if show == "with_teams":
        return row.teams > 0
    if show == "stale":
        return row.stale > 0
    return row.teams == 0 if show == "none" else True
