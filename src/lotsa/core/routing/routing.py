"""Who should take this case: every team of the directory, ranked, with reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from lotsa.core.criteria.logic import Truth
from lotsa.core.criteria.registry import Registry
from lotsa.core.routing.asked import NO_FIT, AskedCase, Fit, Request
from lotsa.core.routing.compiled import CompiledDirectory
from lotsa.core.routing.directory import Directory
from lotsa.core.routing.explaining import reasons_for
from lotsa.core.routing.reasons import Reason

__all__ = ["Answer", "Ranked", "Request", "Router", "Routing"]


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
        answer: can it take the case?
        score: 0–1, the greater the better. A yes is above 0.5 and a maybe below; within each, a
            team with room is above a full one. 0 when the answer is no.
        covers: need areas it can help the company with.
        may_cover: need areas where that depends on what is not known.
        available: it is no full team; says nothing when the answer is no.
        speaks: it speaks the language asked for; says nothing when the answer is no.
        stands_in_for: ids of absent teams whose cases it takes meanwhile.
    """

    team: str
    answer: Answer
    score: float
    covers: tuple[str, ...]
    may_cover: tuple[str, ...]
    available: bool
    speaks: bool
    stands_in_for: tuple[str, ...]
    _case: AskedCase = field(repr=False, compare=False)
    _number: int = field(repr=False, compare=False)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons, those that decide first; worked out when they are read."""
        return reasons_for(self._case, self._number)


@dataclass(frozen=True)
class Routing:
    """The answer to who should take a case.

    Attributes:
        ranked: every team of the directory once: yes, then maybe, then no.
        uncovered: no team can or may take the case. Someone must be told.
        uncovered_areas: asked need areas that none of the teams that can or may take the case
            helps with.
    """

    ranked: tuple[Ranked, ...]
    uncovered: bool
    uncovered_areas: tuple[str, ...]

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
            FactFault: the desk is not in the directory.
        """
        case = AskedCase(self._compiled, request)
        teams = self._compiled.teams
        fits = case.fits
        order = sorted(fits, key=lambda number: (*_place(fits[number]), number))
        order += [number for number in range(len(teams)) if number not in fits]
        ranked = tuple(_ranked(case, number) for number in order)
        met = {area for fit in fits.values() for area in (*fit.covers, *fit.may_cover)}
        return Routing(
            ranked,
            uncovered=not fits,
            uncovered_areas=tuple(area for area in case.areas if area not in met),
        )


def _place(fit: Fit) -> tuple[int, bool, float, int, float]:
    level = fit.coverage.level
    near = level + 1 if level is not None and fit.coverage.truth is Truth.YES else 0
    return (-fit.answer, not fit.available, -fit.score, -near, fit.load_share)


def _ranked(case: AskedCase, number: int) -> Ranked:
    fit = case.fits.get(number, NO_FIT)
    name = case.compiled.teams[number].team.id
    if fit is NO_FIT:
        return Ranked(name, Answer.NO, 0.0, (), (), True, True, (), case, number)  # noqa: FBT003
    return Ranked(
        team=name,
        answer=_ANSWERS[fit.answer],
        score=fit.score,
        covers=fit.covers,
        may_cover=fit.may_cover,
        available=fit.available,
        speaks=fit.speaks,
        stands_in_for=tuple(
            case.compiled.teams[one].team.id for one in case.stands_in_for.get(number, ())
        ),
        _case=case,
        _number=number,
    )
