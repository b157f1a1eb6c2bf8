"""The answer for one company: yes, unknown or no, window by window, with reasons.

The rules are compiled once. Equal conditions of different measures share one
test, and each test runs at most once a company, unless a window sees its fact
otherwise.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
from lotsa.core.criteria.conditions import All, AnyOf, Condition, Not
from lotsa.core.criteria.facts import Facts
from lotsa.core.criteria.logic import Truth, kleene_all, kleene_any, negate
from lotsa.core.criteria.measures import Measure, RuleBook, Time, TimeState, Window
from lotsa.core.criteria.values import Value

NO, UNKNOWN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES

_TIME_ORDER: Final = (Time.OPEN, Time.OPENS, Time.UNKNOWN, Time.BUDGET_SPENT, Time.CLOSED)


@dataclass(frozen=True)
class WindowVerdict:
    """The answer for one window.

    Attributes:
        window: the window judged.
        answer: may the company apply in it on the date?
        criteria: the same, leaving time aside.
        time: where the window stands on the date.
        open_questions: fields whose value could still change ``criteria``.
        failed: fields of the conditions that make ``criteria`` no.
        failed_parts: the parts of the conjunction that do not hold.
        deciders: who settles what no fact can, where that is still open.
    """

    window: Window
    answer: Truth
    criteria: Truth
    time: TimeState
    open_questions: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    failed_parts: tuple[Condition, ...] = ()
    deciders: tuple[str | None, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Facts that could still change the answer; none once it is settled."""
        return self.open_questions if self.answer is UNKNOWN else ()

    @property
    def only_manual_left(self) -> bool:
        """Everything a fact can settle holds, and a person decides the rest."""
        return self.criteria is UNKNOWN and not self.open_questions


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
        return _unique(field for one in self.windows for field in one.missing)

    @property
    def failed(self) -> tuple[str, ...]:
        """Fields of the failed conditions, when the answer is no."""
        if self.answer is not NO:
            return ()
        return _unique(field for one in self.windows for field in one.failed)


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


@dataclass(frozen=True)
class _Compiled:
    """A measure's rules, compiled: its own criteria and those of each window."""

    measure: Measure
    criteria: Node
    windows: tuple[tuple[Window, Node, frozenset[int]], ...]


class Judge:
    """Judges companies by one rule book.

    Raises:
        CatalogueFault: at once, when a condition names an unknown field, an
            operator its field does not allow, or a value of the wrong type.
    """

    def __init__(self, rulebook: RuleBook) -> None:
        self.rulebook = rulebook
        self._table = LeafTable(rulebook.registry)
        self._compiled = {
            measure.id: self._compile(measure, f"measures[{index}]")
            for index, measure in enumerate(rulebook.measures)
        }
        self._window_fields = window_fields(rulebook.registry)

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
        return tuple(
            self._judge(self._compiled[measure_id], resolver, truths, as_of)
            for measure_id in chosen
        )

    def explain(
        self, facts: Facts, as_of: date, measure_id: str, window_id: str | None = None
    ) -> tuple[Part, ...]:
        """Every condition of a measure, or of one of its windows, with its state."""
        compiled = self._compiled[measure_id]
        resolver = Resolver(self.rulebook.registry, facts, as_of)
        chosen = next((one for one in compiled.windows if one[0].id == window_id), None)
        nodes = parts_of(compiled.criteria) + (parts_of(chosen[1]) if chosen else ())
        return tuple(
            self._part(node, resolver, compiled.measure, chosen[0] if chosen else None)
            for node in nodes
        )

    def _compile(self, measure: Measure, path: str) -> _Compiled:
        criteria = self._table.compile(measure.criteria, f"{path}.criteria")
        general = leaf_places(criteria)
        windows = []
        for index, window in enumerate(measure.windows):
            node = self._table.compile(window.criteria, f"{path}.windows[{index}].criteria")
            windows.append((window, node, general | leaf_places(node)))
        return _Compiled(measure, criteria, tuple(windows))

    def _judge(
        self, compiled: _Compiled, resolver: Resolver, truths: Sequence[Truth], as_of: date
    ) -> MeasureVerdict:
        windows = tuple(
            _judge_window(
                compiled,
                window,
                node,
                self._seen_from(compiled.measure, window, places, resolver, truths),
                as_of,
            )
            for window, node, places in compiled.windows
        )
        answer = max((verdict.answer for verdict in windows), default=NO)
        return MeasureVerdict(compiled.measure, answer, windows)

    def _seen_from(
        self,
        measure: Measure,
        window: Window,
        places: frozenset[int],
        resolver: Resolver,
        truths: Sequence[Truth],
    ) -> Sequence[Truth]:
        """The truths as the window sees them: its own facts first, its own months."""
        given = resolver.given_in(measure.id, window)
        special = self._window_fields
        if given:
            special = special | fields_from(self.rulebook.registry, frozenset(given))
        fields, tests = self._table.fields, self._table.tests
        changed = [place for place in places if fields[place] in special] if special else []
        if not changed:
            return truths
        seen = list(truths)
        for place in changed:
            seen[place] = tests[place](resolver.value_in(fields[place], measure.id, window))
        return seen

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


def _judge_window(
    compiled: _Compiled, window: Window, node: Node, truths: Sequence[Truth], as_of: date
) -> WindowVerdict:
    both = (compiled.criteria, node)
    time = window.time_on(as_of)
    criteria = min(truth_of(one, truths) for one in both)
    answer = min(criteria, time.truth)
    if compiled.measure.planned:
        answer = min(answer, UNKNOWN)
    if criteria is YES:
        return WindowVerdict(window, answer, criteria, time)
    if criteria is UNKNOWN:
        missing: list[str] = []
        deciders: list[str | None] = []
        for one in both:
            gather_unknown(one, truths, missing, deciders)
        return WindowVerdict(
            window,
            answer,
            criteria,
            time,
            open_questions=_unique(missing),
            deciders=tuple(dict.fromkeys(deciders)),
        )
    failed: list[str] = []
    parts = [part for one in both for part in parts_of(one) if truth_of(part, truths) is NO]
    for part in parts:
        gather_cause(part, truths, NO, failed)
    return WindowVerdict(
        window,
        answer,
        criteria,
        time,
        failed=_unique(failed),
        failed_parts=tuple(part.condition for part in parts),
    )


def by_measure(verdicts: Iterable[MeasureVerdict]) -> Mapping[str, MeasureVerdict]:
    """Look verdicts up by the id of their measure."""
    return {verdict.measure.id: verdict for verdict in verdicts}
