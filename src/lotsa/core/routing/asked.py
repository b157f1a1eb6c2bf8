"""One case held against a compiled directory: how each team fits, absences and stand-ins too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from lotsa.core.criteria.company import Resolver
from lotsa.core.criteria.compiled import truth_of
from lotsa.core.criteria.facts import Facts
from lotsa.core.criteria.faults import FactFault
from lotsa.core.criteria.logic import Truth
from lotsa.core.routing.compiled import NOTHING, CompiledDirectory, CompiledTeam
from lotsa.core.routing.directory import Absence
from lotsa.core.routing.reading import language_code
from lotsa.core.routing.territory import OUTSIDE, Coverage, Level, cover, places_of

NO, UNKNOWN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES

_LANGUAGE_WEIGHT: Final = 0.5
_AREAS_WEIGHT: Final = 0.3
_NEAR_WEIGHT: Final = 0.14
_ROOM_WEIGHT: Final = 0.06
"""Language outweighs the rest together; half the needs outweigh being in the same municipality."""
_NEARNESS: Final = {Level.COUNTRY: 0.0, Level.REGION: 0.5, Level.MUNICIPALITY: 1.0}
_BAND: Final = 0.25
_HALF_FULL: Final = 10
"""Open cases at which a team that has stated no capacity counts as half full."""
_DECIMALS: Final = 4


@dataclass(frozen=True)
class Request:
    """A case to be routed.

    Attributes:
        areas: ids of the need areas; empty when the need is not known.
        facts: what is known of the company.
        as_of: the day.
        language: code of the language the company wants help in; ``None`` is any.
        language_required: a team that does not speak it is left out, not only placed lower.
        desk: id of the desk the case came in by, if any.
        load: open cases now, by team id; a team that is not named counts as having none.
    """

    areas: tuple[str, ...]
    facts: Facts
    as_of: date
    language: str | None = None
    language_required: bool = False
    desk: str | None = None
    load: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fit:
    """How a team fits a case.

    Attributes:
        answer: can it take the case?
        covers: need areas it can help this company with.
        may_cover: need areas where that depends on what is not known.
        coverage: whether its territory covers the company.
        speaks: it speaks the language asked for.
        available: it has room.
        load_share: how much of its room is taken, 0–1.
        score: 0–1, the greater the better; 0 when the answer is no.
    """

    answer: Truth
    covers: tuple[str, ...] = ()
    may_cover: tuple[str, ...] = ()
    coverage: Coverage = OUTSIDE
    speaks: bool = True
    available: bool = True
    load_share: float = 0.0
    score: float = 0.0


NO_FIT: Final = Fit(NO)


class AskedCase:
    """One case against one directory.

    Raises:
        FactFault: the desk is not in the directory.
    """

    def __init__(self, compiled: CompiledDirectory, request: Request) -> None:
        if request.desk is not None and request.desk not in compiled.desks:
            raise FactFault("need.desk", f"the directory has no desk {request.desk!r}")
        self.compiled = compiled
        self.request = request
        self.desk = None if request.desk is None else compiled.desks[request.desk]
        self.areas = tuple(dict.fromkeys(request.areas))
        self.possible: tuple[str, ...] = self.desk.areas if self.desk and not self.areas else ()
        self.language_required = request.language_required or (
            self.desk is not None and self.desk.language_required
        )
        self.language = language_code(request.language) if request.language else None
        self.resolver = Resolver(compiled.registry, request.facts, request.as_of)
        self.places = places_of(self.resolver, compiled.registry)
        self.truths: Sequence[Truth] = [
            test(self.resolver.value(name))
            for name, test in zip(compiled.table.fields, compiled.table.tests, strict=True)
        ]
        self._rules: list[Truth | None] = [None] * len(compiled.rules)
        self._coverages: list[Coverage | None] = [None] * len(compiled.territories)
        self.absent: dict[int, Absence] = {}
        self.substitute: dict[int, int] = {}
        self.stands_in_for: dict[int, tuple[int, ...]] = {}
        self.fits = self._fit_all()

    def rule(self, place: int) -> Truth:
        """The truth of a rule of the directory for this company."""
        if place == NOTHING:
            return YES
        truth = self._rules[place]
        if truth is None:
            truth = self._rules[place] = truth_of(self.compiled.rules[place], self.truths)
        return truth

    def coverage(self, place: int) -> Coverage:
        """Whether a territory of the directory covers this company."""
        found = self._coverages[place]
        if found is None:
            found = self._coverages[place] = cover(self.compiled.territories[place], self.places)
        return found

    def speaks(self, one: CompiledTeam) -> bool:
        """Does the team speak the language asked for, if one is?"""
        return self.language is None or self.language in one.languages

    def in_desk(self, one: CompiledTeam) -> bool:
        """Is the team one of those behind the desk, if the case came in by one?"""
        return self.desk is None or one.team.id in self.desk.teams

    def _fit_all(self) -> dict[int, Fit]:
        """Every fit that is not no, by the team's number."""
        teams = self.compiled.teams
        found = {}
        for number in self._candidates():
            one = teams[number]
            if not one.team.active or not self.in_desk(one):
                continue
            fit = self._fit(one, self.coverage(one.territory))
            if fit.answer is not NO:
                found[number] = fit
        self._stand_in(found)
        return found

    def _candidates(self) -> Sequence[int]:
        """Numbers of the teams that help with something the case may be about."""
        wanted = self.areas or self.possible
        if not wanted:
            return range(len(self.compiled.teams))
        by_area = self.compiled.by_area
        if len(wanted) == 1:
            return by_area.get(wanted[0], ())
        return sorted({number for area in wanted for number in by_area.get(area, ())})

    def _stand_in(self, found: dict[int, Fit]) -> None:
        """Let substitutes take the place of the absent, in ``found``."""
        day = self.request.as_of
        teams = self.compiled.teams
        for number in self.compiled.with_absence:
            absence = teams[number].team.absence_on(day)
            if absence is not None:
                self.absent[number] = absence
        left = {number: fit for number in self.absent if (fit := found.pop(number, None))}
        standing: dict[int, list[int]] = {}
        for number in self.absent:
            substitute = self._substitute_of(number)
            if substitute is None:
                continue
            self.substitute[number] = substitute
            if number in left:
                standing.setdefault(substitute, []).append(number)
        for substitute, absent in standing.items():
            fits = [
                self._fit(teams[substitute], self._better(substitute, left[number].coverage))
                for number in absent
            ]
            if substitute in found:
                fits.append(found[substitute])
            best = max(fits, key=lambda fit: fit.score)
            if best.answer is not NO:
                found[substitute] = best
                self.stands_in_for[substitute] = tuple(absent)

    def _substitute_of(self, number: int) -> int | None:
        """The present team at the end of the chain of substitutes; ``None`` in a ring."""
        seen = set()
        at: int | None = number
        while at is not None and at in self.absent and at not in seen:
            seen.add(at)
            at = self.compiled.numbers.get(self.absent[at].substitute or "")
        if at is None or at in seen or not self.compiled.teams[at].team.active:
            return None
        return at

    def _better(self, number: int, other: Coverage) -> Coverage:
        """The own coverage or that of the team it stands in for, whichever says more."""
        own = self.coverage(self.compiled.teams[number].territory)
        return max(own, other, key=lambda one: (one.truth, -1 if one.level is None else one.level))

    def _fit(self, one: CompiledTeam, coverage: Coverage) -> Fit:
        """How the team fits, leaving absence, desk and being active aside."""
        answer = coverage.truth
        if answer is NO:
            return NO_FIT
        answer = min(answer, self.rule(one.actor_rule), self.rule(one.team_rule))
        if answer is NO:
            return NO_FIT
        speaks = self.speaks(one)
        if self.language_required and not speaks:
            return NO_FIT
        helps, covers, may_cover = self.helps(one)
        answer = min(answer, helps)
        if answer is NO:
            return NO_FIT
        share, available = self.room(one)
        score = self._score(answer, (covers, may_cover), coverage, share, available, speaks)
        return Fit(answer, covers, may_cover, coverage, speaks, available, share, score)

    def helps(self, one: CompiledTeam) -> tuple[Truth, tuple[str, ...], tuple[str, ...]]:
        """Does the team help with the need, with which areas surely and with which perhaps?

        One area of several is enough. A need that is not known may be any area, or any of the
        desk's: the answer is then yes only if the team helps with each of them.
        """
        if self.areas:
            covers, may_cover = self._sorted(one, self.areas)
            return (YES if covers else UNKNOWN if may_cover else NO), covers, may_cover
        if self.possible:
            covers, may_cover = self._sorted(one, self.possible)
            if len(covers) == len(self.possible):
                return YES, covers, ()
            return (UNKNOWN if covers or may_cover else NO), (), (*covers, *may_cover)
        some = any(self.rule(place) is not NO for place in one.competences.values())
        return (UNKNOWN if some else NO), (), ()

    def _sorted(
        self, one: CompiledTeam, areas: tuple[str, ...]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        found: dict[Truth, list[str]] = {YES: [], UNKNOWN: [], NO: []}
        for area in areas:
            place = one.competences.get(area)
            if place is not None:
                found[self.rule(place)].append(area)
        return tuple(found[YES]), tuple(found[UNKNOWN])

    def room(self, one: CompiledTeam) -> tuple[float, bool]:
        """The share of the team's room that is taken, and whether there is any left."""
        load = self.request.load.get(one.team.id, 0)
        capacity = one.team.capacity
        if capacity is None:
            return load / (load + _HALF_FULL), True
        return (min(1.0, load / capacity), load < capacity) if capacity else (1.0, False)

    def _score(
        self,
        answer: Truth,
        areas: tuple[tuple[str, ...], tuple[str, ...]],
        coverage: Coverage,
        share: float,
        available: bool,  # noqa: FBT001
        speaks: bool,  # noqa: FBT001
    ) -> float:
        """Bands by answer and room, and within a band by fit; what is not sure counts half."""
        covers, may_cover = areas
        wanted = len(self.areas or self.possible) or 1
        near = 0.0 if coverage.level is None else _NEARNESS[coverage.level]
        fit = (
            _LANGUAGE_WEIGHT * speaks
            + _AREAS_WEIGHT * (len(covers) + len(may_cover) / 2) / wanted
            + _NEAR_WEIGHT * near * (1.0 if coverage.truth is YES else 0.5)
            + _ROOM_WEIGHT * (1 - share)
        )
        band = (2 if answer is YES else 0) + available
        return round(_BAND * (band + fit), _DECIMALS)
