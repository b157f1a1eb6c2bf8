"""The desks that companies may find, in a fixed number of queries."""

from lotsa.domain.desks.models import Desk


def open_desks(*, region: str = "", need: str = "") -> tuple[Desk, ...]:
    """The open desks by name, in one query.

    Args:
        region: code of a county: desks in it, and those for the whole country. Empty is anywhere.
        need: id of a need area: desks for it, and those for all. Empty is anything.
    """
    rows = Desk.objects.open().select_related("territory__parent", "actor")
    return tuple(
        desk for desk in rows if _is_there(desk, region) and (not need or _is_for(desk, need))
    )


def open_desk(slug: str) -> Desk | None:
    """One open desk with the teams behind it and their actors; None when there is none."""
    found: Desk | None = (
        Desk.objects.open()
        .select_related("territory", "actor")
        .prefetch_related("teams__actor")
        .filter(slug=slug)
        .first()
    )
    return found


def _is_there(desk: Desk, region: str) -> bool:
    place = desk.territory
    if not region or place is None or place.kind == "country":
        return True
    parent = place.parent.code if place.parent else ""
    return region in {place.code, parent}


def _is_for(desk: Desk, need: str) -> bool:
    return not desk.areas or need in desk.areas
