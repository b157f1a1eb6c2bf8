"""The directory: actors, their teams, what each can help with, and the desks over them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from lotsa.core.criteria.conditions import Condition
from lotsa.core.criteria.faults import CatalogueFault
from lotsa.core.criteria.registry import Registry
from lotsa.core.routing import reading
from lotsa.core.routing.territory import Territory


@dataclass(frozen=True)
class TeamCompetence:
    """Something a team can help with.

    Attributes:
        area: id of the need area.
        words: how the team itself describes it, by language.
        criteria: what a company must fulfil for this help alone; ``None`` is nothing.
    """

    area: str
    words: Mapping[str, str] = field(default_factory=dict)
    criteria: Condition | None = None


@dataclass(frozen=True)
class Absence:
    """Days when a team takes no new cases.

    Attributes:
        first: the first day.
        last: the last day, inclusive; ``None`` is until further notice.
        substitute: id of the team that takes the cases meanwhile, if any.
        note: for the staff; never part of a reason.
    """

    first: date
    last: date | None = None
    substitute: str | None = None
    note: str = ""

    def holds_on(self, day: date) -> bool:
        """Is the team absent on ``day``?"""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class DirectoryTeam:
    """A team that takes cases.

    Attributes:
        id: unique in the directory.
        actor: id of its actor.
        name: its name.
        competences: what it can help with.
        territory: where it works; ``None`` is the actor's. It replaces the actor's, wholly.
        criteria: what companies it takes, beside the actor's criteria; ``None`` is all.
        languages: codes of languages it speaks; none stated is the actor's. Swedish always.
        capacity: open cases at a time; ``None`` is not stated, and then it is never full.
        absences: when it takes no new cases.
        active: it takes cases at all.
    """

    id: str
    actor: str
    name: str
    competences: tuple[TeamCompetence, ...] = ()
    territory: Territory | None = None
    criteria: Condition | None = None
    languages: tuple[str, ...] = ()
    capacity: int | None = None
    absences: tuple[Absence, ...] = ()
    active: bool = True

    def absence_on(self, day: date) -> Absence | None:
        """The absence that holds on ``day``: of several, the one that lasts longest."""
        holding = [one for one in self.absences if one.holds_on(day)]
        return max(holding, key=lambda one: one.last or date.max, default=None)


@dataclass(frozen=True)
class DirectoryActor:
    """An organisation with its teams.

    Attributes:
        id: unique among the actors.
        name: its name.
        territory: where its teams work when they do not say; ``None`` is not stated.
        criteria: what companies all its teams take; ``None`` is all.
        languages: codes of languages its teams speak when they do not say.
        teams: its teams.
    """

    id: str
    name: str
    territory: Territory | None = None
    criteria: Condition | None = None
    languages: tuple[str, ...] = ()
    teams: tuple[DirectoryTeam, ...] = ()


@dataclass(frozen=True)
class Desk:
    """An entrance over the directory: only its teams take the cases that come in by it.

    Attributes:
        id: unique among the desks.
        name: by language.
        teams: ids of its teams.
        areas: need areas it is about; empty is any. A case that states no need is taken to be
            about one of them.
        language_required: a team that does not speak the asked language is left out here.
    """

    id: str
    name: Mapping[str, str] = field(default_factory=dict)
    teams: frozenset[str] = frozenset()
    areas: tuple[str, ...] = ()
    language_required: bool = False


@dataclass(frozen=True)
class Directory:
    """Everyone who can take a case.

    Attributes:
        actors: the actors with their teams.
        desks: the entrances.
        areas: names of the need areas, by id and language; for the sentences.
    """

    actors: tuple[DirectoryActor, ...]
    desks: tuple[Desk, ...] = ()
    areas: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def teams(self) -> Mapping[str, DirectoryTeam]:
        """Every team by id, in the order of the directory."""
        return {team.id: team for actor in self.actors for team in actor.teams}

    @staticmethod
    def from_document(
        document: Mapping[str, Any],
        registry: Registry,
        areas: Mapping[str, Mapping[str, str]] | None = None,
    ) -> "Directory":
        """Read ``directory.yaml``'s content, see ``docs/directory.md``.

        Args:
            document: the document.
            registry: the facts that criteria may use, with the list of places.
            areas: need areas by id with their names by language; an area that is not among
                them is refused. ``None`` is not known, and then any id will do.

        Raises:
            CatalogueFault: something that cannot be read, a reference to what is not there, an
                id given twice, or teams that are substitutes for each other in a ring.
        """
        if not isinstance(document, Mapping):
            raise CatalogueFault("", "must be a mapping with the list of actors")
        if not isinstance(document.get("actors"), list):
            raise CatalogueFault("actors", "must be a list of actors")
        reader = _Reader(registry, areas)
        actors = tuple(
            reader.actor(row, f"actors[{index}]")
            for index, row in enumerate(reading.rows(document["actors"], "actors"))
        )
        desks = reader.desks(document.get("desks"))
        directory = Directory(actors, desks, dict(areas or {}))
        _refuse_bad_substitutes(directory)
        return directory


class _Reader:
    """Reads the rows of one document and remembers what has been named."""

    def __init__(self, registry: Registry, areas: Mapping[str, Mapping[str, str]] | None) -> None:
        self._registry = registry
        self._areas = areas
        self._criteria = reading.Criteria(registry)
        self._actors: set[str] = set()
        self._teams: set[str] = set()
        self._asked_for_desk: dict[str, list[str]] = {}

    def actor(self, row: Mapping[str, Any], path: str) -> DirectoryActor:
        name = _new(reading.identity(row, path), self._actors, path)
        own = self._competences(row.get("competences"), f"{path}.competences")
        return DirectoryActor(
            id=name,
            name=reading.name_of(row, path),
            territory=reading.territory(row.get("territory"), f"{path}.territory", self._registry),
            criteria=self._criteria.read(row.get("criteria"), f"{path}.criteria"),
            languages=reading.languages(row.get("languages"), f"{path}.languages"),
            teams=tuple(
                self._team(team, name, own, f"{path}.teams[{index}]")
                for index, team in enumerate(reading.rows(row.get("teams"), f"{path}.teams"))
            ),
        )

    def _team(
        self, row: Mapping[str, Any], actor: str, inherited: tuple[TeamCompetence, ...], path: str
    ) -> DirectoryTeam:
        name = _new(reading.identity(row, path), self._teams, path)
        for desk in reading.texts(row.get("desks"), f"{path}.desks"):
            self._asked_for_desk.setdefault(desk, []).append(name)
        own = row.get("competences")
        return DirectoryTeam(
            id=name,
            actor=actor,
            name=reading.name_of(row, path),
            competences=(
                inherited if own is None else self._competences(own, f"{path}.competences")
            ),
            territory=reading.territory(row.get("territory"), f"{path}.territory", self._registry),
            criteria=self._criteria.read(row.get("criteria"), f"{path}.criteria"),
            languages=reading.languages(row.get("languages"), f"{path}.languages"),
            capacity=reading.capacity(row.get("capacity"), f"{path}.capacity"),
            absences=tuple(_absences(row.get("absence"), f"{path}.absence")),
            active=reading.flag(row, "active", path, default=True),
        )

    def _competences(self, raw: Any, path: str) -> tuple[TeamCompetence, ...]:
        if raw is None:
            return ()
        if not isinstance(raw, list):
            raise CatalogueFault(path, "must be a list of need areas")
        found: dict[str, TeamCompetence] = {}
        for index, row in enumerate(raw):
            at = f"{path}[{index}]"
            written = {"area": row} if isinstance(row, str) else row
            if not isinstance(written, Mapping):
                raise CatalogueFault(at, "must be a need area, or a mapping with its area")
            area = written.get("area")
            if not isinstance(area, str) or not area.strip():
                raise CatalogueFault(f"{at}.area", "must be the id of a need area")
            self._known_area(area, at if isinstance(row, str) else f"{at}.area")
            if area in found:
                raise CatalogueFault(at, f"the need area {area!r} is given twice")
            criteria = self._criteria.read(written.get("criteria"), f"{at}.criteria")
            found[area] = TeamCompetence(area, reading.words_of(written, "words"), criteria)
        return tuple(found.values())

    def desks(self, raw: Any) -> tuple[Desk, ...]:
        named: set[str] = set()
        found = []
        for index, row in enumerate(reading.rows(raw, "desks")):
            path = f"desks[{index}]"
            desk = _new(reading.identity(row, path), named, path)
            teams = reading.texts(row.get("teams"), f"{path}.teams")
            for at, team in enumerate(teams):
                if team not in self._teams:
                    raise CatalogueFault(f"{path}.teams[{at}]", f"there is no team {team!r}")
            areas = reading.texts(row.get("areas"), f"{path}.areas")
            for at, area in enumerate(areas):
                self._known_area(area, f"{path}.areas[{at}]")
            found.append(
                Desk(
                    id=desk,
                    name=reading.words_of(row, "name") or {"sv": reading.name_of(row, path)},
                    teams=frozenset((*teams, *self._asked_for_desk.pop(desk, ()))),
                    areas=areas,
                    language_required=reading.flag(row, "language_required", path, default=False),
                )
            )
        if raw is None:
            return tuple(
                Desk(desk, {"sv": desk}, frozenset(teams))
                for desk, teams in self._asked_for_desk.items()
            )
        if self._asked_for_desk:
            desk, (team, *_) = next(iter(self._asked_for_desk.items()))
            raise CatalogueFault("desks", f"there is no desk {desk!r}, which {team!r} names")
        return tuple(found)

    def _known_area(self, area: str, path: str) -> None:
        if self._areas is not None and area not in self._areas:
            raise CatalogueFault(path, f"there is no need area {area!r}")


def _new(name: str, seen: set[str], path: str) -> str:
    if name in seen:
        raise CatalogueFault(f"{path}.id", f"the id {name!r} is given twice")
    seen.add(name)
    return name


def _absences(raw: Any, path: str) -> Iterator[Absence]:
    single = isinstance(raw, Mapping)
    for index, row in enumerate(reading.rows([raw] if single else raw, path)):
        at = path if single else f"{path}[{index}]"
        first = reading.optional_day(row.get("from"), f"{at}.from")
        last = reading.optional_day(row.get("to"), f"{at}.to")
        if first is None:
            raise CatalogueFault(f"{at}.from", "needs the first day of the absence")
        if last is not None and last < first:
            raise CatalogueFault(f"{at}.to", "the last day is before the first")
        substitute, note = row.get("substitute"), row.get("note")
        if substitute is not None and not isinstance(substitute, str):
            raise CatalogueFault(f"{at}.substitute", "must be the id of a team")
        if note is not None and not isinstance(note, str):
            raise CatalogueFault(f"{at}.note", "must be text")
        yield Absence(first, last, substitute, note or "")


def _refuse_bad_substitutes(directory: Directory) -> None:
    paths = {
        team.id: f"actors[{a}].teams[{t}]"
        for a, actor in enumerate(directory.actors)
        for t, team in enumerate(actor.teams)
    }
    for team in directory.teams.values():
        for one in team.absences:
            if one.substitute is not None and one.substitute not in directory.teams:
                raise CatalogueFault(
                    f"{paths[team.id]}.absence", f"there is no team {one.substitute!r}"
                )
    if ring := substitute_ring(directory.teams.values()):
        raise CatalogueFault(
            f"{paths[ring[0]]}.absence",
            f"substitutes lead back to the team itself: {' → '.join((*ring, ring[0]))}",
        )


def substitute_ring(teams: Iterable[DirectoryTeam]) -> tuple[str, ...]:
    """The ids of teams that on some day are substitutes for each other in a ring; empty if none.

    Teams may well stand in for each other in turn: only what holds on one and the same day is
    a ring.
    """
    absent = [team for team in teams if any(one.substitute for one in team.absences)]
    days = {one.first for team in absent for one in team.absences}
    days |= {
        one.last + timedelta(days=1)
        for team in absent
        for one in team.absences
        if one.last is not None and one.last < date.max
    }
    for day in sorted(days):
        leads = {
            team.id: absence.substitute
            for team in absent
            if (absence := team.absence_on(day)) is not None and absence.substitute
        }
        if ring := _ring(leads):
            return ring
    return ()


def _ring(leads: Mapping[str, str]) -> tuple[str, ...]:
    settled: set[str] = set()
    for start in leads:
        chain: list[str] = []
        at: str | None = start
        while at is not None and at not in settled and at not in chain:
            chain.append(at)
            at = leads.get(at)
        if at is not None and at in chain:
            return tuple(chain[chain.index(at) :])
        settled.update(chain)
    return ()
