"""Which figures of a table must be hidden so that the small ones cannot be worked out.

A table with its totals is a circulation: each figure is an edge between two sums it takes part in,
and each sum is a node where what flows in flows out. A reader who knows the shown figures can give
a hidden figure another value exactly when a cycle of hidden figures runs through it, along which
one company can be moved. So a hidden figure that lies on no such cycle is given one, by hiding the
cheapest figures that close it: the smallest counts, and totals last.

The reader is taken to know the rule below, that zeros are shown, and hence that what is hidden is
at least 1. A reader who also knows how the further figures were chosen may at times guess closer
("the smallest other"); as in the practice of statistical offices, that is not defended against.

Method: network heuristics for complementary cell suppression, see Castro (2012), "Recent advances
in optimization techniques for statistical tabular data protection", European Journal of Operational
Research 216(2). Here the test of a cycle is exact, since a two-way table is a network.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

Node = Hashable


@dataclass(frozen=True)
class Figure:
    """One count in a table, as an edge of its circulation.

    Attributes:
        tail: the sum that the count leaves.
        head: the sum that it enters.
        value: the count, 0 or more.
        is_total: it is a margin, to be hidden only when nothing else helps.
    """

    tail: Node
    head: Node
    value: int
    is_total: bool = False


_Arcs = Mapping[Node, Sequence[tuple[Node, int]]]


def hidden_figures(
    figures: Sequence[Figure], threshold: int, never_shown: Iterable[int] = ()
) -> frozenset[int]:
    """The places of the figures to hide: those from 1 to below the threshold, and what guards them.

    Args:
        figures: all counts of one table with its totals; in every node the sum of what leaves
            equals the sum of what enters.
        threshold: the smallest count that may be shown.
        never_shown: the places of figures that the table leaves out anyway.
    """
    small = [at for at, figure in enumerate(figures) if 0 < figure.value < threshold]
    hidden = {*small, *never_shown}
    arcs = _arcs(figures)
    for at in sorted(small, key=lambda at: (figures[at].value, at)):
        hidden.update(_cheapest_cycle(at, figures, arcs, hidden))
    return frozenset(hidden)


def _arcs(figures: Sequence[Figure]) -> _Arcs:
    """The ways one company can be moved: any count can grow, one of 2 or more can shrink."""
    arcs: dict[Node, list[tuple[Node, int]]] = defaultdict(list)
    for at, figure in enumerate(figures):
        if figure.value > 0:
            arcs[figure.tail].append((figure.head, at))
        if figure.value > 1:
            arcs[figure.head].append((figure.tail, at))
    return arcs


def _cheapest_cycle(
    at: int, figures: Sequence[Figure], arcs: _Arcs, hidden: set[int]
) -> Sequence[int]:
    """The figures on the cheapest cycle through one figure; hiding them all lets it vary."""
    dearest = 1 + sum(figure.value for figure in figures)

    def cost(other: int) -> int:
        if other in hidden:
            return 0
        return figures[other].value + (dearest if figures[other].is_total else 0)

    figure = figures[at]
    ways = [_cheapest_path(figure.head, figure.tail, at, arcs, cost)]
    if figure.value > 1:
        ways.append(_cheapest_path(figure.tail, figure.head, at, arcs, cost))
    # A table's counts flow round, so each positive one lies on some cycle of positive counts.
    return min((sum(map(cost, way)), way) for way in ways if way is not None)[1]


def _cheapest_path(
    start: Node, goal: Node, without: int, arcs: _Arcs, cost: Callable[[int], int]
) -> tuple[int, ...] | None:
    """The figures along the cheapest way from one sum to another, by Dijkstra; None without one."""
    order = count()
    frontier: list[tuple[int, int, Node, tuple[int, ...]]] = [(0, next(order), start, ())]
    done: set[Node] = set()
    while frontier:
        spent, _, node, way = heappop(frontier)
        if node == goal:
            return way
        if node in done:
            continue
        done.add(node)
        for onward, at in arcs[node]:
            if at != without and onward not in done:
                heappush(frontier, (spent + cost(at), next(order), onward, (*way, at)))
    return None
