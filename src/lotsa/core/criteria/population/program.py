"""Boolean expressions over a million companies, one bit a company.

Three-valued logic needs no third value here. A condition is kept as two plain
expressions: *surely* (it is yes) and *possibly* (it is not no). A conjunction
is the conjunction of each, and a negation swaps them. Where every fact is
known the two are one and the same expression, and are computed once.

Equal expressions are the same node, whichever measure they came from.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
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
_MOST_RUNS: Final = 6
"""With more runs than this, one look-up a company is cheaper than comparing run by run."""


@dataclass(frozen=True)
class Pick:
    """The companies whose class in ``column`` is one of those marked in ``members``."""

    column: int
    members: bytes

    @cached_property
    def marked(self) -> NDArray[np.bool_]:
        """For each class, is it one of those?"""
        return np.frombuffer(self.members, dtype=np.bool_)

    @cached_property
    def runs(self) -> tuple[tuple[int, int], ...]:
        """The marked classes as runs of neighbours: first and last."""
        edges = np.flatnonzero(np.diff(self.marked, prepend=False, append=False))
        return tuple(zip(edges[::2].tolist(), (edges[1::2] - 1).tolist(), strict=True))


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


Step: TypeAlias = Pick | Every | Some | Other | None


class Program:
    """A list of expressions, each referring only to earlier ones."""

    def __init__(self) -> None:
        self.steps: list[Step] = [None, None]
        self._places: dict[Step, int] = {}

    def pick(self, column: int, members: NDArray[np.bool_]) -> int:
        """The companies whose class is marked. Complements share one node."""
        if members.all():
            return TRUE
        if not members.any():
            return FALSE
        if members[0]:
            return self.other(self._add(Pick(column, (~members).tobytes())))
        return self._add(Pick(column, members.tobytes()))

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


def run(program: Program, columns: Sequence[Classes]) -> list[Plane]:
    """The plane of every node, for companies whose number is a multiple of ``WORD``.

    Args:
        program: the expressions.
        columns: the classes of the same companies, one array a column.
    """
    rows = len(columns[0]) if columns else 0
    words = rows // WORD
    planes: list[Plane] = [
        np.full(words, np.iinfo(np.uint64).max, dtype=np.uint64),
        np.zeros(words, dtype=np.uint64),
    ]
    for step in program.steps[2:]:
        match step:
            case Pick():
                plane = _picked(columns[step.column], step)
            case Every(nodes):
                plane = np.bitwise_and(planes[nodes[0]], planes[nodes[1]])
                for node in nodes[2:]:
                    np.bitwise_and(plane, planes[node], out=plane)
            case Some(nodes):
                plane = np.bitwise_or(planes[nodes[0]], planes[nodes[1]])
                for node in nodes[2:]:
                    np.bitwise_or(plane, planes[node], out=plane)
            case Other(node):
                plane = np.bitwise_not(planes[node])
            case _:
                raise AssertionError(step)
        planes.append(plane)
    return planes


def _picked(classes: Classes, pick: Pick) -> Plane:
    runs, end = pick.runs, len(pick.members) - 1
    if len(runs) > _MOST_RUNS:
        inside: NDArray[np.bool_] = pick.marked[classes]
    else:
        inside = _in_run(classes, *runs[0], end)
        for first, last in runs[1:]:
            np.logical_or(inside, _in_run(classes, first, last, end), out=inside)
    return np.packbits(inside, bitorder="little").view(np.uint64)


def _in_run(classes: Classes, first: int, last: int, end: int) -> NDArray[np.bool_]:
    kind = classes.dtype.type
    result: NDArray[np.bool_]
    if first == last:
        result = classes == kind(first)
    elif last == end:
        result = classes >= kind(first)
    else:
        # Below ``first`` the unsigned difference wraps round to a large number.
        result = (classes - kind(first)) <= kind(last - first)
    return result
