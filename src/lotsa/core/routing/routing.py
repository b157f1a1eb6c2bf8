"""Who should take this case: every team of the directory, ranked, with reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import overload

from lotsa.core.criteria.registry import Registry
from lotsa.core.routing.asked import AskedCase, Fit, Request
from lotsa.core.routing.compiled import CompiledDirectory
from lotsa.core.routing.directory import Directory
from lotsa.core.routing.explaining import reasons_for
from lotsa.core.routing.reasons import Reason, Words

__all__ = ["Answer", "Ranked", "Ranking", "Request", "Router", "Routing"]


class Answer(StrEnum):
    """Can the team take the case?"""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


_ANSWERS = (Answer.NO, Answer.MAYBE, Answer.YES)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A team in the ranked list.

    Attributes:
        team: its id.
    """

    team: str
    _fit: Fit | None = field(repr=False)
    _case: AskedCase = field(repr=False, compare=False)
    _number: int = field(repr=False, compare=False)

    @property
    def answer(self) -> Answer:
        """Can the team take the case?"""
        return Answer.NO if self._fit is None else _ANSWERS[self._fit.answer]

    @property
    def score(self) -> float:
        """0–1, the greater the better; 0 when the answer is no.

        A yes is above 0.5 and a maybe below. Within each, a team with room is above a full one.
        """
        return 0.0 if self._fit is None else -self._fit.shortfall

    @property
    def covers(self) -> tuple[str, ...]:
        """Need areas it can help the company with; none when the answer is no."""
        return () if self._fit is None else self._fit.covers

    @property
    def may_cover(self) -> tuple[str, ...]:
        """Need areas where that depends on what is not known."""
        return () if self._fit is None else self._fit.may_cover

    @property
    def available(self) -> bool:
        """Can it take the case, and has it room?"""
        return self._fit is not None and self._fit.available

    @property
    def speaks(self) -> bool:
        """Does it speak the language asked for? True when none is."""
        return self._case.speaks(self._case.compiled.teams[self._number])

    @property
    def stands_in_for(self) -> tuple[str, ...]:
        """Ids of absent teams whose cases it takes meanwhile."""
        teams = self._case.compiled.teams
        return tuple(teams[one].team.id for one in self._case.stands_in_for.get(self._number, ()))

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons, those that decide first; worked out when they are read."""
        return reasons_for(self._case, self._number)


class Ranking(Sequence[Ranked]):
    """Every team of the directory once: yes, then maybe, then no. A team is made when it is read.

    A slice is a tuple.
    """

    __slots__ = ("_order", "case")

    def __init__(self, case: AskedCase) -> None:
        fits = case.fits
        self.case = case
        self._order = [fit.number for fit in sorted(fits.values())]
        self._order += [one for one in range(len(case.compiled.teams)) if one not in fits]

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, index: int) -> Ranked: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Ranked, ...]: ...

    def __getitem__(self, index: int | slice) -> Ranked | tuple[Ranked, ...]:
        if isinstance(index, slice):
            return tuple(self._ranked(number) for number in self._order[index])
        return self._ranked(self._order[index])

    def _ranked(self, number: int) -> Ranked:
        case = self.case
        return Ranked(case.compiled.teams[number].team.id, case.fits.get(number), case, number)


@dataclass(frozen=True)
class Routing:
    """The answer to who should take a case.

    Attributes:
        ranked: every team of the directory once: yes, then maybe, then no.
        uncovered: no team can or may take the case. Someone must be told.
        uncovered_areas: asked need areas that none of the teams that can or may take the case
            helps with.
    """

    ranked: Ranking
    uncovered: bool
    uncovered_areas: tuple[str, ...]

    @property
    def areas(self) -> tuple[str, ...]:
        """Need areas that were asked for."""
        return self.ranked.case.areas

    def area_name(self, area: str) -> Words:
        """The name of a need area inside a sentence, by language."""
        return self.ranked.case.compiled.area_name(area)

    @cached_property
    def by_team(self) -> Mapping[str, Ranked]:
        """Every team's place by its id: the answer to "why was team X not chosen?"."""
        return {one.team: one for one in self.ranked}


class Router:
    """Routes cases by one directory.

    The order is total and the same every time: by score, then the most specific territory, then
    the least taken of its room, then the team's id; teams whose answer is no by id. The order of
    the directory means nothing.

    Raises:
        CatalogueFault: at once, when two teams have one id or criteria do not fit the registry.
    """

    def __init__(self, directory: Directory, registry: Registry) -> None:
        self.directory = directory
        self.registry = registry
        self._compiled = CompiledDirectory(directory, registry)

    def route(self, request: Request) -> Routing:
        """Every team with its answer for the case.

        Raises:
            FactFault: the desk is not in the directory, or the needs are too many.
        """
        case = AskedCase(self._compiled, request)
        fits = case.fits
        met = {area for fit in fits.values() for area in (*fit.covers, *fit.may_cover)}
        return Routing(
            Ranking(case),
            uncovered=not fits,
            uncovered_areas=tuple(area for area in case.areas if area not in met),
        )
