"""How many companies a measure reaches: the same rules over a whole population.

The counts are what ``Judge`` and ``standing`` would give company by company.
Each distinct condition is tested once for each distinct value of its fact,
and the rules are then combined 64 companies at a time, see ``program``.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lotsa.core.criteria.compiled import LeafTable, Node, leaf_places
from lotsa.core.criteria.conditions import All, AnyOf, Leaf, Manual, Not, leaves
from lotsa.core.criteria.leaves import typed_value
from lotsa.core.criteria.logic import Truth
from lotsa.core.criteria.measures import Measure, RuleBook, Window
from lotsa.core.criteria.population.columns import compacted
from lotsa.core.criteria.population.groups import numbered, parse_grouping
from lotsa.core.criteria.population.ordering import Rows, chunks, in_words
from lotsa.core.criteria.population.program import (
    FALSE,
    TRUE,
    WORD,
    Classes,
    Program,
    run,
)
from lotsa.core.criteria.population.reading import Frame, read_name
from lotsa.core.criteria.population.resolving import ColumnResolver, View, all_cuts
from lotsa.core.criteria.population.standing import Standing

_MOST_WORKERS: Final = 8


@dataclass(frozen=True, eq=False)
class Reach:
    """How measures stand for a population on a date.

    Attributes:
        as_of: the date.
        measures: ids, in the order of ``counts``.
        by: the facts grouped by, as asked for.
        groups: what each group is called; one label for each fact in ``by``.
        companies: how many companies each group has.
        counts: companies by measure, group and ``Standing``.
        unknown_fields: facts that the measures ask for and nothing is known of.
        ignored: columns that are about no field of the catalogue.
    """

    as_of: date
    measures: tuple[str, ...]
    by: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    companies: NDArray[np.int64]
    counts: NDArray[np.int64]
    unknown_fields: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    def count(self, measure: str, state: Standing, group: tuple[str, ...] | None = None) -> int:
        """Companies for which the measure stands so, in one group or in all of them.

        Raises:
            ValueError: no such measure or group.
        """
        by_group = self.counts[self.measures.index(measure), :, state]
        return int(by_group.sum() if group is None else by_group[self.groups.index(group)])


@dataclass(frozen=True)
class _Outcome:
    """Nodes that hold the companies of each standing, for one measure."""

    yes: int
    manual: int
    maybe: int

    @property
    def nodes(self) -> dict[Standing, int]:
        """The node of each standing that some company may have; the rest are *no*."""
        states = {
            Standing.YES: self.yes,
            Standing.MANUAL: self.manual,
            Standing.MAYBE: self.maybe,
        }
        return {state: node for state, node in states.items() if node != FALSE}


class Reacher:
    """Counts whom the measures of one rule book reach.

    Args:
        rulebook: the measures and their registry.
        workers: threads; 0 is one a core, ``_MOST_WORKERS`` at the most.

    Raises:
        CatalogueFault: at once, when a condition does not fit its field.
    """

    def __init__(self, rulebook: RuleBook, workers: int = 0) -> None:
        self.rulebook = rulebook
        self.workers = workers or min(os.cpu_count() or 1, _MOST_WORKERS)
        self._table = LeafTable(rulebook.registry)
        self._compiled = {
            measure.id: self._compile(measure, f"measures[{index}]")
            for index, measure in enumerate(rulebook.measures)
        }
        self._cuts = all_cuts(rulebook.registry, self._compared())

    def columns_used(self, names: Iterable[str], by: Sequence[str] = ()) -> tuple[str, ...]:
        """Which of a file's columns can matter, so that the others need not be read."""
        registry = self.rulebook.registry
        wanted = set(self._table.fields) | {one.partition(":")[0] for one in by}
        for field in tuple(wanted):
            wanted.update(registry.coarser.get(field, ()))
        for field in tuple(wanted):
            known = registry.fields.get(field)
            while known is not None and known.derivation is not None:
                wanted.add(known.derivation.source)
                known = registry.fields.get(known.derivation.source)
        return tuple(
            name for name in names if (read := read_name(name, registry)) and read.field in wanted
        )

    def count(
        self,
        data: pl.DataFrame,
        as_of: date,
        measures: Iterable[str] | None = None,
        by: Sequence[str] = (),
    ) -> Reach:
        """Count yes, manual, maybe and no for each measure.

        Args:
            data: one row a company; columns as ``reading`` says.
            as_of: the date to judge on.
            measures: ids; default all.
            by: facts to group by, each ``FIELD`` or ``FIELD:LEVEL``.

        Raises:
            KeyError: an id that is not in the rule book.
            FactFault: a value that does not fit its field, or a grouping that
                cannot be made.
        """
        plan = _Plan(self, data, as_of, measures)
        groupings = [parse_grouping(one, self.rulebook.registry) for one in by]
        numbers, groups = numbered(
            groupings,
            [plan.resolver.column(one.field.id, (None, None), whole=True) for one in groupings],
            self.rulebook.registry,
            data.height,
        )
        companies = np.bincount(numbers, minlength=len(groups)).astype(np.int64)
        counts = plan.counts(numbers, companies)
        return Reach(
            as_of,
            plan.measures,
            tuple(by),
            groups,
            companies,
            counts,
            plan.unknown_fields,
            plan.frame.ignored,
        )

    def standings(
        self, data: pl.DataFrame, as_of: date, measures: Iterable[str] | None = None
    ) -> NDArray[np.uint8]:
        """The ``Standing`` of each measure (rows) for each company (columns).

        Raises:
            KeyError, FactFault: as ``count``.
        """
        return _Plan(self, data, as_of, measures).standings()

    def _compile(self, measure: Measure, path: str) -> tuple[Measure, Node, tuple[Node, ...]]:
        return (
            measure,
            self._table.compile(measure.criteria, f"{path}.criteria"),
            tuple(
                self._table.compile(window.criteria, f"{path}.windows[{index}].criteria")
                for index, window in enumerate(measure.windows)
            ),
        )

    def _compared(self) -> Iterator[tuple[str, str, Any]]:
        for measure in self.rulebook.measures:
            for criteria in (measure.criteria, *(one.criteria for one in measure.windows)):
                for leaf in leaves(criteria):
                    known = self.rulebook.registry.fields[leaf.field]
                    yield leaf.field, leaf.op, typed_value(leaf, known)


