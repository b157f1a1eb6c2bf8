"""The organisations of the support system: the list with its map, and a page for each."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lotsa.core.browsing.ordering import name_key
from lotsa.core.browsing.outlines import Drawing
from lotsa.domain.measures.selectors import catalogue
from lotsa.foundation.access import Role, open_to
from lotsa.foundation.clock import today
from lotsa.foundation.ui import components
from lotsa.usecases.browse.actors import (
    FACETS,
    REACHES,
    ActorRow,
    Found,
    actor_page,
    look_up_actors,
)
from lotsa.usecases.browse.filters import Chosen, chips, filters, read_choices
from lotsa.usecases.browse.maps import (
    Area,
    Map,
    counties_drawn,
    municipalities_drawn,
    territory_map,
)
from lotsa.usecases.browse.structured import actor_data, as_script
from lotsa.usecases.browse.words import place_name, short_place_name


@dataclass(frozen=True)
class Group:
    """Organisations that reach equally far."""

    anchor: str
    heading: str
    rows: tuple[ActorRow, ...]


@dataclass(frozen=True)
class PlaceLine:
    """A place of the map as text: its name, how many serve it, and the list of those."""

    label: str
    count: int
    address: str
    chosen: bool


@open_to(Role.PUBLIC)
@require_safe
def actors(request: HttpRequest) -> HttpResponse:
    """Who helps with what, and where."""
    current = catalogue()
    language = get_language() or "sv"
    chosen = read_choices(request.GET.getlist, FACETS, current)
    found = look_up_actors(current, chosen, language)
    map_, lines = _places(chosen, found, language)
    response = render(
        request,
        "public/actors.html",
        {
            "found": found,
            "groups": _groups(found),
            "count_text": _count_text(found),
            "filters": filters(FACETS, chosen, found.counts, current, language),
            "chips": [
                (chip.label, _address(_without(chosen, chip.name)))
                for chip in chips(chosen, current, language)
            ],
            "map": map_,
            "lines": lines,
            "county": place_name(chosen["region"][0], language) if chosen["region"] else "",
            "everywhere": _address(_without(chosen, "region")),
            "everything": reverse("public:actors"),
            "canonical": settings.LOTSA_ORIGIN + reverse("public:actors"),
            "sifted": bool(request.GET),
        },
    )
    response.headers["HX-Push-Url"] = _address(chosen)
    return response


@open_to(Role.PUBLIC)
@require_safe
def actor(request: HttpRequest, slug: str) -> HttpResponse:
    """What one organisation does, where, and the support it offers and handles."""
    current = catalogue()
    language = get_language() or "sv"
    page = actor_page(slug, current, today(), language)
    if page is None:
        raise Http404
    address = settings.LOTSA_ORIGIN + reverse("public:actor", args=[slug])
    competences = tuple(name for _need, name in page.competences)
    crumbs = (
        components.Crumb(_("Organisations"), reverse("public:actors")),
        components.Crumb(page.card.name),
    )
    return render(
        request,
        "public/actor.html",
        {
            "page": page,
            "crumbs": crumbs,
            "map": territory_map(page.card.document.get("territory")),
            "canonical": address,
            "data": as_script(actor_data(page.card, competences, address, language)),
        },
    )


def _groups(found: Found) -> tuple[Group, ...]:
    headings = {
        "local": _("In one or some municipalities"),
        "regional": _("In one or some counties"),
        "national": _("In the whole country"),
    }
    return tuple(
        Group(reach, headings[reach], rows) for reach in REACHES if (rows := found.reaching(reach))
    )


def _places(chosen: Chosen, found: Found, language: str) -> tuple[Map, tuple[PlaceLine, ...]]:
    """The map and the same as text: counties, or the municipalities of the chosen county."""
    region = chosen["region"][0] if chosen["region"] else ""
    facet = "municipality" if region else "region"
    drawing = municipalities_drawn(region) if region else counties_drawn()
    lines = {}
    for outline in drawing.outlines:
        code = outline.code
        label = short_place_name(code, language) if region else place_name(code, language)
        address = _address({**_without(chosen, facet), facet: (code,)})
        count = found.counts[facet].get(code, 0)
        lines[code] = PlaceLine(label, count, address, code in chosen[facet])
    in_order = sorted(lines.values(), key=lambda line: name_key(line.label, language))
    return _map(drawing, lines), tuple(in_order)


def _map(drawing: Drawing, lines: Mapping[str, PlaceLine]) -> Map:
    areas = []
    for outline in drawing.outlines:
        line = lines[outline.code]
        label = ngettext(
            "%(place)s, %(number)d organisation", "%(place)s, %(number)d organisations", line.count
        ) % {"place": line.label, "number": line.count}
        areas.append(Area(outline, label, line.address, line.chosen))
    return Map(drawing.width, drawing.height, tuple(areas))


def _without(chosen: Chosen, facet: str) -> dict[str, tuple[str, ...]]:
    """The choices without those of one filter; a county takes its municipality along."""
    gone = {facet, "municipality"} if facet == "region" else {facet}
    return {name: () if name in gone else values for name, values in chosen.items()}


def _address(chosen: Chosen) -> str:
    pairs = [(name, value) for name, values in chosen.items() for value in values]
    start = reverse("public:actors")
    return f"{start}?{urlencode(pairs)}" if pairs else start


def _count_text(found: Found) -> str:
    if len(found.rows) == found.total:
        return _("%(total)d organisations") % {"total": found.total}
    return _("%(number)d of %(total)d organisations") % {
        "number": len(found.rows),
        "total": found.total,
    }
