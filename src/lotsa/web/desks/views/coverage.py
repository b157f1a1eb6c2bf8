"""Where help is missing in one's territory: need areas by municipality."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lotsa.core.directory.coverage import Cell, Covered
from lotsa.domain.measures.selectors import catalogue
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.foundation.reference import trees
from lotsa.foundation.ui.components import Tile
from lotsa.usecases.directory import coverage as usecase
from lotsa.usecases.support.router import router
from lotsa.web.desks.words import covered_words
from lotsa.web.manager.shared import reader, viewer_of

_GAPS = frozenset({Covered.NONE, Covered.GAP})


@open_to(permission="desk.edit")
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """The table of one region, or one need area with its teams. GET: `region`, `area`, `show`."""
    viewer, language, places = viewer_of(request), reader(), trees()["places"]
    regions = usecase.regions_of(viewer)
    region = request.GET.get("region", "")
    if region not in regions:
        region = regions[0] if regions else ""
    names = {need.id: need.name.get(language, need.id) for need in catalogue().needs}
    area = request.GET.get("area", "")
    areas = [area] if area in names else list(names)
    towns = usecase.municipalities_of(viewer, region)
    found = usecase.covered(towns, areas, as_of=clock.today())
    only_gaps = request.GET.get("show") == "gaps"
    rows = [
        {
            "area": one,
            "name": names[one],
            "cells": _cells([found.cell(town, one) for town in towns]),
        }
        for one in areas
        if not only_gaps or any(found.cell(town, one).covered in _GAPS for town in towns)
    ]
    counts = found.counts()
    shown = {
        "regions": [(code, places.label(code, language), code == region) for code in regions],
        "region": region,
        "areas": [(one, name, one == area) for one, name in names.items()],
        "area": area if area in names else "",
        "area_name": names.get(area, ""),
        "only_gaps": only_gaps,
        "towns": [places.label(town, language) for town in towns],
        "rows": rows,
        "tiles": [
            Tile(counts[state], covered_words(state), f"?region={region}&show=gaps", tone)
            for state, tone in ((Covered.NONE, "no"), (Covered.GAP, "ask"))
        ],
        "details": _details(found, towns, area, language) if area in names else (),
    }
    return render(request, "desks/coverage.html", shown)


def _cells(cells: Sequence[Cell]) -> list[SafeString]:
    """The cells of a row, each kind drawn once: a large region has a thousand of them."""
    drawn: dict[tuple[Covered, int], SafeString] = {}
    found = []
    for cell in cells:
        kind = (cell.covered, len(cell.always))
        if kind not in drawn:
            sign = {Covered.NONE: "✕", Covered.GAP: "?"}.get(cell.covered, str(len(cell.always)))
            drawn[kind] = format_html(
                '<td data-covered="{}"><span aria-hidden="true">{}</span>'
                '<span class="sr-only">{}</span></td>',
                cell.covered.value,
                sign,
                covered_words(cell.covered),
            )
        found.append(drawn[kind])
    return found


def _details(found: object, towns: tuple[str, ...], area: str, language: str) -> list[object]:
    """For one need area: which teams, in each municipality."""
    teams, places = router().directory.teams, trees()["places"]
    rows = []
    for town in towns:
        cell: Cell = found.cell(town, area)  # type: ignore[attr-defined]
        some = [
            _("%(name)s (some companies, or not now)") % {"name": teams[t].name}
            for t in cell.sometimes
        ]
        rows.append(
            {
                "town": places.label(town, language),
                "covered": covered_words(cell.covered),
                "teams": [*(teams[team].name for team in cell.always), *some],
            }
        )
    return rows
