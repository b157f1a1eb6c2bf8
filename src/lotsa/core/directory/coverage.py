"""Where help is missing: for each need area and municipality, how many can help.

Set logic over territories and competences; what a single company is like is not asked. A team that
takes only certain companies, or none just now, is help for some and counts as a gap when nobody
else is there.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from lotsa.core.criteria.trees import CodeTree
from lotsa.core.routing.directory import Directory, DirectoryActor, DirectoryTeam
from lotsa.core.routing.territory import Territory


class Covered(StrEnum):
    """How well a need area is covered in a municipality."""

    NONE = "none"
    GAP = "gap"
    ONE = "one"
    SEVERAL = "several"


@dataclass(frozen=True)
class Cell:
    """One need area in one municipality.

    Attributes:
        always: ids of teams that take any company there, today.
        sometimes: ids of teams that take some companies, or are away or full just now.
    """

    always: tuple[str, ...] = ()
    sometimes: tuple[str, ...] = ()

    @property
    def covered(self) -> Covered:
        """How well it is covered."""
        if len(self.always) > 1:
            return Covered.SEVERAL
        if self.always:
            return Covered.ONE
        return Covered.GAP if self.sometimes else Covered.NONE


@dataclass(frozen=True)
class Coverage:
    """The whole table.

    Attributes:
        areas: ids of the need areas, in their order.
        municipalities: codes, in their order.
        cells: one for each pair of municipality and need area.
    """

    areas: tuple[str, ...]
    municipalities: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell] = field(default_factory=dict)

    def cell(self, municipality: str, area: str) -> Cell:
        """How it stands with a need area in a municipality."""
        return self.cells.get((municipality, area), Cell())

    def counts(self) -> Mapping[Covered, int]:
        """How many pairs of municipality and need area stand how."""
        found = dict.fromkeys(Covered, 0)
        for municipality in self.municipalities:
            for area in self.areas:
                found[self.cell(municipality, area).covered] += 1
        return found


def coverage(
    directory: Directory,
    areas: Sequence[str],
    municipalities: Sequence[str],
    places: CodeTree,
    *,
    as_of: date,
    full: Iterable[str] = (),
    among: Iterable[str] | None = None,
) -> Coverage:
    """How well each need area is covered in each municipality on a day.

    Args:
        directory: who can take a case.
        areas: ids of need areas.
        municipalities: their codes.
        places: which region a municipality lies in.
        as_of: the day; a team that is away without a substitute takes nobody.
        full: ids of teams without room.
        among: count only these teams; None counts all.
    """
    no_room = frozenset(full)
    counted = None if among is None else frozenset(among)
    by_region: dict[str | None, list[str]] = defaultdict(list)
    for code in municipalities:
        by_region[places.parent(code)].append(code)
    wanted = frozenset(areas)
    always: dict[tuple[str, str], list[str]] = defaultdict(list)
    sometimes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for actor in directory.actors:
        for team in actor.teams:
            if not team.active or (counted is not None and team.id not in counted):
                continue
            where = _where(team.territory or actor.territory, municipalities, by_region)
            hindered = _hindered(team, actor, as_of) or team.id in no_room
            for competence in team.competences:
                if competence.area not in wanted:
                    continue
                some = hindered or competence.criteria is not None
                for code in where:
                    (sometimes if some else always)[code, competence.area].append(team.id)
    cells = {
        key: Cell(tuple(sorted(always[key])), tuple(sorted(sometimes[key])))
        for key in {*always, *sometimes}
    }
    return Coverage(tuple(areas), tuple(municipalities), cells)


def _where(
    territory: Territory | None,
    municipalities: Sequence[str],
    by_region: Mapping[str | None, Sequence[str]],
) -> Sequence[str]:
    if territory is None:
        return ()
    if territory.national:
        return municipalities
    found = {code for region in territory.regions for code in by_region.get(region, ())}
    found |= territory.municipalities.intersection(municipalities)
    return tuple(found)


def _hindered(team: DirectoryTeam, actor: DirectoryActor, as_of: date) -> bool:
    away = team.absence_on(as_of)
    return (
        team.criteria is not None
        or actor.criteria is not None
        or (away is not None and away.substitute is None)
    )
