"""The organisations of the support system: sifted by competence and place, and one in full."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from lotsa.core.browsing.facets import Filed, sift
from lotsa.core.browsing.ordering import name_key
from lotsa.domain.actors.selectors import ActorCard
from lotsa.domain.measures.selectors import CurrentCatalogue
from lotsa.usecases.browse.catalogue import Row, all_rows, places_served
from lotsa.usecases.browse.filters import Chosen
from lotsa.usecases.browse.measure import Told, handler_slugs, told, web_address
from lotsa.usecases.browse.words import ACTOR_TYPES, named, territory_words
from lotsa.usecases.guide.wording import in_language

FACETS: Final = ("need", "type", "region", "municipality")
REACHES: Final = ("local", "regional", "national")


@dataclass(frozen=True)
class ActorRow:
    """One organisation as listed."""

    slug: str
    name: str
    kind: str
    territory: str
    competences: tuple[str, ...]
    reach: str
    values: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Found:
    """The organisations that fit.

    Attributes:
        rows: in the order of names.
        counts: for each filter how many organisations each value would show.
        total: how many there are in all.
    """

    rows: tuple[ActorRow, ...]
    counts: Mapping[str, Mapping[str, int]]
    total: int

    def reaching(self, reach: str) -> tuple[ActorRow, ...]:
        """Those that serve municipalities, counties or the whole country."""
        return tuple(row for row in self.rows if row.reach == reach)


@dataclass(frozen=True)
class ActorPage:
    """Everything the page of one organisation shows."""

    card: ActorCard
    kind: str
    territory: str
    competences: tuple[tuple[str, str], ...]
    website: str
    note: Told | None
    part_of: tuple[ActorCard, ...]
    aliases: tuple[str, ...]
    provides: tuple[Row, ...]
    handles: tuple[Row, ...]


def look_up_actors(catalogue: CurrentCatalogue, chosen: Chosen, language: str) -> Found:
    """The organisations that fit the filters."""
    rows = actor_rows(catalogue, language)
    sifted = sift((Filed(row, row.values) for row in rows), chosen, FACETS)
    return Found(sifted.items, sifted.counts, len(rows))


@lru_cache(maxsize=4)
def actor_rows(catalogue: CurrentCatalogue, language: str) -> tuple[ActorRow, ...]:
    """Every organisation, in the order of names."""
    rows = [_row(actor, catalogue, language) for actor in catalogue.actors]
    return tuple(sorted(rows, key=lambda row: name_key(row.name, language)))


def actor_page(
    slug: str, catalogue: CurrentCatalogue, as_of: date, language: str
) -> ActorPage | None:
    """The page of one organisation; ``None`` when there is no such."""
    actor = catalogue.actor_by_slug.get(slug)
    if actor is None:
        return None
    rows = all_rows(catalogue, as_of, language)
    documents = catalogue.rules(as_of).documents
    above = actor.document.get("member_of") or ()
    return ActorPage(
        card=actor,
        kind=named(ACTOR_TYPES, actor.type),
        territory=territory_words(actor.document.get("territory"), language),
        competences=_competences(actor, catalogue, language),
        website=web_address(actor.website),
        note=told(actor.document, "note", language),
        part_of=tuple(
            catalogue.actor_by_slug[name]
            for name in ([above] if isinstance(above, str) else above)
            if name in catalogue.actor_by_slug
        ),
        aliases=tuple(str(one) for one in actor.document.get("aliases") or ()),
        provides=tuple(row for row in rows if documents[row.id].get("provider") == slug),
        handles=tuple(row for row in rows if slug in handler_slugs(documents[row.id])),
    )


def _row(actor: ActorCard, catalogue: CurrentCatalogue, language: str) -> ActorRow:
    territory = actor.document.get("territory")
    regions, municipalities = places_served(territory)
    return ActorRow(
        slug=actor.slug,
        name=actor.name,
        kind=named(ACTOR_TYPES, actor.type),
        territory=territory_words(territory, language),
        competences=tuple(name for _need, name in _competences(actor, catalogue, language)),
        reach=_reach(actor),
        values={
            "need": frozenset(actor.competences),
            "type": frozenset({actor.type}),
            "region": regions,
            "municipality": municipalities,
        },
    )


def _reach(actor: ActorCard) -> str:
    if actor.country_wide:
        return "national"
    return "regional" if actor.regions else "local"


def _competences(
    actor: ActorCard, catalogue: CurrentCatalogue, language: str
) -> tuple[tuple[str, str], ...]:
    known = catalogue.need_by_id
    return tuple(
        (need, in_language(known[need].document, "name", language))
        for need in actor.competences
        if need in known
    )
