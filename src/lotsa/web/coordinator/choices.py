"""What a list of cases can be narrowed to, and what the address has chosen."""

from collections.abc import Iterable
from typing import Final

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from lotsa.core.browsing.ordering import name_key
from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases.triage import Show, Wanted, Warned
from lotsa.domain.desks.models import Desk
from lotsa.domain.measures.selectors import CurrentCatalogue
from lotsa.foundation.reference import places
from lotsa.foundation.ui.components import Choice, Field
from lotsa.web.coordinator import words

LONGEST_SEARCH: Final = 100
SEARCHED: Final = "queue_search"
"""Where a search is kept in the session: what one looks for is often a name, and an address ends
up in logs and histories."""
FILTERS: Final = ("show", "warning", "need", "place", "desk", "language")


def wanted(request: HttpRequest) -> Wanted:
    """What the address asks for, and the search kept in the session when it says so.

    What it asks for that does not exist finds nothing.
    """
    asked = request.GET
    shown = asked.get("show", "")
    return Wanted(
        show=Show(shown) if shown in set(Show) else Show.TO_SORT,
        words=request.session.get(SEARCHED, "") if asked.get("search") else "",
        warning=asked.get("warning", "")[:40],
        area=asked.get("need", "")[:100],
        place=asked.get("place", "")[:4],
        desk=asked.get("desk", "")[:80],
        language=asked.get("language", "")[:10],
    )


def fields(
    chosen: Wanted, viewer: Viewer, catalogue: CurrentCatalogue, language: str
) -> tuple[Field, ...]:
    """The filters as drawn, each with what is chosen; one query, for the desks."""
    return (
        _select(
            "warning",
            _("Look at"),
            _("All cases"),
            chosen.warning,
            [
                (code, str(told.label))
                for code, told in words.WARNINGS.items()
                if code != Warned.SPAM
            ],
        ),
        _select(
            "need",
            _("Need"),
            _("All needs"),
            chosen.area,
            [(need.id, words.area_name(need.id, catalogue, language)) for need in catalogue.needs],
        ),
        _select("place", _("Place"), _("All places"), chosen.place, places_of(viewer, language)),
        _select(
            "desk",
            _("Desk"),
            _("All desks"),
            chosen.desk,
            [(desk.slug, desk_name(desk, language)) for desk in Desk.objects.all()],
        ),
    )


def places_of(viewer: Viewer, language: str) -> list[tuple[str, str]]:
    """Regions and municipalities that the viewer coordinates, by name, regions first."""
    found = []
    for one in places():
        if one.kind == "region":
            mine = viewer.coordinates("", one.code)
        elif one.kind == "municipality":
            mine = viewer.coordinates(one.code, one.code[:2])
        else:
            continue
        if mine:
            found.append((one.code, words.place(one.code, "", language)))
    return sorted(found, key=lambda pair: (len(pair[0]), name_key(pair[1], language)))


def municipalities_of(language: str) -> list[tuple[str, str, str]]:
    """Every municipality: its code, its name and the name of its region, in order."""
    found = [
        (one.code, words.place(one.code, "", language), words.place("", one.code[:2], language))
        for one in places()
        if one.kind == "municipality"
    ]
    return sorted(found, key=lambda row: (name_key(row[2], language), name_key(row[1], language)))


def desk_name(desk: Desk, language: str) -> str:
    """A desk's name in the page's language."""
    return desk.name_en if language != "sv" and desk.name_en else desk.name_sv


def address_with(query: QueryDict, **changed: str) -> str:
    """The page's query with some parts changed; an empty one is taken away. Paging starts over."""
    asked = query.copy()
    asked.pop("page", None)
    for name, value in changed.items():
        if value:
            asked[name] = value
        else:
            asked.pop(name, None)
    written = asked.urlencode()
    return f"?{written}" if written else "?"


def _select(
    name: str, label: str, everything: str, chosen: str, options: Iterable[tuple[str, str]]
) -> Field:
    choices = [Choice("", everything), *(Choice(v, w, chosen=v == chosen) for v, w in options)]
    return Field(name=name, label=label, kind="select", choices=choices, field_id=f"f-{name}")
