"""The catalogue as a list to search and sift."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from lotsa.core.browsing.facets import Filed, sift
from lotsa.core.browsing.ordering import name_key
from lotsa.core.browsing.states import State, standing_on
from lotsa.core.criteria.measures import Time
from lotsa.core.criteria.wording import capitalised
from lotsa.core.guide.sorting import PEOPLE_KINDS
from lotsa.domain.measures.selectors import CurrentCatalogue
from lotsa.foundation.reference import places
from lotsa.foundation.search import index
from lotsa.foundation.ui import components
from lotsa.usecases.browse.words import (
    KINDS,
    STATE_TONES,
    STATES,
    group_of,
    named,
    territory_codes,
    territory_words,
)
from lotsa.usecases.guide.wording import in_language, provider_names, when

FACETS: Final = ("state", "need", "region", "municipality", "kind", "about", "level", "phase")
SORTS: Final = ("relevance", "closing", "name")
LONGEST_QUERY: Final = 200
MOST_HITS: Final = 1000


@dataclass(frozen=True)
class Asked:
    """What the visitor asks the catalogue for.

    Attributes:
        query: words to search for; empty for everything.
        chosen: the values chosen, by facet.
        sort: one of ``SORTS``.
    """

    query: str
    chosen: Mapping[str, tuple[str, ...]]
    sort: str


@dataclass(frozen=True)
class Row:
    """One measure as listed."""

    id: str
    name: str
    short: str
    who: str
    kind: str
    territory: str
    state: str
    tone: components.Tone
    when: str
    closes: date | None
    values: Mapping[str, frozenset[str]]
    sort_key: tuple[str, str]


@dataclass(frozen=True)
class Found:
    """What the catalogue answers.

    Attributes:
        rows: the measures, in order.
        counts: for each facet how many measures each value would show.
        suggestion: another way to write the query, if it was perhaps misspelt.
        total: how many measures there are in all.
        searched: what the words alone find, before any filter.
    """

    rows: tuple[Row, ...]
    counts: Mapping[str, Mapping[str, int]]
    suggestion: str
    total: int
    searched: tuple[Row, ...]

    def count_without(self, asked: Asked, facet: str, value: str) -> int:
        """How many measures would be left if one choice were taken back."""
        fewer = without(asked, facet, value).chosen
        return len(sift((Filed(row, row.values) for row in self.searched), fewer, ()).items)


def without(asked: Asked, facet: str, value: str) -> Asked:
    """The same request with one choice taken back; a county takes its municipality along."""
    left = {
        name: tuple(one for one in values if (name, one) != (facet, value))
        for name, values in asked.chosen.items()
    }
    if facet == "region":
        left["municipality"] = ()
    return Asked(asked.query, left, asked.sort)


def look_up(catalogue: CurrentCatalogue, asked: Asked, as_of: date, language: str) -> Found:
    """The measures that fit, with the counts of every facet."""
    rows = all_rows(catalogue, as_of, language)
    suggestion = ""
    place: dict[str, int] = {}
    shown = rows
    if asked.query:
        answer = index.ask(asked.query, language, MOST_HITS)
        suggestion = answer.suggestion or ""
        place = {hit.key: number for number, hit in enumerate(answer.hits)}
        shown = tuple(row for row in rows if row.id in place)
    sifted = sift((Filed(row, row.values) for row in shown), asked.chosen, FACETS)
    return Found(
        rows=_sorted(sifted.items, asked.sort, place),
        counts=sifted.counts,
        suggestion=suggestion,
        total=len(rows),
        searched=shown,
    )


@lru_cache(maxsize=8)
def all_rows(catalogue: CurrentCatalogue, as_of: date, language: str) -> tuple[Row, ...]:
    """Every measure as it reads on ``as_of``, in the order of names."""
    rules = catalogue.rules(as_of)
    rows = []
    for measure in rules.rulebook.measures:
        document = rules.documents[measure.id]
        standing = standing_on(measure, as_of)
        name = in_language(document, "name", language)
        kind = str(document.get("kind") or "")
        rows.append(
            Row(
                id=measure.id,
                name=name,
                short=in_language(document, "short", language),
                who=provider_names(document, catalogue.actor_by_slug),
                kind=named(KINDS, kind),
                territory=territory_words(document.get("territory"), language),
                state=named(STATES, standing.state.value),
                tone=STATE_TONES[standing.state],
                when=capitalised(when(standing.time, as_of, language)) if standing.window else "",
                closes=standing.time.closes_on if standing.time.time is Time.OPEN else None,
                values=_values(document, measure.needs, kind, standing.state),
                sort_key=name_key(name, language),
            )
        )
    return tuple(sorted(rows, key=lambda row: row.sort_key))


def _values(
    document: Mapping[str, Any], needs: Collection[str], kind: str, state: State
) -> Mapping[str, frozenset[str]]:
    regions, municipalities = places_served(document.get("territory"))
    return {
        "state": frozenset({state.value}),
        "need": frozenset(needs),
        "kind": frozenset({group_of(kind)}),
        "about": frozenset({"people" if kind in PEOPLE_KINDS else "money"}),
        "level": frozenset({str(document.get("level") or "")}),
        "phase": frozenset({str(document.get("phase") or "")}),
        "region": regions,
        "municipality": municipalities,
    }


def places_served(territory: Any) -> tuple[frozenset[str], frozenset[str]]:
    """The counties and municipalities in which something holds, at least in part of a county."""
    if isinstance(territory, str):
        return everywhere()
    codes = set(territory_codes(territory))
    towns = [place for place in places() if place.kind == "municipality"]
    served = [town for town in towns if town.code in codes or town.parent in codes]
    regions = {town.parent for town in served if town.parent}
    return frozenset(regions), frozenset(town.code for town in served)


@lru_cache(maxsize=1)
def everywhere() -> tuple[frozenset[str], frozenset[str]]:
    """Every county and every municipality."""
    return (
        frozenset(place.code for place in places() if place.kind == "region"),
        frozenset(place.code for place in places() if place.kind == "municipality"),
    )


def _sorted(rows: tuple[Row, ...], sort: str, place: Mapping[str, int]) -> tuple[Row, ...]:
    if sort == "relevance" and place:
        return tuple(sorted(rows, key=lambda row: place[row.id]))
    if sort == "closing":
        return tuple(sorted(rows, key=lambda row: (row.closes or date.max, row.sort_key)))
    return rows
