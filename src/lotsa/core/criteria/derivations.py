"""The closed set of ways in which one fact follows from another.

A catalogue names a derivation in ``derived_from`` in one of these forms; it
cannot add a form of its own:

- ``employees >= 1`` and the other comparisons: a boolean;
- ``legal_form not in [a, b]`` and ``in``, ``legal_form == a`` and ``!=``: a boolean;
- ``years(founded_on, date)``: whole years up to the date of the judgement;
- ``parent(municipality)``: the code one step coarser in the tree;
- ``drop(monthly_turnover)``: per cent lost, window's months against its reference;
- ``year_sum(monthly_turnover, 2019)``: the sum of a calendar year.

Intervals are carried through: what follows from 1–4 employees is what follows
from each of 1, 2, 3 and 4, and where they differ it is not known.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from lotsa.core.criteria.faults import CatalogueFault
from lotsa.core.criteria.periods import Span, months_of
from lotsa.core.criteria.trees import CodeTree
from lotsa.core.criteria.values import Codes, Interval, Series, Value

_NAME: Final = r"[A-Za-z][A-Za-z0-9_]*"
_COMPARISON: Final = re.compile(rf"\s*({_NAME})\s*(>=|<=|==|!=|>|<)\s*(-?\d+(?:\.\d+)?)\s*")
_MEMBERSHIP: Final = re.compile(rf"\s*({_NAME})\s+(not\s+in|in)\s+\[([^\[\]]*)\]\s*")
_IDENTITY: Final = re.compile(rf"\s*({_NAME})\s*(==|!=)\s*['\"]?([\w.-]+)['\"]?\s*")
_YEARS: Final = re.compile(rf"\s*years\(\s*({_NAME})\s*,\s*date\s*\)\s*")
_PARENT: Final = re.compile(rf"\s*parent\(\s*({_NAME})\s*\)\s*")
_DROP: Final = re.compile(rf"\s*drop\(\s*({_NAME})\s*\)\s*")
_YEAR_SUM: Final = re.compile(rf"\s*year_sum\(\s*({_NAME})\s*,\s*(\d{{4}})\s*\)\s*")

_OPERATOR: Final = {">=": "gte", "<=": "lte", ">": "gt", "<": "lt", "==": "eq", "!=": "ne"}


@dataclass(frozen=True)
class Derivation:
    """How a field's value follows from ``source``.

    Attributes:
        form: compare, member, years, parent, drop or year_sum.
        source: the field it follows from.
        op: the operator of ``compare`` and ``member``.
        value: what it is compared with; the year of ``year_sum``.
    """

    form: str
    source: str
    op: str = ""
    value: Any = None


@dataclass(frozen=True)
class DerivationContext:
    """What a derivation may look at besides its source.

    Attributes:
        as_of: the date of the judgement.
        tree: the tree of the source's codes, if at hand.
        period, reference: the months of the window being tested, if it has them.
    """

    as_of: date
    tree: CodeTree | None = None
    period: Span | None = None
    reference: Span | None = None


def parse_derivation(text: Any, path: str) -> Derivation:
    """Read one of the closed forms.

    Raises:
        CatalogueFault: the text is in none of them.
    """
    if isinstance(text, str):
        if found := _COMPARISON.fullmatch(text):
            number = float(found[3])
            return Derivation("compare", found[1], _OPERATOR[found[2]], number)
        if found := _MEMBERSHIP.fullmatch(text):
            listed = tuple(part.strip().strip("'\"") for part in found[3].split(","))
            op = "in" if found[2] == "in" else "not_in"
            return Derivation("member", found[1], op, tuple(part for part in listed if part))
        if found := _IDENTITY.fullmatch(text):
            op = "in" if found[2] == "==" else "not_in"
            return Derivation("member", found[1], op, (found[3],))
        for form, pattern in (("years", _YEARS), ("parent", _PARENT), ("drop", _DROP)):
            if found := pattern.fullmatch(text):
                return Derivation(form, found[1])
        if found := _YEAR_SUM.fullmatch(text):
            return Derivation("year_sum", found[1], value=int(found[2]))
    raise CatalogueFault(path, f"{text!r} is not a known derivation")


def derive(derivation: Derivation, source: Value, context: DerivationContext) -> Value | None:
    """What follows from ``source``, or ``None`` when nothing certain does."""
    return _FORMS[derivation.form](derivation, source, context)


def whole_years(start: date, end: date) -> int:
    """Whole years from ``start`` to ``end``; a leap-day birthday falls on 1 March."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def _compare(derivation: Derivation, source: Value, _: DerivationContext) -> Value | None:
    if isinstance(source, Interval):
        low, high = source.min, source.max
        if isinstance(low, date) or isinstance(high, date):
            return None
    elif isinstance(source, bool) or not isinstance(source, int | float):
        return None
    else:
        low = high = source
    limit = derivation.value
    if derivation.op in {"gte", "lt"}:
        reaches = _settled(
            yes=low is not None and low >= limit, no=high is not None and high < limit
        )
        return _flipped(reaches, flip=derivation.op == "lt")
    if derivation.op in {"gt", "lte"}:
        passes = _settled(
            yes=low is not None and low > limit, no=high is not None and high <= limit
        )
        return _flipped(passes, flip=derivation.op == "lte")
    outside = (low is not None and low > limit) or (high is not None and high < limit)
    same = _settled(yes=low == high == limit, no=outside)
    return _flipped(same, flip=derivation.op == "ne")


