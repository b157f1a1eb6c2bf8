"""Teams with their answers for a case, as the pages of sorting draw them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lotsa.core.routing.reasons import Reason, Side, sentence
from lotsa.core.routing.routing import Answer, Ranked, Routing
from lotsa.domain.cases.enums import DeclineReason
from lotsa.domain.measures.selectors import CurrentCatalogue
from lotsa.usecases.support.router import CurrentRouter
from lotsa.web.coordinator import words

_STATES = {Side.FOR: "yes", Side.AGAINST: "no", Side.UNKNOWN: "unknown", Side.NOTE: ""}
_TONES = {Answer.YES: "yes", Answer.MAYBE: "ask", Answer.NO: "no"}
_LOAD = {"room", "full", "load"}


@dataclass(frozen=True)
class Why:
    """One reason: "yes", "no", "unknown" or nothing for a note, and its sentence."""

    state: str
    text: str


@dataclass(frozen=True)
class Area:
    """One need of the case beside a team: whether the team would get the case for it."""

    id: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class TeamLine:
    """One team beside a case.

    Attributes:
        key: of its row; names the fields of the form.
        answer: "yes", "maybe" or "no".
        tone: how the answer is drawn.
        load: how much it has of what it takes, in words; empty when its answer is no.
        refused: why it said no to this case, in words; empty when it has not.
        chosen: ticked from the start.
        asked: it has the case, or is about to get it.
    """

    key: int
    slug: str
    name: str
    actor: str
    answer: str
    tone: str
    score: float
    load: str
    whys: tuple[Why, ...]
    areas: tuple[Area, ...]
    refused: str
    chosen: bool
    asked: bool


@dataclass(frozen=True)
class Sight:
    """What team lines are made from."""

    routing: Routing
    current: CurrentRouter
    catalogue: CurrentCatalogue
    language: str
    needs: tuple[str, ...]
    asked: frozenset[str]
    suggested: Mapping[str, tuple[str, ...]]
    refused: Mapping[str, str]


def lines(teams: Iterable[Ranked], sight: Sight) -> list[TeamLine]:
    """These teams, in this order. Reasons are worked out for these only."""
    return [line(one, sight) for one in teams]


def line(one: Ranked, sight: Sight) -> TeamLine:
    """One team with its reasons."""
    team = sight.current.team(one.team)
    reasons = one.reasons
    helps = sight.suggested.get(one.team) or (*one.covers, *one.may_cover) or sight.needs
    return TeamLine(
        key=sight.current.team_pk[one.team],
        slug=one.team,
        name=team.name,
        actor=sight.current.actor_of(one.team).name,
        answer=one.answer.value,
        tone=_TONES[one.answer],
        score=one.score,
        load=next((sentence(r, sight.language) for r in reasons if r.code in _LOAD), ""),
        whys=tuple(_why(r, sight.language) for r in reasons if r.code not in _LOAD),
        areas=tuple(
            Area(need, words.area_name(need, sight.catalogue, sight.language), need in helps)
            for need in sight.needs
        ),
        refused=_refusal(sight.refused.get(one.team)),
        chosen=one.team in sight.suggested,
        asked=one.team in sight.asked,
    )


def matching(routing: Routing, current: CurrentRouter, text: str, answer: str) -> list[Ranked]:
    """The teams whose name or organisation holds every word, with this answer; empty is any."""
    parts = text.casefold().split()
    return [
        one
        for one in routing.ranked
        if one.team in current.team_pk
        and (not answer or one.answer.value == answer)
        and (not parts or _named(one.team, current, parts))
    ]


def _named(slug: str, current: CurrentRouter, parts: list[str]) -> bool:
    name = f"{current.team(slug).name} {current.actor_of(slug).name}".casefold()
    return all(part in name for part in parts)


def _refusal(reason: str | None) -> str:
    if reason is None:
        return ""
    if not reason:
        return _("The case has been taken back from it")
    return _("Has said no: %(reason)s") % {"reason": DeclineReason(reason).label}


def _why(reason: Reason, language: str) -> Why:
    return Why(_STATES[reason.side], sentence(reason, language))
