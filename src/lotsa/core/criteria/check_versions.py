"""Checks what ties measures to each other: versions in time, and parents."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from lotsa.core.catalogue.versions import Document, day, number_of
from lotsa.core.criteria.check_report import Place, hints

Placed = tuple[Document, Place]


def check_versions(items: Sequence[Placed]) -> None:
    """Check the versions of each measure: one number each, each in time, no overlap, no gap."""
    by_id: dict[str, list[Placed]] = {}
    for item, place in items:
        by_id.setdefault(item["id"], []).append((item, place))
    for versions in by_id.values():
        numbers: set[int] = set()
        for item, place in versions:
            if number_of(item) in numbers:
                place.error("id", "duplicate-id", what=item["id"])
            numbers.add(number_of(item))
            start, end = day(item.get("valid_from")), day(item.get("valid_to"))
            if start is not None and end is not None and start > end:
                place.error("valid_to", "version-order")
        if len(numbers) == len(versions):
            _check_sequence(sorted(versions, key=lambda one: number_of(one[0])))


def _check_sequence(versions: Sequence[Placed]) -> None:
    for (earlier, _), (later, place) in pairwise(versions):
        told = {"first": number_of(earlier), "second": number_of(later)}
        end, start = day(earlier.get("valid_to")), day(later.get("valid_from"))
        if end is None or start is None or start <= end:
            place.error("valid_from", "version-overlap", **told)
        elif start - end > timedelta(days=1):
            place.error("valid_from", "version-gap", **told)


def check_parents(items: Sequence[Placed]) -> None:
    """Check that parents exist, form no ring, and hold for as long as their children."""
    by_id: dict[str, list[Document]] = {}
    for item, _ in items:
        by_id.setdefault(item["id"], []).append(item)
    parents = {
        name: {str(one["parent"]) for one in versions if one.get("parent")}
        for name, versions in by_id.items()
    }
    for item, place in items:
        parent = item.get("parent")
        if not isinstance(parent, str):
            continue
        if parent not in by_id:
            place.error("parent", "unknown-measure", what=parent, **hints(parent, by_id))
        elif (ring := _ring(item["id"], parents)) is not None:
            place.error("parent", "parent-cycle", what=" → ".join(ring))
        elif not _outlives(by_id[parent], item):
            place.warning("parent", "parent-not-valid", what=parent)


def _ring(start: str, parents: Mapping[str, set[str]]) -> tuple[str, ...] | None:
    """Return the way from ``start`` back to itself through parents, or None."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for above in sorted(parents.get(way[-1], ())):
            if above == start:
                return (*way, start)
            if above not in seen:
                seen.add(above)
                ways.append((*way, above))
    return None


def _outlives(versions: Sequence[Document], child: Document) -> bool:
    """Tell whether the versions together begin no later and end no earlier than ``child``."""
    starts = [day(one.get("valid_from")) or date.min for one in versions]
    ends = [day(one.get("valid_to")) or date.max for one in versions]
    own_start = day(child.get("valid_from")) or date.min
    own_end = day(child.get("valid_to")) or date.max
    return min(starts) <= own_start and own_end <= max(ends)
