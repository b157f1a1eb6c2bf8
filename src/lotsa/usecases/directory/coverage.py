"""Where nobody helps: need areas by municipality in a coordinator's territory."""

from collections.abc import Sequence
from datetime import date

from lotsa.core.directory import coverage as core
from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.desks.models import Desk
from lotsa.domain.measures.selectors import catalogue
from lotsa.foundation.access import Role
from lotsa.foundation.reference import trees
from lotsa.usecases.support.router import CurrentRouter, router
from lotsa.usecases.support.routing import load


def municipalities_of(viewer: Viewer, region: str = "") -> tuple[str, ...]:
    """Codes of the municipalities where the viewer coordinates, of one region if given.

    An administrator has the whole country.
    """
    places = trees()["places"]
    everywhere = viewer.everywhere or Role.ADMINISTRATOR in viewer.roles
    return tuple(
        code
        for code in sorted(places.parents)
        if places.is_leaf(code)
        and (not region or places.parent(code) == region)
        and (everywhere or code in viewer.municipalities or places.parent(code) in viewer.regions)
    )


def regions_of(viewer: Viewer) -> tuple[str, ...]:
    """Codes of the regions that the viewer coordinates, wholly or in part."""
    places = trees()["places"]
    found = {places.parent(code) for code in municipalities_of(viewer)}
    return tuple(sorted(code for code in found if code))


def covered(municipalities: Sequence[str], areas: Sequence[str], *, as_of: date) -> core.Coverage:
    """The table of gaps for some municipalities and need areas, in three queries."""
    current = router()
    return core.coverage(
        current.directory,
        areas,
        municipalities,
        trees()["places"],
        as_of=as_of,
        full=_full(current),
    )


def behind_desk(desk: Desk, *, as_of: date) -> core.Coverage:
    """How well the teams behind a desk cover its need areas in its territory."""
    current = router()
    entrance = next(one for one in current.directory.desks if one.id == desk.slug)
    return core.coverage(
        current.directory,
        tuple(desk.areas) or tuple(need.id for need in catalogue().needs),
        municipalities_in(desk.territory.code if desk.territory else None),
        trees()["places"],
        as_of=as_of,
        full=_full(current),
        among=entrance.teams,
    )


def municipalities_in(code: str | None) -> tuple[str, ...]:
    """Codes of the municipalities in a territory; None or the country has all."""
    places = trees()["places"]
    if code is not None and code in places:
        return tuple(sorted(places.leaves(code)))
    return tuple(sorted(one for one in places.parents if places.is_leaf(one)))


def _full(current: CurrentRouter) -> tuple[str, ...]:
    taken = load(current)
    return tuple(
        slug
        for slug, team in current.directory.teams.items()
        if team.capacity is not None and taken.get(slug, 0) >= team.capacity
    )
