"""The country and its counties as maps, drawn once per process from the packaged outlines."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from lotsa.core.browsing.outlines import Drawing, Outline, Shape, draw
from lotsa.foundation.reference import places, read_reference
from lotsa.usecases.browse.words import territory_codes

COUNTRY_HEIGHT: Final = 800
"""About two kilometres to a square."""
COUNTY_SIDE: Final = 360


@dataclass(frozen=True)
class Area:
    """One place on a map: what it is called, where it leads, and whether it is meant."""

    outline: Outline
    label: str = ""
    address: str = ""
    here: bool = False


@dataclass(frozen=True)
class Map:
    """A map ready to be shown."""

    width: int
    height: int
    areas: tuple[Area, ...]


def territory_map(territory: Any) -> Map:
    """The counties of the country with a territory marked, its municipalities on top."""
    codes = set(territory_codes(territory))
    everywhere = isinstance(territory, str)
    counties = counties_drawn()
    areas = [Area(one, here=everywhere or one.code in codes) for one in counties.outlines]
    towns = _municipalities_drawn_in_country() if any(len(code) > 2 for code in codes) else ()  # noqa: PLR2004
    areas += [Area(one, here=True) for one in towns if one.code in codes]
    return Map(counties.width, counties.height, tuple(areas))


@cache
def counties_drawn() -> Drawing:
    """The counties."""
    return draw(_shapes("lan.geojson"), COUNTRY_HEIGHT)


@cache
def municipalities_drawn(county: str) -> Drawing:
    """The municipalities of one county.

    Raises:
        ValueError: there is no such county.
    """
    inside = {place.code for place in places() if place.parent == county}
    return draw(_only(_shapes("kommun.geojson"), inside), COUNTY_SIDE)


@cache
def _municipalities_drawn_in_country() -> tuple[Outline, ...]:
    # Both lists hold the whole country, so that both drawings have the same frame.
    return draw(_shapes("kommun.geojson"), COUNTRY_HEIGHT).outlines


def _only(shapes: tuple[Shape, ...], codes: Collection[str]) -> tuple[Shape, ...]:
    return tuple(shape for shape in shapes if shape.code in codes)


@cache
def _shapes(name: str) -> tuple[Shape, ...]:
    return tuple(
        Shape(str(one["properties"]["code"]), tuple(_rings(one["geometry"])))
        for one in json.loads(read_reference(name))["features"]
    )


def _rings(geometry: Any) -> list[list[tuple[float, float]]]:
    """The outer line of each part; lakes and enclaves are not drawn."""
    parts = geometry["coordinates"]
    polygons = parts if geometry["type"] == "MultiPolygon" else [parts]
    return [[(x, y) for x, y, *_ in polygon[0]] for polygon in polygons]
