"""Teams a case may be passed on to: as the routing ranks them for it, each with its reasons."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from lotsa.core.routing.reasons import sentence
from lotsa.core.routing.routing import Answer, Ranked
from lotsa.domain.cases.models import Case
from lotsa.usecases.support.router import CurrentRouter, router
from lotsa.usecases.support.routing import routing_for

SHOWN = 12
SIGNS = {"for": "yes", "against": "no", "unknown": "unknown", "note": ""}


@dataclass(frozen=True)
class Why:
    """One reason: the state its sign shows, empty for a mere note, and its sentence."""

    state: str
    text: str


@dataclass(frozen=True)
class Candidate:
    """One team to choose.

    Attributes:
        answer: "yes", "maybe" or "no".
        has_it: the team has, or is about to get, the case already.
    """

    team_id: int
    team: str
    actor: str
    answer: str
    reasons: tuple[Why, ...]
    has_it: bool


@dataclass(frozen=True)
class Candidates:
    """The teams shown, and how many more there are that could or might take it."""

    shown: tuple[Candidate, ...]
    more: int


def candidates(
    case: Case, as_of: date, areas: Collection[str], has: Collection[int], words: str = ""
) -> Candidates:
    """The best teams for some needs of a case, or those whose name or organisation has the words.

    Args:
        case: to be passed on.
        as_of: the day.
        areas: the needs to route by.
        has: keys of teams that have it.
        words: looks among all teams, those that cannot take it too; empty gives the best.
    """
    current = router()
    ranked = routing_for(case, as_of, areas).ranked
    wanted = words.casefold().split()
    if wanted:
        fitting = [one for one in ranked if _named(one, current, wanted)]
    else:
        fitting = [one for one in ranked if one.answer is not Answer.NO]
    fitting = [one for one in fitting if one.team in current.team_pk]
    shown = tuple(_candidate(one, current, has) for one in fitting[:SHOWN])
    return Candidates(shown, max(0, len(fitting) - SHOWN))


def _named(one: Ranked, current: CurrentRouter, wanted: Collection[str]) -> bool:
    team = current.team(one.team)
    name = f"{team.name} {current.actor_of(one.team).name}".casefold()
    return all(word in name for word in wanted)


def _candidate(one: Ranked, current: CurrentRouter, has: Collection[int]) -> Candidate:
    language = get_language() or "sv"
    key = current.team_pk[one.team]
    return Candidate(
        team_id=key,
        team=current.team(one.team).name,
        actor=current.actor_of(one.team).name,
        answer=one.answer.value,
        reasons=tuple(
            Why(SIGNS[reason.side.value], sentence(reason, language)) for reason in one.reasons
        ),
        has_it=key in has,
    )
