"""The rules of one rule book laid out for one population on one date, and counted."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from lotsa.core.criteria.compiled import LeafTable, Node, leaf_places
from lotsa.core.criteria.conditions import All, AnyOf, Leaf, Manual, Not
from lotsa.core.criteria.logic import Truth
from lotsa.core.criteria.measures import Measure, Window
from lotsa.core.criteria.population.columns import compacted
from lotsa.core.criteria.population.ordering import Rows, chunks, in_words
from lotsa.core.criteria.population.program import (
    FALSE,
    TRUE,
    WORD,
    Classes,
    Program,
    run,
)
from lotsa.core.criteria.population.resolving import ColumnResolver, View
from lotsa.core.criteria.population.standing import Standing

Compiled: TypeAlias = tuple[Measure, Node, tuple[Node, ...]]
"""A measure with its own criteria and those of its windows."""


@dataclass(frozen=True)
class _Outcome:
    """Nodes that hold the companies of a standing or a higher one, for one measure."""

    yes: int
    manual: int
    maybe: int

    @property
    def nodes(self) -> dict[Standing, int]:
        """The nodes, each within the next."""
        return {
            Standing.YES: self.yes,
            Standing.MANUAL: self.manual,
            Standing.MAYBE: self.maybe,
        }


@dataclass(frozen=True)
class _Scene:
    """One window with the nodes that decide in it."""

    measure: Measure
    window: Window
    nodes: tuple[Node, Node]
    places: frozenset[int]


class Plan:
    """One population on one date, made ready to be counted."""

    def __init__(
        self,
        table: LeafTable,
        resolver: ColumnResolver,
        measures: Iterable[Compiled],
        as_of: date,
        workers: int,
    ) -> None:
        self._table = table
        self._resolver = resolver
        self._workers = workers
        self._program = Program()
        self._classes: list[Classes] = []
        self._leaves: dict[tuple[int, View], tuple[int, int]] = {}
        self._nodes: dict[tuple[int, tuple[str, str] | None], tuple[int, int]] = {}
        scenes = [_scenes(*measure, as_of) for measure in measures]
        self._test_leaves([scene for of_measure in scenes for scene in of_measure])
        self._outcomes = [self._outcome(of_measure, as_of) for of_measure in scenes]

    def counts(self, groups: NDArray[np.int64], companies: NDArray[np.int64]) -> NDArray[np.int64]:
        """Companies by measure, group and standing."""
        wanted = sorted({node for outcome in self._outcomes for node in outcome.nodes.values()})
        places = {node: place for place, node in enumerate(wanted)}
        done_with = self._program.done_with()
        order, starts = in_words(groups, companies)
        by_node = np.zeros((len(wanted), len(companies)), dtype=np.int64)

        def counted(rows: Rows) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
            here = starts - rows.first // WORD
            inside = np.flatnonzero((here[1:] > 0) & (here[:-1] < len(rows.mask) // WORD))
            offsets = np.maximum(here[inside], 0)
            found = np.zeros((len(wanted), len(inside)), dtype=np.int64)
            full = bool(rows.mask.all())
            present = np.packbits(rows.mask, bitorder="little").view(np.uint64)
            columns = [rows.of(classes) for classes in self._classes]
            for node, plane in run(self._program, columns, places, done_with):
                bits = np.bitwise_count(plane if full else plane & present)
                found[places[node]] = np.add.reduceat(bits, offsets, dtype=np.int64)
            return inside, found

        with ThreadPoolExecutor(self._workers) as pool:
            for inside, found in pool.map(counted, chunks(order)):
                by_node[:, inside] += found
        counts = np.zeros((len(self._outcomes), len(companies), len(Standing)), dtype=np.int64)
        for index, outcome in enumerate(self._outcomes):
            higher = np.zeros(len(companies), dtype=np.int64)
            for state, node in outcome.nodes.items():
                counts[index, :, state] = by_node[places[node]] - higher
                higher = by_node[places[node]]
            counts[index, :, Standing.NO] = companies - higher
        return counts

    def standings(self) -> NDArray[np.uint8]:
        """The standing of each measure for each company."""
        found = np.zeros((len(self._outcomes), self._resolver.rows), dtype=np.uint8)
        asked: dict[int, list[tuple[int, Standing]]] = {}
        for index, outcome in enumerate(self._outcomes):
            for state, node in outcome.nodes.items():
                asked.setdefault(node, []).append((index, state))
        alone = np.zeros(self._resolver.rows, dtype=np.int64)
        order, _ = in_words(alone, np.array([self._resolver.rows]))
        done_with = self._program.done_with()
        for rows in chunks(order):
            here = slice(rows.first, rows.first + int(rows.mask.sum()))
            columns = [rows.of(classes) for classes in self._classes]
            for node, plane in run(self._program, columns, asked, done_with):
                bits = np.unpackbits(plane.view(np.uint8), bitorder="little")[rows.mask]
                for index, state in asked[node]:
                    cells = found[index, here]
                    np.maximum(cells, bits * np.uint8(state), out=cells)
        return found

    def _test_leaves(self, scenes: Iterable[_Scene]) -> None:
        """Test each leaf on each distinct value of its column."""
        wanted: dict[tuple[str, View], set[int]] = {}
        for scene in scenes:
            for place in scene.places:
                field = self._table.fields[place]
                view = self._resolver.view(field, scene.measure.id, scene.window)
                wanted.setdefault((field, view), set()).add(place)
        unknown: dict[str, bool] = {}
        with ThreadPoolExecutor(self._workers) as pool:
            columns = pool.map(lambda key: self._resolver.column(*key), wanted)
        for ((field, view), places), column in zip(wanted.items(), columns, strict=True):
            unknown[field] = unknown.get(field, True) and not any(
                value is not None for value in column.values
            )
            tests = [(place, self._table.tests[place]) for place in sorted(places)]
            truths = np.array(
                [[test(value) for value in column.values] for _, test in tests], dtype=np.uint8
            )
            classes, by_class = compacted(column, truths)
            number = self._number(classes)
            for (place, _), row in zip(tests, by_class, strict=True):
                self._leaves[place, view] = (
                    self._program.pick(number, row == Truth.YES),
                    self._program.pick(number, row != Truth.NO),
                )
        self.unknown_fields = tuple(sorted(field for field, never in unknown.items() if never))
        if not self._classes:
            self._classes.append(np.zeros(self._resolver.rows, dtype=np.uint8))

    def _number(self, classes: Classes) -> int:
        """The place of the array among those the program reads; a shared one has one place."""
        for number, known in enumerate(self._classes):
            if known is classes:
                return number
        self._classes.append(classes)
        return len(self._classes) - 1

    def _outcome(self, scenes: Sequence[_Scene], as_of: date) -> _Outcome:
        program = self._program
        yes: list[int] = []
        decided: list[int] = []
        possible: list[int] = []
        for scene in scenes:
            both = [self._truth(node, scene) for node in scene.nodes]
            surely = program.every(one for one, _ in both)
            possibly = program.every(one for _, one in both)
            possible.append(possibly)
            if scene.measure.planned or scene.window.time_on(as_of).truth is not Truth.YES:
                continue
            yes.append(surely)
            if any(map(_has_manual, scene.nodes)):
                missing = program.some(self._missing(node, scene) for node in scene.nodes)
                decided.append(program.without(possibly, missing))
        some_yes = program.some(yes)
        return _Outcome(some_yes, program.some((some_yes, *decided)), program.some(possible))

    def _truth(self, node: Node, scene: _Scene) -> tuple[int, int]:
        """The nodes *surely* and *possibly* of a condition, as the window sees its facts."""
        key = (id(node), self._own_sight(node, scene))
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = self._combine(node, scene)
        return found

    def _own_sight(self, node: Node, scene: _Scene) -> tuple[str, str] | None:
        if self._resolver.same_for_all:
            return None
        for place in leaf_places(node):
            view = self._resolver.view(self._table.fields[place], scene.measure.id, scene.window)
            if view != (None, None):
                return (scene.measure.id, scene.window.id)
        return None

    def _combine(self, node: Node, scene: _Scene) -> tuple[int, int]:
        program = self._program
        if node.leaf >= 0:
            return self._leaf(node.leaf, scene)
        children = [self._truth(child, scene) for child in node.children]
        match node.condition:
            case All():
                return (
                    program.every(one for one, _ in children),
                    program.every(one for _, one in children),
                )
            case AnyOf():
                return (
                    program.some(one for one, _ in children),
                    program.some(one for _, one in children),
                )
            case Not():
                surely, possibly = children[0]
                return program.other(possibly), program.other(surely)
            case _:
                return FALSE, TRUE

    def _leaf(self, place: int, scene: _Scene) -> tuple[int, int]:
        view = self._resolver.view(self._table.fields[place], scene.measure.id, scene.window)
        return self._leaves[place, view]

    def _missing(self, node: Node, scene: _Scene) -> int:
        """Where the condition is unknown because some fact is, not only a person's decision."""
        program = self._program
        surely, possibly = self._truth(node, scene)
        unknown = program.without(possibly, surely)
        if isinstance(node.condition, Leaf):
            return unknown
        below = program.some(self._missing(child, scene) for child in node.children)
        return program.every((unknown, below))


def _scenes(measure: Measure, criteria: Node, windows: Sequence[Node], as_of: date) -> list[_Scene]:
    """The windows that can give anything but no on the date."""
    return [
        _Scene(measure, window, (criteria, node), leaf_places(criteria) | leaf_places(node))
        for window, node in zip(measure.windows, windows, strict=True)
        if window.time_on(as_of).truth is not Truth.NO
    ]


def _has_manual(node: Node) -> bool:
    return isinstance(node.condition, Manual) or any(map(_has_manual, node.children))