def _settled(*, yes: bool, no: bool) -> bool | None:
    return True if yes else False if no else None


def _flipped(truth: bool | None, *, flip: bool) -> bool | None:  # noqa: FBT001
    return truth if truth is None else truth != flip


def _member(derivation: Derivation, source: Value, context: DerivationContext) -> Value | None:
    if isinstance(source, Codes):
        truths = [_code_inside(code, derivation.value, context.tree) for code in source.codes]
        inside = True if True in truths else None if None in truths else False
    elif isinstance(source, str):
        inside = source in derivation.value
    else:
        return None
    return _flipped(inside, flip=derivation.op == "not_in")


def _code_inside(code: str, listed: tuple[str, ...], tree: CodeTree | None) -> bool | None:
    """Is the code listed? A coarse one is when every finer code is, and not when none is."""
    if code in listed or tree is None:
        return code in listed
    found = {leaf in listed for leaf in tree.leaves(code)}
    return found.pop() if len(found) == 1 else None


def _years(_: Derivation, source: Value, context: DerivationContext) -> Value | None:
    if isinstance(source, date):
        return whole_years(source, context.as_of)
    if isinstance(source, Interval):
        youngest = whole_years(source.max, context.as_of) if isinstance(source.max, date) else None
        oldest = whole_years(source.min, context.as_of) if isinstance(source.min, date) else None
        if youngest is not None and youngest == oldest:
            return youngest
        return Interval(youngest, oldest)
    return None


def _parent(_: Derivation, source: Value, context: DerivationContext) -> Value | None:
    if not isinstance(source, Codes) or context.tree is None:
        return None
    tree = context.tree
    if any(code not in tree for code in source.codes):
        return None
    coarser = (tree.parent(code) if tree.is_leaf(code) else code for code in source.codes)
    return Codes(tuple(dict.fromkeys(code for code in coarser if code is not None)))


def _drop(_: Derivation, source: Value, context: DerivationContext) -> Value | None:
    if not isinstance(source, Series) or context.period is None or context.reference is None:
        return None
    support = _sum(source, months_of(context.period))
    reference = _sum(source, months_of(context.reference))
    return None if support is None or reference is None else percent_lost(support, reference)


def percent_lost(support: float, reference: float) -> float | None:
    """Per cent of ``reference`` that ``support`` is short of, negative for a rise.

    Counted in whole öre, so that a fall from 100 to 70 is exactly 30 and not a
    hair more: thresholds read "more than 30". ``None`` when the reference is
    nothing or less.
    """
    before = round(reference * 100)
    return 100 * (before - round(support * 100)) / before if before > 0 else None


def _year_sum(derivation: Derivation, source: Value, _: DerivationContext) -> Value | None:
    if not isinstance(source, Series):
        return None
    year = derivation.value
    return _sum(source, tuple(f"{year}-{month:02d}" for month in range(1, 13)))


def _sum(series: Series, months: tuple[str, ...]) -> float | None:
    """The sum, added in whole öre, so that it does not depend on how fractions are added."""
    known = dict(series.months)
    if not months or any(month not in known for month in months):
        return None
    return sum(round(100 * known[month]) for month in months) / 100


_FORMS: Final[Mapping[str, Callable[[Derivation, Value, DerivationContext], Value | None]]] = {
    "compare": _compare,
    "member": _member,
    "years": _years,
    "parent": _parent,
    "drop": _drop,
    "year_sum": _year_sum,
}
