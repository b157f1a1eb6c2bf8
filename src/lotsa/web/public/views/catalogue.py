"""The catalogue: search, filters with counts, and the list."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lotsa.domain.measures.selectors import CurrentCatalogue
from lotsa.domain.measures.selectors import catalogue as current_catalogue
from lotsa.foundation.access import Role, open_to
from lotsa.foundation.clock import today
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.foundation.ui import components
from lotsa.usecases.browse.catalogue import (
    FACETS,
    LONGEST_QUERY,
    SORTS,
    Asked,
    Found,
    look_up,
    without,
)
from lotsa.usecases.browse.filters import Chip, chips, filters, read_choices

PAGE_SIZE = 20


@dataclass(frozen=True)
class Removal:
    """A choice, the address of the list without it, and how many that list would hold."""

    label: str
    address: str
    count: int


@open_to(Role.PUBLIC)
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The measures that fit the words and filters in the address."""
    # Looking costs little; only a search in words asks the index, and is limited for that.
    return _searched(request) if request.GET.get("q", "").strip() else _listed(request)


def _listed(request: HttpRequest) -> HttpResponse:
    current = current_catalogue()
    language = get_language() or "sv"
    asked = _asked(request, current)
    found = look_up(current, asked, today(), language)
    chosen = chips(asked.chosen, current, language)
    page = Paginator(found.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    response = render(
        request,
        "public/catalogue.html",
        {
            "asked": asked,
            "found": found,
            "page": page,
            "count_text": _count_text(found),
            "filters": filters(FACETS, asked.chosen, found.counts, current, language),
            "chips": _removals(asked, chosen),
            "everything": reverse("public:catalogue"),
            "ways_out": _ways_out(asked, chosen, found) if not found.rows else (),
            "meant": _address(Asked(found.suggestion, asked.chosen, asked.sort))
            if found.suggestion
            else "",
            "sorts": _sorts(asked),
            "canonical": settings.LOTSA_ORIGIN + reverse("public:catalogue"),
            "feed": reverse("public:feed"),
            "sifted": bool(request.GET),
        },
    )
    # The address a script leaves in the browser is the short one, fit to share.
    response.headers["HX-Push-Url"] = _address(asked)
    return response


_searched = limited("search", "120/m")(_listed)


def _asked(request: HttpRequest, current: CurrentCatalogue) -> Asked:
    query = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    chosen = read_choices(request.GET.getlist, FACETS, current)
    sort = request.GET.get("sort", "")
    return Asked(query, chosen, sort if sort in SORTS else _usual_sort(query))


def _usual_sort(query: str) -> str:
    """The order of a list that nobody has chosen an order for."""
    return "relevance" if query else "name"


def _address(asked: Asked) -> str:
    """The address of a list, with nothing in it that is not needed."""
    pairs: list[tuple[str, str]] = [("q", asked.query)] if asked.query else []
    pairs += [(name, value) for name, values in asked.chosen.items() for value in values]
    if asked.sort != _usual_sort(asked.query):
        pairs.append(("sort", asked.sort))
    start = reverse("public:catalogue")
    return f"{start}?{urlencode(pairs)}" if pairs else start


def _removals(asked: Asked, chosen: Iterable[Chip]) -> tuple[Removal, ...]:
    return tuple(
        Removal(chip.label, _address(without(asked, chip.name, chip.value)), 0) for chip in chosen
    )


def _ways_out(asked: Asked, chosen: Iterable[Chip], found: Found) -> tuple[Removal, ...]:
    """Which single filter stands in the way: those whose removal gives something to show."""
    ways = []
    for chip in chosen:
        count = found.count_without(asked, chip.name, chip.value)
        if count:
            address = _address(without(asked, chip.name, chip.value))
            ways.append(Removal(chip.label, address, count))
    return tuple(ways)


def _count_text(found: Found) -> str:
    if len(found.rows) == found.total:
        return _("%(total)d kinds of support") % {"total": found.total}
    return _("%(number)d of %(total)d kinds of support") % {
        "number": len(found.rows),
        "total": found.total,
    }


def _sorts(asked: Asked) -> tuple[components.Choice, ...]:
    labels = {
        "relevance": _("Best match first"),
        "closing": _("Closing soonest first"),
        "name": _("By name"),
    }
    usual = _usual_sort(asked.query)
    return tuple(
        # Nothing stands for the usual order, so that a first search is sorted by how well it fits.
        components.Choice("" if sort == usual else sort, labels[sort], chosen=sort == asked.sort)
        for sort in SORTS
        if sort != "relevance" or asked.query
    )
