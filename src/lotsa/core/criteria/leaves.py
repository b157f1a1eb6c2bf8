"""One condition on one fact: does it hold, not hold, or can nobody say yet?

A leaf is compiled once into a small function from a value to a truth. With an
exact value the answer is yes or no. With an interval or a coarse code it is
yes when every value it may stand for holds, no when none does, else unknown.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from math import ceil, floor, inf
from typing import Any, Final, TypeAlias

from lotsa.core.criteria.conditions import Leaf
from lotsa.core.criteria.faults import CatalogueFault
from lotsa.core.criteria.logic import Truth
from lotsa.core.criteria.registry import DEFAULT_OPERATORS, Field
from lotsa.core.criteria.trees import CodeTree
from lotsa.core.criteria.values import Interval, Value

Test: TypeAlias = Callable[[Value | None], Truth]
"""From what is known of a fact to the truth of a condition on it."""

NO, UNKNOWN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES

_NEGATED: Final[Mapping[str, str]] = {"ne": "eq", "not_in": "in", "prefix_not_in": "prefix_in"}
_ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "boolean": ("in", "not_in"),
    "list_of_codes": ("eq", "ne"),
}
"""Operators that a field may allow beside those its type has by itself."""


def compile_leaf(leaf: Leaf, field: Field, tree: CodeTree | None, path: str = "") -> Test:
    """The function that tests ``leaf``.

    Raises:
        CatalogueFault: the operator is not allowed for the field, or the
            value is not of the field's type.
    """
    if leaf.op not in field.ops:
        raise CatalogueFault(f"{path}.op", f"{leaf.op} may not be used on {field.id}")
    if leaf.op not in DEFAULT_OPERATORS[field.type] and leaf.op not in _ALSO.get(field.type, ()):
        raise CatalogueFault(f"{path}.op", f"{leaf.op} makes no sense for {field.type}")
    value = typed_value(leaf, field, path)
    positive = _NEGATED.get(leaf.op, leaf.op)
    if positive == "eq" and field.type == "list_of_codes":
        positive, value = "in", (value,)
    if field.type == "list_of_codes":
        test = _prefixes(value, tree) if positive == "prefix_in" else _codes(value, tree)
    elif field.type in {"boolean", "enum"}:
        test = _named(value if positive == "in" else (value,))
    elif positive == "in":
        test = _listed(value, whole=field.type == "integer")
    elif positive == "eq":
        test = _listed((value,), whole=field.type == "integer")
    else:
        test = _COMPARE[positive](value)
    return _negated(test) if leaf.op in _NEGATED else test


def typed_value(leaf: Leaf, field: Field, path: str = "") -> Any:
    """The leaf's value in the type that facts of ``field`` have: dates as dates, lists as tuples.

    Raises:
        CatalogueFault: it is of another type, or a list where one value is
            wanted or the other way round.
    """
    wants_list = leaf.op in {"in", "not_in", "prefix_in", "prefix_not_in"}
    if wants_list != isinstance(leaf.value, tuple):
        wanted = "a list" if wants_list else "one value, not a list"
        raise CatalogueFault(f"{path}.value", f"{leaf.op} on {field.id} needs {wanted}")
    if isinstance(leaf.value, tuple):
        return tuple(_typed(one, field, f"{path}.value") for one in leaf.value)
    return _typed(leaf.value, field, f"{path}.value")


def _typed(raw: Any, field: Field, path: str) -> Any:
    kind = field.type
    if kind == "boolean" and isinstance(raw, bool):
        return raw
    if kind in {"integer", "number"} and isinstance(raw, int | float) and not isinstance(raw, bool):
        if not -inf < raw < inf:
            raise CatalogueFault(path, f"{raw!r} is not a number to compare with")
        return raw
    if kind in {"enum", "list_of_codes"} and isinstance(raw, str):
        return raw
    if kind == "date":
        if type(raw) is date:
            return raw
        if isinstance(raw, str):
            try:
                return date.fromisoformat(raw)
            except ValueError:
                raise CatalogueFault(path, f"{raw!r} is not a date (year-month-day)") from None
    raise CatalogueFault(path, f"{raw!r} does not fit {field.id}, which is {kind}")


def _negated(test: Test) -> Test:
    def negated(value: Value | None) -> Truth:
        truth = test(value)
        return UNKNOWN if truth is UNKNOWN else (NO if truth is YES else YES)

    return negated


def _named(listed: Collection[Any]) -> Test:
    def named(value: Value | None) -> Truth:
        if value is None:
            return UNKNOWN
        return YES if value in listed else NO

    return named


def _listed(listed: tuple[Any, ...], *, whole: bool) -> Test:
    members = frozenset(one for one in listed if not whole or one == floor(one))

    def within(value: Value | None) -> Truth:
        if value is None:
            return UNKNOWN
        if not isinstance(value, Interval):
            return YES if value in members else NO
        low, high = value.min, value.max
        inside = [one for one in members if _may_be(one, low, high)]
        if not inside:
            return NO
        if low is None or high is None:
            return UNKNOWN
        if low == high:
            return YES
        return YES if len({*inside}) == _how_many(low, high, whole=whole) else UNKNOWN

    return within


def _how_many(low: Any, high: Any, *, whole: bool) -> int | None:
    """How many values lie between the bounds, where they can be counted."""
    if isinstance(low, date) and isinstance(high, date):
        return (high - low).days + 1
    return floor(high) - ceil(low) + 1 if whole else None


def _may_be(one: Any, low: Any, high: Any) -> bool:
    return (low is None or low <= one) and (high is None or one <= high)


def _below(limit: Any) -> Test:
    def below(value: Any) -> Truth:
        if value is None:
            return UNKNOWN
        if not isinstance(value, Interval):
            return YES if value < limit else NO
        if value.max is not None and value.max < limit:
            return YES
        return NO if value.min is not None and value.min >= limit else UNKNOWN

    return below


def _at_most(limit: Any) -> Test:
    def at_most(value: Any) -> Truth:
        if value is None:
            return UNKNOWN
        if not isinstance(value, Interval):
            return YES if value <= limit else NO
        if value.max is not None and value.max <= limit:
            return YES
        return NO if value.min is not None and value.min > limit else UNKNOWN

    return at_most


def _above(limit: Any) -> Test:
    return _negated(_at_most(limit))


def _at_least(limit: Any) -> Test:
    return _negated(_below(limit))


_COMPARE: Final[Mapping[str, Callable[[Any], Test]]] = {
    "lt": _below,
    "lte": _at_most,
    "gt": _above,
    "gte": _at_least,
}


def _any_code(one: Callable[[str], Truth]) -> Test:
    """At least one of the company's codes; each code's truth is worked out once and kept."""
    known: dict[str, Truth] = {}

    def test(value: Any) -> Truth:
        if value is None:
            return UNKNOWN
        best = NO
        for code in value.codes:
            truth = known.get(code)
            if truth is None:
                truth = one(code)
                if len(known) < 20_000:  # noqa: PLR2004 - bounds memory against hostile input
                    known[code] = truth
            if truth is YES:
                return YES
            if truth is UNKNOWN:
                best = UNKNOWN
        return best

    return test


def _codes(listed: tuple[str, ...], tree: CodeTree | None) -> Test:
    members = frozenset(listed)

    def one(code: str) -> Truth:
        if code in members:
            return YES
        if tree is None or code not in tree or tree.is_leaf(code):
            return NO
        return _of_all(leaf in members for leaf in tree.leaves(code))

    return _any_code(one)


def _prefixes(written: tuple[str, ...], tree: CodeTree | None) -> Test:
    # Compared as text without dots, however the rule writes them.
    listed = tuple(prefix.replace(".", "") for prefix in written)

    def covers(leaf: str) -> bool:
        if leaf.startswith(listed):
            return True
        return tree is not None and any(above in listed for above in tree.ancestors(leaf))

    def one(code: str) -> Truth:
        if covers(code):
            return YES
        if tree is not None and code in tree:
            return NO if tree.is_leaf(code) else _of_all(covers(leaf) for leaf in tree.leaves(code))
        return UNKNOWN if any(prefix.startswith(code) for prefix in listed) else NO

    return _any_code(one)


def _of_all(truths: Any) -> Truth:
    seen = set(truths)
    if seen == {True}:
        return YES
    return NO if seen == {False} else UNKNOWN
