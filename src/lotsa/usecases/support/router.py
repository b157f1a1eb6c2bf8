"""The router of the directory as it stands, compiled once per process and change."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from threading import Lock

from lotsa.core.criteria.compiled import LeafTable
from lotsa.core.criteria.conditions import Condition
from lotsa.core.criteria.faults import CatalogueFault
from lotsa.core.criteria.registry import Registry
from lotsa.core.routing.directory import Directory, DirectoryActor, DirectoryTeam
from lotsa.core.routing.routing import Router
from lotsa.domain.actors import directory as actor_directory
from lotsa.domain.actors.models import Actor, Team
from lotsa.domain.desks import selectors as desk_selectors
from lotsa.domain.measures.selectors import CurrentCatalogue, catalogue
from lotsa.foundation.once import once_a_reading

_Key = tuple[int, str]


@dataclass(frozen=True, eq=False)
class CurrentRouter:
    """The router and the way between its ids and the rows' keys. Shared; never changed.

    Attributes:
        router: routes a case; a team's id there is its slug.
        team_pk: key of a team's row by its slug.
        team_slug: the reverse.
        actor_pk: key of an actor's row by its slug.
    """

    router: Router
    team_pk: Mapping[str, int]
    team_slug: Mapping[int, str]
    actor_pk: Mapping[str, int]

    @property
    def directory(self) -> Directory:
        """What the router routes by."""
        return self.router.directory

    def team(self, slug: str) -> DirectoryTeam:
        """A team of the directory. Raises KeyError."""
        return self.directory.teams[slug]

    def actor_of(self, slug: str) -> DirectoryActor:
        """The actor of a team. Raises KeyError."""
        name = self.directory.teams[slug].actor
        return next(actor for actor in self.directory.actors if actor.id == name)


_cache: dict[_Key, CurrentRouter] = {}
_lock = Lock()


@once_a_reading
def router() -> CurrentRouter:
    """The router as the directory stands: two queries, and more only after a change."""
    current = catalogue()
    key = (current.revision, _state())
    found = _cache.get(key)
    if found is not None:
        return found
    with _lock:
        found = _cache.get(key) or _build(current)
        # What was read may be newer than the stamp, never older; the next stamp reads again.
        _cache.clear()
        _cache[key] = found
    return found


def forget() -> None:
    """Read the directory anew the next time, whatever its stamp says."""
    with _lock:
        _cache.clear()


def _state() -> str:
    return actor_directory.stamp_of(_statement())


@cache
def _statement() -> actor_directory.Statement:
    return actor_directory.statement([*actor_directory.stamps(), *desk_selectors.stamps()])


def _build(current: CurrentCatalogue) -> CurrentRouter:
    found = _readable(actor_directory.directory(), current.registry)
    slugs = frozenset(found.teams)
    found = replace(
        found,
        desks=desk_selectors.entrances(slugs),
        areas={need.id: need.name for need in current.needs},
    )
    pks = {slug: pk for slug, pk in Team.objects.values_list("slug", "pk") if slug in slugs}
    return CurrentRouter(
        router=Router(found, current.registry),
        team_pk=pks,
        team_slug={pk: slug for slug, pk in pks.items()},
        actor_pk=dict(Actor.objects.listed().values_list("slug", "pk")),
    )


def _readable(found: Directory, registry: Registry) -> Directory:
    """The directory with every criterion that the registry no longer understands made a question.

    A fact may leave the catalogue after a team wrote about it. One team's old words must not stop
    every case, nor shut that team out.
    """
    table = LeafTable(registry)

    def kept(condition: Condition | None) -> Condition | None:
        if condition is None:
            return None
        try:
            table.compile(condition, "criteria")
        except CatalogueFault:
            return actor_directory.UNREADABLE
        return condition

    return replace(
        found,
        actors=tuple(
            replace(
                actor,
                criteria=kept(actor.criteria),
                teams=tuple(
                    replace(
                        team,
                        criteria=kept(team.criteria),
                        competences=tuple(
                            replace(one, criteria=kept(one.criteria)) for one in team.competences
                        ),
                    )
                    for team in actor.teams
                ),
            )
            for actor in found.actors
        ),
    )
