"""One case held against a compiled directory: how each team fits, absences and stand-ins too."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from lotsa.core.criteria.company import Resolver
from lotsa.core.criteria.compiled import truth_of
from lotsa.core.criteria.facts import Facts
from lotsa.core.criteria.faults import FactFault
from lotsa.core.criteria.logic import Truth
from lotsa.core.routing.compiled import NOTHING, CompiledDirectory, CompiledTeam
from lotsa.core.routing.directory import Absence
from lotsa.core.routing.reading import language_code
from lotsa.core.routing.reasons import Reason
from lotsa.core.routing.territory import OUTSIDE, Coverage, Level, places_of

NO, UNKNOWN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES

MAX_AREAS: Final = 100
"""More needs in one case are a mistake or an attack."""
_LANGUAGE_WEIGHT: Final = 0.5
_AREAS_WEIGHT: Final = 0.3
_NEAR_WEIGHT: Final = 0.14
_ROOM_WEIGHT: Final = 0.06
"""Language outweighs the rest together; half the needs outweigh being in the same municipality."""
_NEARNESS: Final = {Level.COUNTRY: 0.0, Level.REGION: 0.5, Level.MUNICIPALITY: 1.0}
_BAND: Final = 0.25
_FLOOR: Final = 0.01
"""A band for each answer and room; its floor keeps it apart from the band below."""
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


class Fit(NamedTuple):
    """How a team that can or may take a case fits it; fits sort as the teams are ranked.

    A named tuple, since a case makes thousands and a frozen dataclass costs four times as much.

    Attributes:
        shortfall: the score with its sign changed.
        far: how unspecific the territory is by which it covers the company.
        load_share: how much of its room is taken, 0–1.
        number: the team's number, in the order of the ids.
        answer: yes or unknown.
        covers: need areas it can help this company with.
        may_cover: need areas where that depends on what is not known.
        coverage: whether its territory covers the company.
        available: it has room.
        speaks: it speaks the language asked for.
    """

    shortfall: float
    far: int
    load_share: float
    number: int
    answer: Truth
    covers: tuple[str, ...]
    may_cover: tuple[str, ...]
    coverage: Coverage
    available: bool
    speaks: bool


class AskedCase:
    """One case against one directory.

    Raises:
        FactFault: the desk is not in the directory, or the needs are too many.
    """

    def __init__(self, compiled: CompiledDirectory, request: Request) -> None:
        if request.desk is not None and request.desk not in compiled.desks:
            raise FactFault("need.desk", f"the directory has no desk {request.desk!r}")
        self.compiled = compiled
        self.request = request
        self.desk = None if request.desk is None else compiled.desks[request.desk]
        self.areas = tuple(dict.fromkeys(request.areas))
        if len(self.areas) > MAX_AREAS:
            raise FactFault("need.areas", f"more than {MAX_AREAS} need areas in one case")
        self.possible: tuple[str, ...] = self.desk.areas if self.desk and not self.areas else ()
        self.language_required = request.language_required or (
            self.desk is not None and self.desk.language_required
        )
        self.language = language_code(request.language) if request.language else None
        self.resolver = Resolver(compiled.registry, request.facts, request.as_of)
        self.places = places_of(self.resolver, compiled.registry)
        values = {name: self.resolver.value(name) for name in set(compiled.table.fields)}
        self.truths: Sequence[Truth] = [test(values[name]) for name, test in compiled.tests]
        self._rules: list[Truth | None] = [None] * len(compiled.rules)
        self._coverages = compiled.coverages(self.places)
        self.place_reasons: dict[int, Reason] = {}
        self.rule_reasons: dict[tuple[object, str, str], Reason] = {}
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
        return self._coverages.get(place, OUTSIDE)

    def speaks(self, one: CompiledTeam) -> bool:
        """Does the team speak the language asked for, if one is?"""
        return self.language is None or self.language in one.languages

    def in_desk(self, one: CompiledTeam) -> bool:
        """Is the team one of those behind the desk, if the case came in by one?"""
        return self.desk is None or one.team.id in self.desk.teams

    def _fit_all(self) -> dict[int, Fit]:
        """Every fit that is not no, by the team's number."""
        teams, coverages = self.compiled.teams, self._coverages
        found = {}
        for number in self._candidates():
            coverage = coverages.get(teams[number].territory)
            if coverage is not None:
                fit = self._fit(number, coverage)
                if fit is not None:
                    found[number] = fit
        self._stand_in(found)
        return found

    def _candidates(self) -> Iterable[int]:
        """Numbers of the teams that help with something the case may be about."""
        compiled, wanted = self.compiled, self.areas or self.possible
        numbers: Iterable[int] = compiled.taking
        if len(wanted) == 1:
            numbers = compiled.by_area.get(wanted[0], ())
        elif wanted:
            numbers = {number for area in wanted for number in compiled.by_area.get(area, ())}
        if self.desk is None:
            return numbers
        return compiled.by_desk[self.desk.id].intersection(numbers)

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
            # It covers what the absent cover; all else it answers for itself.
            best = max(
                (self.coverage(teams[substitute].territory), *(left[n].coverage for n in absent)),
                key=lambda one: (one.truth, -1 if one.level is None else one.level),
            )
            fit = self._fit(substitute, best)
            if fit is not None:
                found[substitute] = fit
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

    def _fit(self, number: int, coverage: Coverage) -> Fit | None:
        """How the team fits, leaving absence and desk aside; ``None`` when it does not."""
        one = self.compiled.teams[number]
        answer = coverage.truth
        for place in one.gate:
            answer = min(answer, self.rule(place))
            if answer is NO:
                return None
        speaks = self.language is None or self.language in one.languages
        if self.language_required and not speaks:
            return None
        helps, covers, may_cover = self.helps(one)
        answer = min(answer, helps)
        if answer is NO:
            return None
        share, available = self.room(one)
        near = -1 if coverage.level is None or coverage.truth is not YES else int(coverage.level)
        score = self._score(len(covers) + len(may_cover) / 2, coverage, share, speaks=speaks)
        band = _BAND * ((2 if answer is YES else 0) + available)
        return Fit(
            -round(band + score, _DECIMALS),
            -near,
            share,
            number,
            answer,
            covers,
            may_cover,
            coverage,
            available,
            speaks,
        )

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
        for place in one.competences.values():
            if place == NOTHING or self.rule(place) is not NO:
                return UNKNOWN, (), ()
        return NO, (), ()

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

    def _score(self, areas: float, coverage: Coverage, share: float, *, speaks: bool) -> float:
        """The score within the band of answer and room; what is not sure counts half."""
        near = 0.0 if coverage.level is None else _NEARNESS[coverage.level]
        fit = (
            _LANGUAGE_WEIGHT * speaks
            + _AREAS_WEIGHT * areas / (len(self.areas or self.possible) or 1)
            + _NEAR_WEIGHT * near * (1.0 if coverage.truth is YES else 0.5)
            + _ROOM_WEIGHT * (1 - share)
        )
        return _FLOOR + (_BAND - _FLOOR) * fit
