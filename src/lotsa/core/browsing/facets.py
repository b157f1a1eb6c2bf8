"""Filters with counts: what is left, and what each further choice would leave.

A choice within a facet widens (one of these), facets narrow each other (all of these). The number
beside a choice counts what it would show together with the choices of the *other* facets, so that
it never promises what a click does not give.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True)
class Filed(Generic[Item]):
    """A thing and the values it is filed under, by facet."""

    item: Item
    values: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Sifted(Generic[Item]):
    """What filters leave.

    Attributes:
        items: what is left, in the order given.
        counts: for each facet how many things each of its values would show.
    """

    items: tuple[Item, ...]
    counts: Mapping[str, Mapping[str, int]]


def sift(
    filed: Iterable[Filed[Item]], chosen: Mapping[str, Collection[str]], facets: Iterable[str]
) -> Sifted[Item]:
    """Keep what fits every facet with a choice, and count the values of all ``facets``.

    Args:
        filed: the things to choose among.
        chosen: the values chosen, by facet; an empty choice lets everything through.
        facets: every facet to count.
    """
    wanted = {facet: frozenset(values) for facet, values in chosen.items() if values}
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in facets}
    kept = []
    for one in filed:
        unfit = [
            facet
            for facet, values in wanted.items()
            if values.isdisjoint(one.values.get(facet, frozenset()))
        ]
        if len(unfit) > 1:
            continue
        if not unfit:
            kept.append(one.item)
        for facet in unfit or counts:
            if facet in counts:
                counts[facet].update(one.values.get(facet, frozenset()))
    return Sifted(tuple(kept), counts)
