"""The answer for one company: yes, unknown or no, window by window, with reasons.

The rules are compiled once. Equal conditions of different measures share one
test, and each test runs at most once a company, unless a window sees its fact
otherwise.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from lotsa.core.criteria.company import Resolver, fields_from, window_fields
from lotsa.core.criteria.compiled import (
    LeafTable,
    Node,
    gather_cause,
    gather_unknown,
    leaf_places,
    parts_of,
    truth_of,
)
from lotsa.core.criteria.conditions import ALWAYS, All, AnyOf, Condition, Not
from lotsa.core.criteria.facts import Facts
from lotsa.core.criteria.logic import Truth, kleene_all, kleene_any, negate
from lotsa.core.criteria.measures import Measure, RuleBook, Time, TimeState, Window
from lotsa.core.criteria.values import Value

NO, UNKNOWN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES

_TIME_ORDER: Final = (Time.OPEN, Time.OPENS, Time.UNKNOWN, Time.BUDGET_SPENT, Time.CLOSED)


@dataclass(frozen=True, eq=False)
class WindowVerdict:
    """The answer for one window.

    The reasons are worked out when they are first asked for: most of a large
    catalogue's verdicts are only counted.

    Attributes:
        window: the window judged.
        answer: may the company apply in it on the date?
        criteria: the same, leaving time aside.
        time: where the window stands on the date.
        nodes: the compiled criteria of the measure and of the window.
        truths: the truths of all leaves, as the window sees them.
    """

    window: Window
    answer: Truth
    criteria: Truth
    time: TimeState
    nodes: tuple[Node, ...] = field(repr=False)
    truths: Sequence[Truth] = field(repr=False)

    @cached_property
    def _waits(self) -> tuple[tuple[str, ...], tuple[str | None, ...]]:
        missing: list[str] = []
        deciders: list[str | None] = []
        if self.criteria is UNKNOWN:
            for node in self.nodes:
                gather_unknown(node, self.truths, missing, deciders)
        return _unique(missing), tuple(dict.fromkeys(deciders))

    @property
    def open_questions(self) -> tuple[str, ...]:
        """Fields whose value could still change ``criteria``."""
        return self._waits[0]

    @property
    def deciders(self) -> tuple[str | None, ...]:
        """Who settles what no fact can, where that is still open."""
        return self._waits[1]

    @property
    def missing(self) -> tuple[str, ...]:
        """Facts that could still change the answer; none once it is settled."""
        return self.open_questions if self.answer is UNKNOWN else ()

    @property
    def only_manual_left(self) -> bool:
        """Everything a fact can settle holds, and a person decides the rest."""
        return self.criteria is UNKNOWN and not self.open_questions

    @cached_property
    def _failing(self) -> tuple[Node, ...]:
        if self.criteria is not NO:
            return ()
        return tuple(
            part
            for node in self.nodes
            for part in parts_of(node)
            if truth_of(part, self.truths) is NO
        )

    @property
    def failed_parts(self) -> tuple[Condition, ...]:
        """The parts of the conjunction that do not hold."""
        return tuple(part.condition for part in self._failing)

    @cached_property
    def failed(self) -> tuple[str, ...]:
        """Fields of the conditions that make ``criteria`` no."""
        found: list[str] = []
        for part in self._failing:
            gather_cause(part, self.truths, NO, found)
        return _unique(found)


@dataclass(frozen=True)
class MeasureVerdict:
    """The answer for one measure: the best of its windows."""

    measure: Measure
    answer: Truth
    windows: tuple[WindowVerdict, ...]

    @property
    def best(self) -> WindowVerdict | None:
        """The window that says most: the best answer, then the nearest in time."""
        return min(self.windows, key=_rank, default=None)

    @property
    def time(self) -> TimeState:
        """Where the measure stands in time."""
        return self.best.time if self.best else TimeState(Time.UNKNOWN)

    @property
    def decided_by(self) -> str | None:
        """Who makes the decision that no fact settles; nobody when the answer is no."""
        if self.answer is NO:
            return None
        for verdict in self.windows:
            named = [who for who in verdict.deciders if who]
            if verdict.answer is self.answer and named:
                return named[0]
        return self.measure.decided_by

    @property
    def missing(self) -> tuple[str, ...]:
        """Facts that could still change the answer."""
        if self.answer is not UNKNOWN:
            return ()
        return _unique(name for one in self.windows for name in one.missing)

    @property
    def failed(self) -> tuple[str, ...]:
        """Fields of the failed conditions, when the answer is no."""
        if self.answer is not NO:
            return ()
        return _unique(name for one in self.windows for name in one.failed)


def _rank(verdict: WindowVerdict) -> tuple[int, int, int, int, date]:
    time = verdict.time
    return (
        -verdict.answer,
        _TIME_ORDER.index(time.time) if verdict.criteria is not NO else len(_TIME_ORDER),
        -verdict.criteria,
        _TIME_ORDER.index(time.time),
        time.opens_on or time.closes_on or date.max,
    )


def _unique(fields: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fields))


@dataclass(frozen=True)
class Part:
    """One condition as it stands for a company, for showing.

    Attributes:
        condition: the condition.
        truth: its state.
        value: what is known of its fact, for a leaf.
        children: the parts of an *all*, *any* or *not*.
    """

    condition: Condition
    truth: Truth
    value: Value | None = None
    children: tuple["Part", ...] = ()


@dataclass(frozen=True, eq=False)
class _CompiledWindow:
    """A window's rules, compiled.

    Attributes:
        window: the window.
        nodes: the criteria of the measure and of the window.
        places: places of every leaf of both.
        own_view: places of the leaves whose fact the window sees in its own way.
    """

    window: Window
    nodes: tuple[Node, ...]
    places: frozenset[int]
    own_view: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class _Compiled:
    """A measure's rules, compiled: its own criteria and its windows."""

    measure: Measure
    criteria: Node
    windows: tuple[_CompiledWindow, ...]


