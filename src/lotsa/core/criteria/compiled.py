"""Conditions compiled for judging many companies: equal leaves share one test.

A leaf becomes a number in a list of truths, so that a company's leaves are
tested once and every rule is then looked up in that list.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from lotsa.core.criteria.conditions import All, AnyOf, Condition, Leaf, Manual, Not
from lotsa.core.criteria.faults import CatalogueFault
from lotsa.core.criteria.leaves import Test, compile_leaf
from lotsa.core.criteria.logic import Truth
from lotsa.core.criteria.registry import Registry

NO, UNKNOWN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES
_OPPOSITE = (YES, UNKNOWN, NO)


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A compiled condition.

    Attributes:
        condition: what it was compiled from.
        leaf: its place in the list of truths, for a leaf; else −1.
        children: the compiled children, if any.
        read: picks the truths of the children that are leaves.
        inner_children: the other children.
    """

    condition: Condition
    leaf: int = -1
    children: tuple["Node", ...] = ()
    read: Callable[[Sequence[Truth]], tuple[Truth, ...]] | None = None
    inner_children: tuple["Node", ...] = ()


class LeafTable:
    """Every distinct leaf of a rule book, with its field and its test."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.fields: list[str] = []
        self.tests: list[Test] = []
        self._places: dict[object, int] = {}

    def compile(self, condition: Condition, path: str) -> Node:
        """Compile ``condition``, adding its new leaves to the table.

        Raises:
            CatalogueFault: an unknown field, an operator its field does not
                allow, or a value of the wrong type.
        """
        match condition:
            case Leaf():
                return Node(condition, leaf=self._place(condition, path))
            case All(children):
                return _group(condition, self._compile_each(children, f"{path}.all"))
            case AnyOf(children):
                return _group(condition, self._compile_each(children, f"{path}.any"))
            case Not(child):
                return Node(condition, children=(self.compile(child, f"{path}.not"),))
            case Manual():
                return Node(condition)

    def _compile_each(self, children: Sequence[Condition], path: str) -> tuple[Node, ...]:
        return tuple(
            self.compile(child, f"{path}[{index}]") for index, child in enumerate(children)
        )

    def _place(self, leaf: Leaf, path: str) -> int:
        place = self._places.get(leaf.key)
        if place is None:
            field = self.registry.fields.get(leaf.field)
            if field is None:
                raise CatalogueFault(f"{path}.field", f"unknown field {leaf.field!r}")
            test = compile_leaf(leaf, field, self.registry.tree_of(field.id), path)
            place = self._places[leaf.key] = len(self.tests)
            self.fields.append(leaf.field)
            self.tests.append(test)
        return place


def _group(condition: Condition, children: tuple[Node, ...]) -> Node:
    return Node(
        condition,
        children=children,
        read=_reader([child.leaf for child in children if child.leaf >= 0]),
        inner_children=tuple(child for child in children if child.leaf < 0),
    )


def _reader(places: list[int]) -> Callable[[Sequence[Truth]], tuple[Truth, ...]] | None:
    if len(places) == 1:
        start, end = places[0], places[0] + 1
        return lambda truths: tuple(truths[start:end])
    return itemgetter(*places) if places else None


def truth_of(node: Node, truths: Sequence[Truth]) -> Truth:
    """The truth of ``node`` given the truths of all leaves."""
    condition = node.condition
    if node.leaf >= 0:
        return truths[node.leaf]
    if isinstance(condition, All):
        worst = min(node.read(truths)) if node.read else YES
        for child in node.inner_children:
            if worst is NO:
                break
            worst = min(worst, truth_of(child, truths))
        return worst
    if isinstance(condition, AnyOf):
        best = max(node.read(truths)) if node.read else NO
        for child in node.inner_children:
            if best is YES:
                break
            best = max(best, truth_of(child, truths))
        return best
    if isinstance(condition, Not):
        return _OPPOSITE[truth_of(node.children[0], truths)]
    return UNKNOWN


def gather_unknown(
    node: Node, truths: Sequence[Truth], missing: list[str], deciders: list[str | None]
) -> None:
    """Collect what the unknown branches wait for: fields of leaves, and who decides by hand."""
    if isinstance(node.condition, Leaf):
        if truths[node.leaf] is UNKNOWN:
            missing.append(node.condition.field)
        return
    if truth_of(node, truths) is not UNKNOWN:
        return
    if isinstance(node.condition, Manual):
        deciders.append(node.condition.decided_by)
    for child in node.children:
        gather_unknown(child, truths, missing, deciders)


def gather_cause(node: Node, truths: Sequence[Truth], wanted: Truth, found: list[str]) -> None:
    """Collect the fields of the leaves that make ``node`` what it is (yes or no)."""
    if truth_of(node, truths) is not wanted:
        return
    if isinstance(node.condition, Leaf):
        found.append(node.condition.field)
    inner = _OPPOSITE[wanted] if isinstance(node.condition, Not) else wanted
    for child in node.children:
        gather_cause(child, truths, inner, found)


def parts_of(node: Node) -> tuple[Node, ...]:
    """The parts that must each hold: nested *all*s are flattened, anything else is one part."""
    if isinstance(node.condition, All):
        return tuple(part for child in node.children for part in parts_of(child))
    return (node,)


def leaf_places(node: Node) -> frozenset[int]:
    """Places of every leaf under ``node``."""
    if node.leaf >= 0:
        return frozenset({node.leaf})
    return frozenset().union(*(leaf_places(child) for child in node.children))
