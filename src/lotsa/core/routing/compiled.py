"""A directory made ready for many cases: equal criteria and territories are worked out once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lotsa.core.criteria.compiled import LeafTable, Node
from lotsa.core.criteria.conditions import ALWAYS, Condition
from lotsa.core.criteria.faults import CatalogueFault
from lotsa.core.criteria.registry import Registry
from lotsa.core.routing.directory import Desk, Directory, DirectoryActor, DirectoryTeam
from lotsa.core.routing.languages import ALWAYS_SPOKEN
from lotsa.core.routing.territory import Territory

NOTHING: Final = -1
"""The place of a rule that requires nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class CompiledTeam:
    """A team with the places of its rules.

    Attributes:
        team: the team.
        actor: its actor.
        territory: place of the territory that counts, its own or the actor's.
        actor_rule: place of the actor's criteria, or ``NOTHING``.
        team_rule: place of the team's own.
        competences: place of each competence's criteria, by need area.
        languages: every language it speaks.
    """

    team: DirectoryTeam
    actor: DirectoryActor
    territory: int
    actor_rule: int
    team_rule: int
    competences: Mapping[str, int]
    languages: frozenset[str]


class CompiledDirectory:
    """A directory held against a registry once.

    Raises:
        CatalogueFault: an id given twice, or criteria that do not fit the registry.
    """

    def __init__(self, directory: Directory, registry: Registry) -> None:
        self.directory = directory
        self.registry = registry
        self.table = LeafTable(registry)
        self.rules: list[Node] = []
        self.territories: list[Territory | None] = []
        self._rule_places: dict[str, int] = {}
        self._territory_places: dict[Territory | None, int] = {}
        self.teams = self._compile_teams()
        self.numbers: Mapping[str, int] = {one.team.id: n for n, one in enumerate(self.teams)}
        self.desks: Mapping[str, Desk] = {desk.id: desk for desk in directory.desks}
        self.by_area = self._index()
        self.with_absence = tuple(n for n, one in enumerate(self.teams) if one.team.absences)

    def _compile_teams(self) -> tuple[CompiledTeam, ...]:
        """Every team in the order of its id, so that the directory's own order means nothing."""
        found: dict[str, CompiledTeam] = {}
        for a, actor in enumerate(self.directory.actors):
            actor_rule = self._rule(actor.criteria, f"actors[{a}].criteria")
            for t, team in enumerate(actor.teams):
                path = f"actors[{a}].teams[{t}]"
                if team.id in found:
                    raise CatalogueFault(f"{path}.id", f"the id {team.id!r} is given twice")
                found[team.id] = CompiledTeam(
                    team=team,
                    actor=actor,
                    territory=self._territory(team.territory or actor.territory),
                    actor_rule=actor_rule,
                    team_rule=self._rule(team.criteria, f"{path}.criteria"),
                    competences={
                        one.area: self._rule(one.criteria, f"{path}.competences[{c}].criteria")
                        for c, one in enumerate(team.competences)
                    },
                    languages=frozenset((*(team.languages or actor.languages), ALWAYS_SPOKEN)),
                )
        return tuple(found[name] for name in sorted(found))

    def _rule(self, condition: Condition | None, path: str) -> int:
        if condition is None or condition == ALWAYS:
            return NOTHING
        # A condition may hold a mapping of texts, which cannot be a key.
        key = repr(condition)
        place = self._rule_places.get(key)
        if place is None:
            place = self._rule_places[key] = len(self.rules)
            self.rules.append(self.table.compile(condition, path))
        return place

    def _territory(self, territory: Territory | None) -> int:
        place = self._territory_places.get(territory)
        if place is None:
            place = self._territory_places[territory] = len(self.territories)
            self.territories.append(territory)
        return place

    def _index(self) -> Mapping[str, tuple[int, ...]]:
        found: dict[str, list[int]] = {}
        for number, one in enumerate(self.teams):
            for area in one.competences:
                found.setdefault(area, []).append(number)
        return {area: tuple(numbers) for area, numbers in found.items()}
