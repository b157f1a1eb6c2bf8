"""Local forms of a measure: what a child takes from its parent, and where it stands in for it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from lotsa.core.catalogue.versions import Document, select

# What identifies one item or belongs to it alone is never inherited.
_OWN = frozenset({"id", "parent", "version", "valid_from", "valid_to", "aliases", "extra_criteria"})


def resolve(items: Iterable[Document]) -> tuple[Document, ...]:
    """Return the items with every key a child does not state taken from its parent.

    Args:
        items: One version per measure, e.g. from ``versions.select``.

    A key that is stated, even as null, is the child's own. ``extra_criteria`` (a list of
    conditions, or one) is added to the criteria, own or inherited. A child whose parent is not
    among the items, or whose parents form a ring, is left out: its rules are not known.
    """
    by_id = {item["id"]: item for item in items}
    done: dict[str, Document | None] = {}
    for name in by_id:
        _resolve(name, by_id, done)
    return tuple(found for name in by_id if (found := done[name]) is not None)


def resolve_on(items: Iterable[Document], as_of: date) -> tuple[Document, ...]:
    """Return the measures as they read on ``as_of``: the version that holds, with inheritance."""
    return resolve(select(items, as_of))


def _resolve(name: str, by_id: Mapping[str, Document], done: dict[str, Document | None]) -> None:
    chain: list[str] = []
    at: str | None = name
    while at is not None and at not in done:
        if at in chain or at not in by_id:
            done.update(dict.fromkeys(chain))
            return
        chain.append(at)
        at = by_id[at].get("parent")
    above = None if at is None else done[at]
    missing = at is not None and above is None
    for link in reversed(chain):
        if missing:
            done[link] = None
            continue
        above = _merge(above, by_id[link])
        done[link] = above


def _merge(parent: Document | None, child: Document) -> Document:
    inherited = {
        key: value for key, value in (parent or {}).items() if key not in _OWN and key not in child
    }
    merged = {**child, **inherited}
    extra = merged.pop("extra_criteria", None)
    if extra:
        added = extra if isinstance(extra, list) else [extra]
        own = merged.get("criteria")
        merged["criteria"] = {"all": [*([own] if own else []), *added]}
    return merged


def covers(territory: Any, municipalities: Collection[str], regions: Collection[str]) -> bool:
    """Tell whether a territory surely includes a company's place.

    Args:
        territory: A country code as text, or ``{regions, municipalities}``.
        municipalities: Municipality codes of the company; empty when not known.
        regions: Region codes of the company; empty when not known.
    """
    if isinstance(territory, str):
        return bool(territory)
    if not isinstance(territory, Mapping):
        return False
    return bool(
        set(territory.get("regions") or ()) & set(regions)
        or set(territory.get("municipalities") or ()) & set(municipalities)
    )


def replaced_by_local_form(
    measures: Iterable[Mapping[str, Any]], municipalities: Collection[str], regions: Collection[str]
) -> Mapping[str, str]:
    """Return the measures that a local form stands in for, with the id of that local form.

    Args:
        measures: Resolved measures, see :func:`resolve`.
        municipalities: Municipality codes of the company; empty when not known.
        regions: Region codes of the company; empty when not known.

    A child that covers the place stands in for its parent, and for the parent's parents, also when
    the child is closed: whoever lives there is served by the local form or by none. Of several
    children the one furthest down is named, else the first.
    """
    by_id = {item["id"]: item for item in measures}
    stands_in: dict[str, str] = {}
    for name, item in by_id.items():
        if not item.get("parent") or not covers(item.get("territory"), municipalities, regions):
            continue
        for above in _parents(name, by_id):
            before = stands_in.get(above)
            if before is None or before in _parents(name, by_id):
                stands_in[above] = name
    return stands_in


def _parents(name: str, by_id: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    found: list[str] = []
    above = by_id[name].get("parent")
    while isinstance(above, str) and above in by_id and above not in found:
        found.append(above)
        above = by_id[above].get("parent")
    return tuple(found)
