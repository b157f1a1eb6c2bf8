"""Send a case by itself when it is sure who should have it, else hold it for a person."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from lotsa.core.criteria.registry import LANGUAGES
from lotsa.core.criteria.wording import each
from lotsa.core.routing.reasons import Words, spoken
from lotsa.core.routing.routing import Answer, Ranked, Routing


class Mode(StrEnum):
    """What a territory wants done with cases in a need area."""

    SEND = "send"
    HOLD = "hold"


class CaseWarning(StrEnum):
    """Something about a case that a person should look at before it is sent."""

    DUPLICATE = "duplicate"
    OUTSIDE_TERRITORY = "outside_territory"
    UNCLEAR_NEED = "unclear_need"
    SPAM = "spam"


@dataclass(frozen=True)
class Policy:
    """A territory's policy.

    Attributes:
        default: for the need areas that are not named.
        by_area: by id of the need area.
    """

    default: Mode = Mode.HOLD
    by_area: Mapping[str, Mode] = field(default_factory=dict)

    def mode(self, area: str) -> Mode:
        """What is wanted for ``area``."""
        return self.by_area.get(area, self.default)


@dataclass(frozen=True)
class Held:
    """Why a case is held.

    Attributes:
        code: which of ``HELD``.
        parameters: what the sentence names.
    """

    code: str
    parameters: Mapping[str, str | int | Words] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        """The reason as one plain sentence, without a full stop; ``sv``, otherwise English."""
        return spoken(HELD[self.code], self.parameters, language)


@dataclass(frozen=True)
class Part:
    """One team's part of a case.

    Attributes:
        team: its id.
        areas: the need areas it is sent for.
    """

    team: str
    areas: tuple[str, ...]


@dataclass(frozen=True)
class Sending:
    """What to do with a case.

    Attributes:
        send: to whom, with which needs; empty when it is held.
        reasons: why it is held; empty when it is sent.
    """

    send: tuple[Part, ...] = ()
    reasons: tuple[Held, ...] = ()

    @property
    def held(self) -> bool:
        """Must a person look at it?"""
        return not self.send


HELD: Final[Mapping[str, Words]] = {
    "duplicate": {
        "sv": "Liknar ett ärende som redan finns",
        "en": "Looks like a case that is already here",
    },
    "outside_territory": {
        "sv": "Företaget ligger utanför området",
        "en": "The company is outside the territory",
    },
    "unclear_need": {"sv": "Behovet är oklart", "en": "The need is unclear"},
    "spam": {"sv": "Kan vara skräp", "en": "May be spam"},
    "policy": {
        "sv": "Ärenden om {areas} gås igenom för hand",
        "en": "Cases about {areas} are gone through by hand",
    },
    "uncovered": {"sv": "Ingen kan ta ärendet", "en": "Nobody can take the case"},
    "area_uncovered": {
        "sv": "Ingen hjälper med {areas}",
        "en": "Nobody helps with {areas}",
    },
    "not_sure": {
        "sv": "Mer uppgifter behövs för att veta vem som kan hjälpa till med {areas}",
        "en": "More must be known to tell who can help with {areas}",
    },
    "full": {
        "sv": "Alla team som hjälper med {areas} är fulla",
        "en": "Every team that helps with {areas} is full",
    },
    "language": {
        "sv": "Inget team som hjälper med {areas} och har plats talar företagets språk",
        "en": "No team that helps with {areas} and has room speaks the company's language",
    },
}


def decide(
    routing: Routing,
    policy: Policy,
    warnings: Collection[CaseWarning] = (),
    refused: Collection[str] = (),
) -> Sending:
    """Whether the case may be sent without a person looking at it, and to whom.

    It is sent only when there is no warning, the policy allows it for each need, and each need
    has a team that is a clear yes, has room and speaks the language asked for. Teams are taken in
    the order of the ranking, each with the needs that none before it has, so that one team gets
    as much as it can.

    Args:
        routing: the ranked teams.
        policy: the territory's policy.
        warnings: what someone should look at first.
        refused: ids of teams that have said no to this very case; they are not asked again.
    """
    wanted = routing.areas
    held = [Held(CaseWarning(warning).value) for warning in dict.fromkeys(warnings)]
    if not wanted and not any(one.code == CaseWarning.UNCLEAR_NEED for one in held):
        held.append(Held(CaseWarning.UNCLEAR_NEED.value))
    by_hand = [area for area in wanted if policy.mode(area) is Mode.HOLD]
    if by_hand:
        held.append(Held("policy", {"areas": _named(by_hand, routing)}))
    parts, left = _share_out(_clear(routing, refused), wanted)
    if routing.uncovered:
        held.append(Held("uncovered"))
    else:
        held.extend(_why_not(routing, list(_clear(routing, refused)), left))
    return Sending(reasons=tuple(held)) if held else Sending(send=parts)


def _share_out(
    clear: Iterable[Ranked], wanted: tuple[str, ...]
) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    left = dict.fromkeys(wanted)
    parts = []
    for one in clear:
        if not left:
            break
        taken = tuple(area for area in one.covers if area in left)
        if taken and one.available and one.speaks:
            parts.append(Part(one.team, taken))
            for area in taken:
                del left[area]
    return tuple(parts), tuple(left)


def _clear(routing: Routing, refused: Collection[str]) -> Iterator[Ranked]:
    for one in routing.ranked:
        if one.answer is not Answer.YES:
            return
        if one.team not in refused:
            yield one


def _why_not(routing: Routing, clear: Collection[Ranked], left: tuple[str, ...]) -> Iterator[Held]:
    """Why the areas that are left have nobody to be sent to, those of one kind together."""
    kinds: dict[str, list[str]] = {}
    for area in left:
        able = [one for one in clear if area in one.covers]
        if area in routing.uncovered_areas:
            kind = "area_uncovered"
        elif not able:
            kind = "not_sure"
        elif not any(one.available for one in able):
            kind = "full"
        else:
            kind = "language"
        kinds.setdefault(kind, []).append(area)
    for kind, areas in kinds.items():
        yield Held(kind, {"areas": _named(areas, routing)})


def _named(areas: list[str], routing: Routing) -> Words:
    return {
        language: each([routing.area_name(area)[language] for area in areas], language)
        for language in LANGUAGES
    }