class Judge:
    """Judges companies by one rule book.

    Raises:
        CatalogueFault: at once, when a condition names an unknown field, an
            operator its field does not allow, or a value of the wrong type.
    """

    def __init__(self, rulebook: RuleBook) -> None:
        self.rulebook = rulebook
        self._table = LeafTable(rulebook.registry)
        self._window_fields = window_fields(rulebook.registry)
        self._compiled = {
            measure.id: self._compile(measure, f"measures[{index}]")
            for index, measure in enumerate(rulebook.measures)
        }
        self._times: tuple[date | None, dict[int, TimeState]] = (None, {})

    def measure(self, measure_id: str) -> Measure:
        """The measure with the id.

        Raises:
            KeyError: there is none.
        """
        return self._compiled[measure_id].measure

    @cached_property
    def fields_used(self) -> frozenset[str]:
        """Every field that some condition names."""
        return frozenset(self._table.fields)

    def judge(
        self, facts: Facts, as_of: date, measures: Iterable[str] | None = None
    ) -> tuple[MeasureVerdict, ...]:
        """The verdicts of ``measures`` (default: all), in the order asked for.

        Raises:
            KeyError: an id that is not in the rule book.
        """
        chosen = self._compiled if measures is None else dict.fromkeys(measures)
        resolver = Resolver(self.rulebook.registry, facts, as_of)
        truths = [
            test(resolver.value(field))
            for field, test in zip(self._table.fields, self._table.tests, strict=True)
        ]
        times = self._times_on(as_of)
        return tuple(
            self._judge(self._compiled[measure_id], resolver, truths, times)
            for measure_id in chosen
        )

    def explain(
        self, facts: Facts, as_of: date, measure_id: str, window_id: str | None = None
    ) -> tuple[Part, ...]:
        """Every condition of a measure, or of one of its windows, with its state."""
        compiled = self._compiled[measure_id]
        resolver = Resolver(self.rulebook.registry, facts, as_of)
        chosen = next((one for one in compiled.windows if one.window.id == window_id), None)
        nodes = chosen.nodes if chosen else (compiled.criteria,)
        return tuple(
            self._part(part, resolver, compiled.measure, chosen.window if chosen else None)
            for node in nodes
            for part in parts_of(node)
        )

    def _compile(self, measure: Measure, path: str) -> _Compiled:
        criteria = self._table.compile(measure.criteria, f"{path}.criteria")
        general = leaf_places(criteria)
        fields, seen_apart = self._table.fields, self._window_fields
        windows = []
        for index, window in enumerate(measure.windows):
            node = self._table.compile(window.criteria, f"{path}.windows[{index}].criteria")
            places = general | leaf_places(node)
            own = tuple(place for place in places if fields[place] in seen_apart)
            nodes = (criteria,) if window.criteria == ALWAYS else (criteria, node)
            windows.append(_CompiledWindow(window, nodes, places, own))
        return _Compiled(measure, criteria, tuple(windows))

    def _times_on(self, as_of: date) -> dict[int, TimeState]:
        """The windows' states on a date, kept for the next company on the same date."""
        day, times = self._times
        if day != as_of:
            times = {
                id(one): one.window.time_on(as_of)
                for compiled in self._compiled.values()
                for one in compiled.windows
            }
            self._times = (as_of, times)
        return times

    def _judge(
        self,
        compiled: _Compiled,
        resolver: Resolver,
        truths: Sequence[Truth],
        times: Mapping[int, TimeState],
    ) -> MeasureVerdict:
        measure = compiled.measure
        general = truth_of(compiled.criteria, truths)
        highest = UNKNOWN if measure.planned else YES
        windows = []
        best = NO
        for one in compiled.windows:
            time = times[id(one)]
            seen = truths
            criteria = general
            given = resolver.given_in(measure.id, one.window)
            if given or one.own_view:
                seen = self._seen_from(measure, one, given, resolver, truths)
                if seen is not truths:
                    criteria = truth_of(compiled.criteria, seen)
            if criteria is not NO and len(one.nodes) > 1:
                criteria = min(criteria, truth_of(one.nodes[1], seen))
            answer = min(criteria, time.truth, highest)
            best = max(best, answer)
            windows.append(WindowVerdict(one.window, answer, criteria, time, one.nodes, seen))
        return MeasureVerdict(measure, best, tuple(windows))

    def _seen_from(
        self,
        measure: Measure,
        compiled: _CompiledWindow,
        given: Mapping[str, Value],
        resolver: Resolver,
        truths: Sequence[Truth],
    ) -> Sequence[Truth]:
        """The truths as the window sees them: its own facts first, its own months."""
        fields, tests = self._table.fields, self._table.tests
        changed: Iterable[int] = compiled.own_view
        if given:
            special = fields_from(self.rulebook.registry, frozenset(given)) | self._window_fields
            changed = [place for place in compiled.places if fields[place] in special]
        seen = None
        for place in changed:
            truth = tests[place](resolver.value_in(fields[place], measure.id, compiled.window))
            if truth is not truths[place]:
                seen = list(truths) if seen is None else seen
                seen[place] = truth
        return truths if seen is None else seen

    def _part(
        self, node: Node, resolver: Resolver, measure: Measure, window: Window | None
    ) -> Part:
        children = tuple(self._part(child, resolver, measure, window) for child in node.children)
        if node.leaf >= 0:
            field = self._table.fields[node.leaf]
            value = (
                resolver.value_in(field, measure.id, window) if window else resolver.value(field)
            )
            return Part(node.condition, self._table.tests[node.leaf](value), value)
        return Part(node.condition, _combined(node.condition, children), children=children)


def _combined(condition: Condition, children: tuple[Part, ...]) -> Truth:
    match condition:
        case All():
            return kleene_all(child.truth for child in children)
        case AnyOf():
            return kleene_any(child.truth for child in children)
        case Not():
            return negate(children[0].truth)
        case _:
            return UNKNOWN
