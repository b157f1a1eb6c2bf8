"""The columns of the directory's sheet: the same in and out."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from lotsa.core.directory.cells import by_names
from lotsa.core.directory.limits import SNI, read_limits
from lotsa.core.directory.places import Area
from lotsa.core.guide.industries import fold
from lotsa.core.routing.languages import CODES, language_name
from lotsa.domain.actors.models import Team
from lotsa.domain.measures.selectors import CurrentCatalogue
from lotsa.foundation.exports import Column, Kind
from lotsa.foundation.reference import trees
from lotsa.usecases.directory import words

LANGUAGES: Final = ("sv", "en")

HEADINGS: Final[Mapping[str, str | Promise]] = {
    "organisation": gettext_lazy("Organisation"),
    "organisation_id": gettext_lazy("Organisation's id"),
    "team": gettext_lazy("Team"),
    "team_id": gettext_lazy("Team's id"),
    "helps_with": gettext_lazy("Helps with"),
    "where": gettext_lazy("Where"),
    "languages": gettext_lazy("Languages"),
    "channels": gettext_lazy("Ways to meet"),
    "capacity": gettext_lazy("Open cases, at most"),
    "employees_min": gettext_lazy("Employees, at least"),
    "employees_max": gettext_lazy("Employees, at most"),
    "email": gettext_lazy("Mail address"),
    "phone": gettext_lazy("Phone number"),
    "presentation_sv": gettext_lazy("Text in Swedish"),
    "presentation_en": gettext_lazy("Text in English"),
}
"""Every column by its key, in order."""

_NUMBERS: Final = frozenset({"capacity", "employees_min", "employees_max"})


def columns() -> tuple[Column, ...]:
    """The columns as they are written."""
    return tuple(
        Column(heading, Kind.NUMBER if key in _NUMBERS else Kind.TEXT)
        for key, heading in HEADINGS.items()
    )


def keys_by_heading() -> Mapping[str, str]:
    """The key of a column by its heading, folded, in any of the languages."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            for key, heading in HEADINGS.items():
                found[fold(str(heading))] = key
    return found


def row_of(team: Team, catalogue: CurrentCatalogue, language: str) -> list[Any]:
    """A team as a row, with names in a language. Give it with actor and competences fetched."""
    sni = catalogue.registry.tree_of(SNI) if SNI in catalogue.registry.fields else None
    limits = read_limits(team.criteria, sni)
    told = {
        "organisation": team.actor.name,
        "organisation_id": team.actor.slug,
        "team": team.name,
        "team_id": team.slug,
        "helps_with": "; ".join(
            _need_name(row.area, catalogue, language) for row in team.competences.all()
        ),
        "where": "; ".join(place_names(Area.of(team.territory), language)),
        "languages": "; ".join(language_name(code, language) for code in team.languages),
        "channels": "; ".join(str(words.CHANNELS.get(code, code)) for code in team.channels),
        "capacity": team.capacity,
        "employees_min": limits.employees_min,
        "employees_max": limits.employees_max,
        "email": team.email,
        "phone": team.phone,
        "presentation_sv": team.presentation_sv,
        "presentation_en": team.presentation_en,
    }
    return [told[key] for key in HEADINGS]


def place_names(area: Area | None, language: str) -> tuple[str, ...]:
    """The names of a territory's parts; nothing when none is stated."""
    if area is None:
        return ()
    if area.country:
        return (words.territory_words(area, language),)
    places = trees()["places"]
    return tuple(places.label(code, language) for code in area.codes)


def need_codes(catalogue: CurrentCatalogue, others: Iterable[str] = ()) -> Any:
    """A look-up of need areas by name, and of some by id that the catalogue no longer has."""
    named = {need.id: need.name.values() for need in catalogue.needs}
    return by_names({**dict.fromkeys(others, ()), **named})


def language_codes() -> Any:
    """A look-up of languages by name."""
    return by_names({code: [language_name(code, one) for one in LANGUAGES] for code in CODES})


def channel_codes() -> Any:
    """A look-up of channels by name."""
    names: dict[str, list[str]] = {code: [] for code in words.CHANNELS}
    for language in LANGUAGES:
        with translation.override(language):
            for code, name in words.CHANNELS.items():
                names[code].append(str(name))
    return by_names(names)


def _need_name(area: str, catalogue: CurrentCatalogue, language: str) -> str:
    need = catalogue.need_by_id.get(area)
    return need.name.get(language, area) if need else area
