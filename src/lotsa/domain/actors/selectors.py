"""What the faces need to know about actors."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from lotsa.core.catalogue.inherit import covers
from lotsa.domain.actors.models import Actor


@dataclass(frozen=True)
class ActorCard:
    """One actor, ready to be shown.

    Attributes:
        slug: Stable id, used in addresses and by measures.
        name: Name as the organisation writes it.
        type: Kind of organisation, e.g. ``municipality``.
        website: Address of its site, or empty.
        country_wide: True when it serves the whole country.
        regions: Codes of the counties it serves.
        municipalities: Codes of the municipalities it serves.
        competences: Ids of the need areas it can help with.
        languages: Codes of languages it gives help in, when the catalogue says so.
        note_sv: A sentence about it in Swedish, or empty.
        note_en: The same in English, or empty.
        document: Everything the catalogue says, by key.
    """

    slug: str
    name: str
    type: str
    website: str
    country_wide: bool
    regions: tuple[str, ...]
    municipalities: tuple[str, ...]
    competences: tuple[str, ...]
    languages: tuple[str, ...]
    note_sv: str
    note_en: str
    document: Mapping[str, Any]


def card(document: Mapping[str, Any]) -> ActorCard:
    """Return the card of an actor from what the catalogue says about it."""
    territory = document.get("territory")
    places = territory if isinstance(territory, Mapping) else {}
    return ActorCard(
        slug=str(document["id"]),
        name=str(document.get("name") or document["id"]),
        type=str(document.get("type") or ""),
        website=str(document.get("website") or ""),
        country_wide=isinstance(territory, str),
        regions=_texts(places.get("regions")),
        municipalities=_texts(places.get("municipalities")),
        competences=_texts(document.get("competences")),
        languages=_texts(document.get("languages")),
        note_sv=str(document.get("note_sv") or ""),
        note_en=str(document.get("note_en") or ""),
        document=document,
    )


def listed() -> tuple[ActorCard, ...]:
    """Return every actor in its own order, in one query.

    What an actor's managers have written stands in the place of what the catalogue says.
    """
    return tuple(card(_told(row)) for row in Actor.objects.listed())


def last_change() -> QuerySet[Any]:
    """When a manager last changed an actor's entry, as a query of one row and one column."""
    newest = F("updated_at").desc(nulls_last=True)
    rows: QuerySet[Any] = Actor.objects.order_by(newest).values("updated_at")[:1]
    return rows


def serving(
    actors: Iterable[ActorCard],
    *,
    competence: str | None = None,
    municipalities: Collection[str] = (),
    regions: Collection[str] = (),
) -> tuple[ActorCard, ...]:
    """Return the actors with a competence that serve a place; a condition not given holds for all.

    Args:
        actors: Actors to choose from.
        competence: Id of a need area, or None.
        municipalities: Municipality codes of the place.
        regions: Region codes of the place, stated also when the municipality is.
    """
    anywhere = not municipalities and not regions
    return tuple(
        actor
        for actor in actors
        if (competence is None or competence in actor.competences)
        and (anywhere or covers(actor.document.get("territory"), municipalities, regions))
    )


def _told(row: Actor) -> dict[str, Any]:
    own = {
        "territory": row.territory,
        "languages": row.languages,
        "website": row.website,
        "note_sv": _first_paragraph(row.presentation_sv),
        "note_en": _first_paragraph(row.presentation_en),
    }
    return row.as_document() | {key: value for key, value in own.items() if value}


def _first_paragraph(text: str) -> str:
    return text.strip().replace("\r\n", "\n").partition("\n\n")[0]


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()
