"""A directory made ready for many cases: equal criteria and territories are worked out once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from lotsa.core.criteria.compiled import LeafTable, Node
from lotsa.core.criteria.conditions import ALWAYS, Condition
from lotsa.core.criteria.faults import CatalogueFault
from lotsa.core.criteria.logic import Truth
from lotsa.core.criteria.registry import LANGUAGES, Registry
from lotsa.core.criteria.sentences import question, sentence
from lotsa.core.criteria.wording import lowered
from lotsa.core.routing.directory import Desk, Directory, DirectoryActor, DirectoryTeam
from lotsa.core.routing.languages import ALWAYS_SPOKEN
from lotsa.core.routing.reasons import Words
from lotsa.core.routing.territory import MUNICIPALITY, Coverage, Places, Territory, cover

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
        gate: the places of those of the two that require something.
        competences: place of each competence's criteria, by need area.
        languages: every language it speaks.
    """

    team: DirectoryTeam
    actor: DirectoryActor
    territory: int
    actor_rule: int
    team_rule: int
    gate: tuple[int, ...]
    competences: Mapping[str, int]
    languages: frozenset[str]


def part_key(part: Node) -> Node | int:
    """Equal for parts that say the same: equal leaves share a place, but may have own texts."""
    own = getattr(part.condition, "text", None)
    return part if part.leaf < 0 or own else part.leaf


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
        self._area_names: dict[str, Words] = {}
        self._conditions: dict[Node | int, Words] = {}
        self._questions: dict[str, Words] = {}
        self._rule_places: dict[str, int] = {}
        self._territory_places: dict[Territory | None, int] = {}
        self.teams = self._compile_teams()
        self.numbers: Mapping[str, int] = {one.team.id: n for n, one in enumerate(self.teams)}
        self.desks: Mapping[str, Desk] = {desk.id: desk for desk in directory.desks}
        self.taking = tuple(n for n, one in enumerate(self.teams) if one.team.active)
        self.by_area = self._by_area()
        self.by_desk: Mapping[str, frozenset[int]] = {
            desk.id: frozenset(self.numbers[team] for team in desk.teams if team in self.numbers)
            for desk in directory.desks
        }
        self.by_place = self._by_place()
        self.everywhere = frozenset(
            place for place, one in enumerate(self.territories) if one is None or one.national
        )
        self.with_absence = tuple(n for n in self.taking if self.teams[n].team.absences)
        self.somewhere = tuple(cover(one, Places()) for one in self.territories)
        self.tests = tuple(zip(self.table.fields, self.table.tests, strict=True))

    def _compile_teams(self) -> tuple[CompiledTeam, ...]:
        """Every team in the order of its id, so that the directory's own order means nothing."""
        found: dict[str, CompiledTeam] = {}
        for a, actor in enumerate(self.directory.actors):
            actor_rule = self._rule(actor.criteria, f"actors[{a}].criteria")
            for t, team in enumerate(actor.teams):
                path = f"actors[{a}].teams[{t}]"
                if team.id in found:
                    raise CatalogueFault(f"{path}.id", f"the id {team.id!r} is given twice")
                team_rule = self._rule(team.criteria, f"{path}.criteria")
                found[team.id] = CompiledTeam(
                    team=team,
                    actor=actor,
                    territory=self._territory(team.territory or actor.territory),
                    actor_rule=actor_rule,
                    team_rule=team_rule,
                    gate=tuple(one for one in (actor_rule, team_rule) if one != NOTHING),
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

    def _by_area(self) -> Mapping[str, tuple[int, ...]]:
        """Numbers of the teams that take cases, by what they help with."""
        found: dict[str, list[int]] = {}
        for number in self.taking:
            for area in self.teams[number].competences:
                found.setdefault(area, []).append(number)
        return {area: tuple(numbers) for area, numbers in found.items()}

    def _by_place(self) -> Mapping[str, frozenset[int]]:
        """Territories by the codes they name, a municipality also by its region's."""
        tree = self.registry.tree_of(MUNICIPALITY)
        found: dict[str, set[int]] = {}
        for place, territory in enumerate(self.territories):
            if territory is None or territory.national:
                continue
            for code in (*territory.regions, *territory.municipalities):
                found.setdefault(code, set()).add(place)
                for above in tree.ancestors(code) if tree is not None else ():
                    found.setdefault(above, set()).add(place)
        return {code: frozenset(places) for code, places in found.items()}

    def area_name(self, area: str) -> Words:
        """The name of a need area inside a sentence, by language; the id when it has none."""
        found = self._area_names.get(area)
        if found is None:
            names = self.directory.areas.get(area) or {"sv": area}
            known = next(iter(names.values()))
            found = {name: lowered(names.get(name) or known) for name in LANGUAGES}
            if area in self.by_area:  # no other ids are kept: those of a request have no end
                self._area_names[area] = found
        return found

    def condition(self, part: Node) -> Words:
        """A part of a rule in words, to stand inside a sentence, by language."""
        key = part_key(part)
        found = self._conditions.get(key)
        if found is None:
            found = self._conditions[key] = {
                name: lowered(sentence(part.condition, self.registry, name)) for name in LANGUAGES
            }
        return found

    def question(self, field: str) -> Words:
        """The question that asks for a fact, by language."""
        found = self._questions.get(field)
        if found is None:
            asked = self.registry.fields[field]
            found = self._questions[field] = {name: question(asked, name) for name in LANGUAGES}
        return found

    def coverages(self, places: Places) -> Mapping[int, Coverage]:
        """The territories that cover or may cover a company, by their place."""
        if not places.known:
            return dict(enumerate(self.somewhere))
        if places.astray or places.tree is None:
            reached: Collection[int] = range(len(self.territories))
        else:
            reached = self.everywhere.union(
                *(self.by_place.get(code, ()) for code in (*places.municipalities, *places.regions))
            )
        found = {place: cover(self.territories[place], places) for place in sorted(reached)}
        return {place: one for place, one in found.items() if one.truth is not Truth.NO}
