"""The reference lists that come with the system, parsed once per process.

SNI 2007 from Statistics Sweden; municipalities and counties with the official codes.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from statistics import fmean

from lotsa.core.criteria.trees import CodeTree, tree_from_rows

COUNTRY = "SE"


@dataclass(frozen=True)
class Place:
    """One row of the list of territories.

    Attributes:
        code: ``SE``, a county code of two digits or a municipality code of four.
        kind: ``country``, ``region`` or ``municipality``.
        parent: Code of the territory it lies in; None for the country.
        name_sv: Short Swedish name, e.g. ``Eskilstuna``.
        name_en: English name.
        full_name_sv: Full Swedish name, e.g. ``Eskilstuna kommun``, ``Södermanlands län``.
        region_name_sv: For a region, the name of the regional authority.
        latitude: Degrees north of a point inside, for maps; None when not known.
        longitude: Degrees east of the same point.
    """

    code: str
    kind: str
    parent: str | None
    name_sv: str
    name_en: str
    full_name_sv: str
    region_name_sv: str = ""
    latitude: float | None = None
    longitude: float | None = None


def rows(text: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a comma-separated list with a heading line."""
    return tuple(csv.DictReader(io.StringIO(text)))


def read_reference(name: str) -> str:
    """Return the text of a packaged reference list, e.g. ``regions.csv``."""
    return (files("lotsa.data") / "reference" / name).read_text(encoding="utf-8")


def parse_places(regions: str, municipalities: str) -> tuple[Place, ...]:
    """Return the country, its regions and its municipalities, parents first.

    Args:
        regions: Text of the list of regions.
        municipalities: Text of the list of municipalities. A region is placed on the map at the
            mean of its municipalities.
    """
    towns = tuple(
        Place(
            code=row["code"],
            kind="municipality",
            parent=row["county_code"],
            name_sv=row["name_sv"],
            name_en=row["name_en"],
            full_name_sv=row["name_full_sv"],
            latitude=float(row["lat"]),
            longitude=float(row["lon"]),
        )
        for row in rows(municipalities)
    )
    counties = []
    for row in rows(regions):
        inside = [town for town in towns if town.parent == row["code"]]
        counties.append(
            Place(
                code=row["code"],
                kind="region",
                parent=COUNTRY,
                name_sv=row["name_sv"],
                name_en=row["county_name_en"],
                full_name_sv=row["county_name_sv"],
                region_name_sv=row["region_name_sv"],
                latitude=round(fmean(town.latitude or 0 for town in inside), 4) if inside else None,
                longitude=round(fmean(town.longitude or 0 for town in inside), 4)
                if inside
                else None,
            )
        )
    country = Place(COUNTRY, "country", None, "Sverige", "Sweden", "Sverige")
    return (country, *counties, *towns)


@lru_cache(maxsize=1)
def places() -> tuple[Place, ...]:
    """Return the packaged territories, parents first."""
    return parse_places(read_reference("regions.csv"), read_reference("municipalities.csv"))


@lru_cache(maxsize=1)
def trees() -> Mapping[str, CodeTree]:
    """Return the code trees that facts may refer to: ``sni2007`` and ``places``."""
    territory = [
        {
            "code": place.code,
            "parent": "" if place.kind == "region" else place.parent or "",
            "name_sv": place.name_sv if place.kind == "municipality" else place.full_name_sv,
            "name_en": place.name_sv if place.kind == "municipality" else place.name_en,
        }
        for place in places()
        if place.kind != "country"
    ]
    return {
        "sni2007": tree_from_rows("sni2007", rows(read_reference("sni2007.csv"))),
        "places": tree_from_rows("places", territory),
    }
