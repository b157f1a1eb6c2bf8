"""Can a set of conditions hold at once? Decided by what values each fact could still have.

Method: a condition is written as a disjunction of terms, each a set of leaves that must all hold.
A term is impossible when, for some fact, no value is left: numbers and dates by the interval that
the bounds leave, named values by set, code lists by whether each wanted code is also forbidden.
What a derived fact says is first carried over to the fact it follows from.

The answer errs on one side only: "impossible" is certain, "possible" may be a contradiction that
this method does not see (several disjunctions in combination beyond ``MAX_TERMS``, or facts tied
by the date of the case).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from math import ceil, floor
from typing import Any, Final

from lotsa.core.criteria.conditions import OPPOSITE, All, AnyOf, Condition, Leaf, Manual, Not
from lotsa.core.criteria.leaves import typed_value
from lotsa.core.criteria.registry import Field, Registry

MAX_TERMS: Final = 512
_SCALES: Final = frozenset({"integer", "number", "date"})
_MAX_LISTED: Final = 1000

Term = frozenset[Leaf]


def complement(leaf: Leaf) -> Leaf:
    """Return the leaf that holds exactly when ``leaf`` does not."""
    return Leaf(leaf.field, OPPOSITE[leaf.op], leaf.value)


def terms(condition: Condition, *, negated: bool = False) -> tuple[Term, ...] | None:
    """Return ``condition`` as alternative terms, or None when there would be too many.

    A manual condition puts no bound on any fact and gives the empty term.
    """
    match condition:
        case Leaf():
            plain = Leaf(condition.field, condition.op, condition.value)
            return (frozenset({complement(plain) if negated else plain}),)
        case Manual():
            return (frozenset(),)
        case Not(child):
            return terms(child, negated=not negated)
        case All(children) | AnyOf(children):
            if len(children) > MAX_TERMS:
                return None
            parts = [terms(child, negated=negated) for child in children]
            if isinstance(condition, All) == negated:
                return _either(parts)
            return _both(parts)


def _either(parts: list[tuple[Term, ...] | None]) -> tuple[Term, ...] | None:
    found: list[Term] = []
    for part in parts:
        if part is None or len(found) + len(part) > MAX_TERMS:
            return None
        found.extend(part)
    return tuple(dict.fromkeys(found))


def _both(parts: list[tuple[Term, ...] | None]) -> tuple[Term, ...] | None:
    found: tuple[Term, ...] = (frozenset(),)
    for part in parts:
        if part is None or len(found) * len(part) > MAX_TERMS:
            return None
        found = tuple(dict.fromkeys(a | b for a, b in product(found, part)))
    return found


def impossible(condition: Condition, registry: Registry) -> bool:
    """Tell whether no company whatever can meet ``condition``."""
    found = terms(condition)
    return found is not None and all(empty(term, registry) for term in found)


def empty(term: Iterable[Leaf], registry: Registry) -> bool:
    """Tell whether the leaves of ``term`` can surely not all hold."""
    by_field: dict[str, list[Leaf]] = {}
    for leaf in _with_sources(term, registry):
        by_field.setdefault(leaf.field, []).append(leaf)
    return any(
        _no_value_left(registry.fields[name], leaves)
        for name, leaves in by_field.items()
        if name in registry.fields
    )


def _with_sources(term: Iterable[Leaf], registry: Registry) -> list[Leaf]:
    """Add, for each leaf on a derived fact, what it says of the fact it is derived from."""
    found = list(dict.fromkeys(term))
    seen = set(found)
    for leaf in found:  # grows while it runs, so that chains are followed
        for more in (*_source_leaf(leaf, registry), *_coarser_leaf(leaf, registry)):
            if more not in seen:
                seen.add(more)
                found.append(more)
    return found


def _source_leaf(leaf: Leaf, registry: Registry) -> tuple[Leaf, ...]:
    known = registry.fields.get(leaf.field)
    derivation = known.derivation if known is not None else None
    if derivation is None or derivation.form not in {"compare", "member"}:
        return ()
    if leaf.op not in {"eq", "ne"} or not isinstance(leaf.value, bool):
        return ()
    said = Leaf(derivation.source, derivation.op, derivation.value)
    return (said if (leaf.value is True) == (leaf.op == "eq") else complement(said),)


def _coarser_leaf(leaf: Leaf, registry: Registry) -> tuple[Leaf, ...]:
    """A company in one of these municipalities is in one of their counties."""
    tree = registry.tree_of(leaf.field)
    if leaf.op != "in" or tree is None:
        return ()
    above = tuple(sorted({parent for code in leaf.value if (parent := tree.parent(code))}))
    if not above or any(tree.parent(code) is None for code in leaf.value):
        return ()
    return tuple(
        Leaf(other.id, "in", above)
        for other in registry.fields.values()
        if other.derivation is not None
        and other.derivation.form == "parent"
        and other.derivation.source == leaf.field
    )


def _no_value_left(known: Field, leaves: list[Leaf]) -> bool:
    typed = [Leaf(leaf.field, leaf.op, typed_value(leaf, known)) for leaf in leaves]
    if known.type == "list_of_codes":
        return _codes_clash(typed)
    if known.type in _SCALES:
        return _scale_is_empty(known, typed)
    universe: set[Any] | None = {True, False} if known.type == "boolean" else None
    if known.choices:
        universe = {choice.value for choice in known.choices}
    return _names_are_empty(universe, typed)


def _names_are_empty(universe: set[Any] | None, leaves: list[Leaf]) -> bool:
    left, banned = universe, set[Any]()
    for leaf in leaves:
        named = set(leaf.value) if isinstance(leaf.value, tuple) else {leaf.value}
        if leaf.op in {"eq", "in"}:
            left = named if left is None else left & named
        else:
            banned |= named
    return left is not None and not left - banned


def _codes_clash(leaves: list[Leaf]) -> bool:
    codes = tuple(code for leaf in leaves if leaf.op == "not_in" for code in leaf.value)
    prefixes = tuple(code for leaf in leaves if leaf.op == "prefix_not_in" for code in leaf.value)
    for leaf in leaves:
        if leaf.op == "in" and all(
            code in codes or code.startswith(prefixes) for code in leaf.value
        ):
            return True
        if leaf.op == "prefix_in" and all(code.startswith(prefixes) for code in leaf.value):
            return True
    return False


@dataclass
class _Scale:
    """What is left of a line of numbers or days, ends included."""

    low: Any = None
    high: Any = None
    low_open: bool = False
    high_open: bool = False
    listed: set[Any] | None = None
    banned: set[Any] = field(default_factory=set)

    def at_least(self, value: Any, *, open_end: bool = False) -> None:
        if self.low is None or value > self.low or (value == self.low and open_end):
            self.low, self.low_open = value, open_end

    def at_most(self, value: Any, *, open_end: bool = False) -> None:
        if self.high is None or value < self.high or (value == self.high and open_end):
            self.high, self.high_open = value, open_end

    def holds(self, value: Any) -> bool:
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        below = (
            self.high is None or value < self.high or (value == self.high and not self.high_open)
        )
        return above and below and value not in self.banned


def _scale_is_empty(known: Field, leaves: list[Leaf]) -> bool:
    scale = _Scale()
    low, high = bounds(known)
    if low is not None:
        scale.at_least(low)
    if high is not None:
        scale.at_most(high)
    for leaf in leaves:
        _narrow(scale, leaf, known.type)
    if scale.listed is not None:
        whole = known.type == "integer"
        return not any(scale.holds(one) and (not whole or one == int(one)) for one in scale.listed)
    if scale.low is None or scale.high is None:
        return False
    if scale.low > scale.high:
        return True
    if scale.low == scale.high:
        return not scale.holds(scale.low)
    return known.type == "integer" and _all_banned(scale)


def _all_banned(scale: _Scale) -> bool:
    first, last = ceil(scale.low), floor(scale.high)
    return last - first < _MAX_LISTED and not any(
        scale.holds(one) for one in range(first, last + 1)
    )


def _narrow(scale: _Scale, leaf: Leaf, kind: str) -> None:
    value, step = leaf.value, timedelta(days=1) if kind == "date" else 1
    match leaf.op:
        case "gte":
            scale.at_least(ceil(value) if kind == "integer" else value)
        case "lte":
            scale.at_most(floor(value) if kind == "integer" else value)
        case "gt" if kind == "number":
            scale.at_least(value, open_end=True)
        case "lt" if kind == "number":
            scale.at_most(value, open_end=True)
        case "gt":
            scale.at_least(_stepped(floor(value) if kind == "integer" else value, step))
        case "lt":
            scale.at_most(_stepped(ceil(value) if kind == "integer" else value, -step))
        case "eq" | "in":
            named = set(value) if leaf.op == "in" else {value}
            scale.listed = named if scale.listed is None else scale.listed & named
        case "ne" | "not_in":
            scale.banned |= set(value) if leaf.op == "not_in" else {value}


def _stepped(value: Any, step: Any) -> Any:
    try:
        return value + step
    except OverflowError:  # the first or last day there is
        return value


_COUNTED: Final = frozenset(
    {
        "persons",
        "people",
        "employees",
        "whole years",
        "years",
        "months",
        "weeks",
        "days",
        "hours",
        "parties",
        "closed accounts",
    }
)
_AMOUNTS: Final = ("turnover", "employees", "revenue", "staff")
_LOSSES: Final = ("drop", "fall", "loss", "decline", "decrease", "reduction", "share")
_MOVES: Final = ("change", "growth", "difference", "balance", "drop", "decline", "decrease")


def bounds(known: Field) -> tuple[float | None, float | None]:
    """Return the least and greatest sensible value of a number, None where there is none.

    What the registry states counts first. Otherwise a count of something is not below zero, nor is
    a turnover, and no more than 100 per cent of something can be lost.
    """
    if known.type not in {"integer", "number"}:
        return None, None
    low, high = known.minimum, known.maximum
    name, unit = known.id.lower(), known.unit.lower()
    words = name.split("_")
    in_percent = unit.startswith(("percent", "per cent", "%")) or "percent" in words
    if high is None and in_percent and any(word in words for word in _LOSSES):
        high = 100.0
    moves = in_percent or any(word in words for word in _MOVES)
    counted = unit in _COUNTED or any(word in words for word in _AMOUNTS)
    if low is None and not moves and counted:
        low = 0.0
    return low, high
