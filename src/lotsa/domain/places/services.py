"""Changes to the list of territories."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from lotsa.domain.places.models import Territory
from lotsa.foundation.reference import Place

_COLUMNS = (
    "kind",
    "name_sv",
    "name_en",
    "full_name_sv",
    "region_name_sv",
    "latitude",
    "longitude",
)


@dataclass(frozen=True)
class Loaded:
    """How many territories were new, changed and already as they should be."""

    created: int
    changed: int
    unchanged: int


def load_territories(
    places: Iterable[Place], progress: Callable[[int], None] | None = None
) -> Loaded:
    """Make the table equal to ``places``; rows already equal are not written.

    Args:
        places: Parents before children. Territories no longer listed are kept, since other rows
            may point to them.
        progress: Called with the number of places handled so far.
    """
    created = changed = unchanged = 0
    with transaction.atomic():
        known = {row.code: row for row in Territory.objects.select_for_update()}
        for count, place in enumerate(places, start=1):
            parent = known[place.parent] if place.parent is not None else None
            wanted = {name: getattr(place, name) for name in _COLUMNS}
            row = known.get(place.code)
            if row is None:
                known[place.code] = Territory.objects.create(
                    code=place.code, parent=parent, **wanted
                )
                created += 1
            elif _differs(row, parent, wanted):
                for name, value in wanted.items():
                    setattr(row, name, value)
                row.parent = parent
                row.save()
                changed += 1
            else:
                unchanged += 1
            if progress is not None:
                progress(count)
    return Loaded(created, changed, unchanged)


def _differs(row: Territory, parent: Territory | None, wanted: dict[str, object]) -> bool:
    return row.parent_id != (parent.pk if parent else None) or any(
        getattr(row, name) != value for name, value in wanted.items()
    )
