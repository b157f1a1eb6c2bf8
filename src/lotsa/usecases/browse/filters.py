"""The filters beside a list: what can be chosen, what is chosen, and how many each would show."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from lotsa.core.browsing.ordering import name_key
from lotsa.domain.measures.selectors import CurrentCatalogue
from lotsa.foundation.reference import places
from lotsa.usecases.browse.words import (
    ABOUT,
    ACTOR_TYPES,
    KIND_GROUP_NAMES,
    KINDS,
    LEVELS,
    PHASES,
    STATES,
    Words,
    named,
    place_name,
    short_place_name,
)
from lotsa.usecases.guide.wording import in_language

Chosen = Mapping[str, tuple[str, ...]]
ONE_ONLY = frozenset({"need", "region", "municipality", "type"})
"""Facets of which one value is chosen at a time."""


@dataclass(frozen=True)
class Option:
    """One value of a filter and how many things it would show."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Filter:
    """One filter.

    Attributes:
        name: the name it has in the address.
        legend: what it is about.
        options: what can be chosen.
        one_only: whether one value is chosen at a time.
        everything: the words for no choice.
    """

    name: str
    legend: str
    options: tuple[Option, ...]
    one_only: bool
    everything: str = ""


@dataclass(frozen=True)
class Chip:
    """One choice made."""

    name: str
    value: str
    label: str


def read_choices(
    given: Callable[[str], list[str]], facets: Iterable[str], catalogue: CurrentCatalogue
) -> dict[str, tuple[str, ...]]:
    """The choices in an address; what is not known is left out.

    A municipality brings its county along, and one that lies in another county is dropped.

    Args:
        given: the values of a name in the address.
        facets: the names to read.
        catalogue: the needs to choose among.
    """
    chosen: dict[str, tuple[str, ...]] = {}
    for facet in facets:
        known = _values_of(facet, catalogue)
        values = tuple(dict.fromkeys(value for value in given(facet) if value in known))
        chosen[facet] = values[:1] if facet in ONE_ONLY else values
    if town := chosen.get("municipality"):
        county = _parents()[town[0]]
        if not chosen.get("region"):
            chosen["region"] = (county,)
        elif chosen["region"] != (county,):
            chosen["municipality"] = ()
    return chosen


def filters(
    names: Iterable[str],
    chosen: Chosen,
    counts: Mapping[str, Mapping[str, int]],
    catalogue: CurrentCatalogue,
    language: str,
) -> tuple[Filter, ...]:
    """The filters with their numbers, in the order of ``names``."""
    return tuple(
        _filter(name, chosen, counts.get(name, {}), catalogue, language)
        for name in names
        if name != "municipality" or chosen.get("region")
    )


def chips(chosen: Chosen, catalogue: CurrentCatalogue, language: str) -> tuple[Chip, ...]:
    """What is chosen, each with its words."""
    return tuple(
        Chip(name, value, label_of(name, value, catalogue, language))
        for name, values in chosen.items()
        for value in values
    )


def label_of(facet: str, value: str, catalogue: CurrentCatalogue, language: str) -> str:
    """The words for one value of a filter."""
    if facet == "need":
        need = catalogue.need_by_id.get(value)
        return in_language(need.document, "name", language) if need else value
    if facet == "region":
        return place_name(value, language)
    if facet == "municipality":
        return short_place_name(value, language)
    if facet == "kind":
        return named({**KINDS, **KIND_GROUP_NAMES}, value)
    return named(_WORDS[facet], value)


def _filter(
    name: str,
    chosen: Chosen,
    counts: Mapping[str, int],
    catalogue: CurrentCatalogue,
    language: str,
) -> Filter:
    picked = chosen.get(name, ())
    values: Iterable[str] = _values_of(name, catalogue)
    if name == "municipality":
        values = [code for code in values if _parents()[code] in chosen.get("region", ())]
    if name == "type":
        values = [value for value in values if counts.get(value) or value in picked]
    options = [
        Option(
            value,
            label_of(name, value, catalogue, language),
            counts.get(value, 0),
            value in picked,
        )
        for value in values
    ]
    if name in {"region", "municipality", "type"}:
        options.sort(key=lambda option: name_key(option.label, language))
    return Filter(name, _legend(name), tuple(options), name in ONE_ONLY, _everything(name))


def _values_of(facet: str, catalogue: CurrentCatalogue) -> tuple[str, ...]:
    if facet == "need":
        return tuple(need.id for need in catalogue.needs)
    if facet in {"region", "municipality"}:
        return tuple(place.code for place in places() if place.kind == facet)
    if facet == "kind":
        return tuple(KIND_GROUP_NAMES)
    return tuple(_WORDS[facet])


@cache
def _parents() -> Mapping[str, str]:
    return {place.code: place.parent or "" for place in places()}


def _legend(facet: str) -> str:
    return {
        "state": _("When"),
        "need": _("What it is about"),
        "kind": _("Kind of support"),
        "about": _("Money or people"),
        "level": _("Level"),
        "phase": _("Crisis or ordinary times"),
        "region": _("County"),
        "municipality": _("Municipality"),
        "type": _("Kind of organisation"),
    }[facet]


def _everything(facet: str) -> str:
    return {
        "need": _("Everything"),
        "region": _("Anywhere in Sweden"),
        "municipality": _("The whole county"),
        "type": _("All kinds"),
    }.get(facet, "")


_WORDS: Mapping[str, Words] = {
    "state": STATES,
    "about": ABOUT,
    "level": LEVELS,
    "phase": PHASES,
    "type": ACTOR_TYPES,
}
