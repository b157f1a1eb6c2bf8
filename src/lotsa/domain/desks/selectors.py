"""What the routing and the faces need to know about desks and reception rules."""

from collections import defaultdict
from typing import Any

from django.db.models import F, QuerySet

from lotsa.core.routing.directory import Desk as Entrance
from lotsa.domain.actors.directory import stamp
from lotsa.domain.desks.models import Desk


def entrances(team_ids: frozenset[str]) -> tuple[Entrance, ...]:
    """Every desk as the routing reads it, in two queries; a desk's id is its slug.

    Args:
        team_ids: slugs of every team in the directory. A desk for which nobody has been chosen has
            all of them behind it.
    """
    chosen: dict[int, set[str]] = defaultdict(set)
    behind = Desk.teams.through._default_manager.order_by("id")
    for desk_id, slug in behind.values_list("desk_id", "team__slug"):
        chosen[desk_id].add(slug)
    return tuple(
        Entrance(
            id=row.slug,
            name={"sv": row.name_sv, "en": row.name_en or row.name_sv},
            teams=frozenset(chosen[row.pk]) & team_ids if row.pk in chosen else team_ids,
            areas=tuple(row.areas),
        )
        for row in Desk.objects.order_by("id")
    )


def stamps() -> list[QuerySet[Any]]:
    """One-row stamps that are others after any change of a desk; see `actors.directory.stamp_of`."""
    return [
        stamp(Desk.objects.all(), F("updated_at")),
        stamp(Desk.teams.through._default_manager.all()),
    ]
