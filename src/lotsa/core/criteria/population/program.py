"""Boolean expressions over a million companies, one bit a company.

Three-valued logic needs no third value here. A condition is kept as two plain
expressions: *surely* (it is yes) and *possibly* (it is not no). A conjunction
is the conjunction of each, and a negation swaps them. Where every fact is
known the two are one and the same expression, and are computed once.

Equal expressions are the same node, whichever measure they came from.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Plane: TypeAlias = NDArray[np.uint64]
"""One bit a company, 64 companies a word."""

Classes: TypeAlias = NDArray[Any]
"""The class of each company in one column; an unsigned integer."""

WORD: Final = 64
TRUE: Final = 0
FALSE: Final = 1
_MOST_RUNS: Final = 8
"""With more runs of classes than this, one look-up a company is cheaper than many comparisons."""


@dataclass(frozen=True)
class UpTo:
    """The companies whose class in ``column`` is at most ``last``."""

    column: int
    last: int


@dataclass(frozen=True)
class Marked:
    """The companies whose class in ``column`` is marked in ``members``, a byte a class."""

    column: int
    members: bytes


@dataclass(frozen=True)
class Every:
    """The companies that are in all of the nodes."""

    nodes: tuple[int, ...]


@dataclass(frozen=True)
class Some:
    """The companies that are in at least one of the nodes."""

    nodes: tuple[int, ...]


@dataclass(frozen=True)
class Other:
    """The companies that are not in the node."""

    node: int


Step: TypeAlias = UpTo | Marked | Every | Some | Other | None


class Program:
    """A list of expressions, each referring only to earlier ones."""

    def __init__(self) -> None:
        self.steps: list[Step] = [None, None]
        self._places: dict[Step, int] = {}

    def pick(self, column: int, members: NDArray[np.bool_]) -> int:
        """The companies whose class is marked, put together from stretches that others share."""
        edges = np.flatnonzero(members[1:] != members[:-1]).tolist()
        if len(edges) > 2 * _MOST_RUNS:
            return self._add(Marked(column, members.tobytes()))
        starts = [-1, *edges, len(members) - 1]
        runs = [
            self.every(
                (
                    self._up_to(column, last, members),
                    self.other(self._up_to(column, before, members)),
                )
            )
            for before, last in pairwise(starts)
            if members[last]
        ]
        return self.some(runs)

    def _up_to(self, column: int, last: int, members: NDArray[np.bool_]) -> int:
        if last < 0:
            return FALSE
        return TRUE if last == len(members) - 1 else self._add(UpTo(column, last))

    def every(self, nodes: Iterable[int]) -> int:
        """The conjunction; of nothing it is true."""
        kept = set(nodes) - {TRUE}
        if FALSE in kept:
            return FALSE
        return self._group(kept, Every, empty=TRUE)

    def some(self, nodes: Iterable[int]) -> int:
        """The disjunction; of nothing it is false."""
        kept = set(nodes) - {FALSE}
        if TRUE in kept:
            return TRUE
        return self._group(kept, Some, empty=FALSE)

    def other(self, node: int) -> int:
        """The negation."""
        if node in {TRUE, FALSE}:
            return FALSE if node == TRUE else TRUE
        step = self.steps[node]
        return step.node if isinstance(step, Other) else self._add(Other(node))

    def without(self, node: int, taken: int) -> int:
        """The companies in ``node`` that are not in ``taken``."""
        return FALSE if node == taken else self.every((node, self.other(taken)))

    def done_with(self) -> list[list[int]]:
        """For each node, the nodes that no later one refers to."""
        last: dict[int, int] = {}
        for node, step in enumerate(self.steps):
            last[node] = node
            match step:
                case Every(nodes) | Some(nodes):
                    last.update(dict.fromkeys(nodes, node))
                case Other(child):
                    last[child] = node
        finished: list[list[int]] = [[] for _ in self.steps]
        for node, at in last.items():
            if node not in {TRUE, FALSE}:
                finished[at].append(node)
        return finished

    def _group(self, kept: set[int], kind: type[Every] | type[Some], empty: int) -> int:
        if len(kept) < 2:  # noqa: PLR2004 - a group of one is its only member
            return next(iter(kept), empty)
        return self._add(kind(tuple(sorted(kept))))

    def _add(self, step: Step) -> int:
        place = self._places.get(step)
        if place is None:
            place = self._places[step] = len(self.steps)
            self.steps.append(step)
        return place


def run(
    program: Program,
    columns: Sequence[Classes],
    wanted: Collection[int],
    done_with: Sequence[Sequence[int]],
) -> Iterator[tuple[int, Plane]]:
    """The planes of the wanted nodes, each as soon as it is known.

    Args:
        program: the expressions.
        columns: the classes of the same companies, one array a column; their
            number is a multiple of ``WORD``.
        wanted: nodes asked for.
        done_with: from ``Program.done_with``, worked out once for all chunks.
    """
    words = len(columns[0]) // WORD if columns else 0
    planes: list[Plane | None] = [
        np.full(words, np.iinfo(np.uint64).max, dtype=np.uint64),
        np.zeros(words, dtype=np.uint64),
    ]
    for node in (TRUE, FALSE):
        if node in wanted:
            yield node, _ready(planes, node)
    for node, step in enumerate(program.steps[2:], start=2):
        plane = _computed(step, planes, columns)
        planes.append(plane)
        if node in wanted:
            yield node, plane
        # What nobody asks for again is let go at once: memory still in the cache is used again.
        for finished in done_with[node]:
            planes[finished] = None


def _ready(planes: Sequence[Plane | None], node: int) -> Plane:
    plane = planes[node]
    if plane is None:
        raise AssertionError(f"node {node} was let go too early")
    return plane


def _computed(step: Step, planes: Sequence[Plane | None], columns: Sequence[Classes]) -> Plane:
    match step:
        case UpTo(column, last):
            classes = columns[column]
            return _packed(classes <= classes.dtype.type(last))
        case Marked(column, members):
            return _packed(np.frombuffer(members, dtype=np.bool_)[columns[column]])
        case Every(nodes) | Some(nodes):
            join = np.bitwise_and if isinstance(step, Every) else np.bitwise_or
            plane: Plane = join(_ready(planes, nodes[0]), _ready(planes, nodes[1]))
            for node in nodes[2:]:
                join(plane, _ready(planes, node), out=plane)
            return plane
        case Other(node):
            return np.bitwise_not(_ready(planes, node))
        case None:
            raise AssertionError("the two constants are computed first")


def _packed(inside: NDArray[np.bool_]) -> Plane:
    return np.packbits(inside, bitorder="little").view(np.uint64)