@dataclass(frozen=True)
class _Scene:
    """One window with the nodes that decide in it."""

    measure: Measure
    window: Window
    nodes: tuple[Node, Node]
    places: frozenset[int]


class _Plan:
    """One population on one date, made ready to be counted."""

    def __init__(
        self, reacher: Reacher, data: pl.DataFrame, as_of: date, measures: Iterable[str] | None
    ) -> None:
        registry = reacher.rulebook.registry
        self._table = reacher._table  # noqa: SLF001 - two halves of one thing
        self.frame = Frame(data, registry)
        self.resolver = ColumnResolver(self.frame, registry, as_of, reacher._cuts)  # noqa: SLF001
        chosen = reacher._compiled if measures is None else dict.fromkeys(measures)  # noqa: SLF001
        self.measures = tuple(chosen)
        self._workers = reacher.workers
        self._program = Program()
        self._classes: list[Classes] = []
        self._leaves: dict[tuple[int, View], tuple[int, int]] = {}
        self._nodes: dict[tuple[int, tuple[str, str] | None], tuple[int, int]] = {}
        scenes = [
            _scenes(*reacher._compiled[measure_id], as_of)  # noqa: SLF001
            for measure_id in chosen
        ]
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
            for state, node in outcome.nodes.items():
                counts[index, :, state] = by_node[places[node]]
        counts[:, :, Standing.NO] = companies - counts.sum(axis=2)
        return counts

    def standings(self) -> NDArray[np.uint8]:
        """The standing of each measure for each company."""
        found = np.zeros((len(self._outcomes), self.frame.rows), dtype=np.uint8)
        asked: dict[int, list[tuple[int, Standing]]] = {}
        for index, outcome in enumerate(self._outcomes):
            for state, node in outcome.nodes.items():
                asked.setdefault(node, []).append((index, state))
        alone = np.zeros(self.frame.rows, dtype=np.int64)
        order, _ = in_words(alone, np.array([self.frame.rows]))
        done_with = self._program.done_with()
        for rows in chunks(order):
            here = slice(rows.first, rows.first + int(rows.mask.sum()))
            columns = [rows.of(classes) for classes in self._classes]
            for node, plane in run(self._program, columns, asked, done_with):
                bits = np.unpackbits(plane.view(np.uint8), bitorder="little")[rows.mask]
                for index, state in asked[node]:
                    found[index, here] += bits * np.uint8(state)
        return found

    def _test_leaves(self, scenes: Iterable[_Scene]) -> None:
        """Test each leaf on each distinct value of its column."""
        wanted: dict[tuple[str, View], set[int]] = {}
        for scene in scenes:
            for place in scene.places:
                field = self._table.fields[place]
                view = self.resolver.view(field, scene.measure.id, scene.window)
                wanted.setdefault((field, view), set()).add(place)
        unknown: dict[str, bool] = {}
        with ThreadPoolExecutor(self._workers) as pool:
            columns = pool.map(lambda key: self.resolver.column(*key), wanted)
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
            self._classes.append(np.zeros(self.frame.rows, dtype=np.uint8))

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
        manual: list[int] = []
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
                unknown = program.without(possibly, surely)
                missing = program.some(self._missing(node, scene) for node in scene.nodes)
                manual.append(program.without(unknown, missing))
        some_yes = program.some(yes)
        only_manual = program.without(program.some(manual), some_yes)
        settled = program.some((some_yes, only_manual))
        return _Outcome(some_yes, only_manual, program.without(program.some(possible), settled))

    def _truth(self, node: Node, scene: _Scene) -> tuple[int, int]:
        """The nodes *surely* and *possibly* of a condition, as the window sees its facts."""
        key = (id(node), self._own_sight(node, scene))
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = self._combine(node, scene)
        return found

    def _own_sight(self, node: Node, scene: _Scene) -> tuple[str, str] | None:
        if self.resolver.same_for_all:
            return None
        for place in leaf_places(node):
            view = self.resolver.view(self._table.fields[place], scene.measure.id, scene.window)
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
        view = self.resolver.view(self._table.fields[place], scene.measure.id, scene.window)
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
