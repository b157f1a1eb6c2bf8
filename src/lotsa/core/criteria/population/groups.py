"""Divides a population into groups by what is known of one or more facts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from lotsa.core.criteria.faults import FactFault
from lotsa.core.criteria.population.columns import Array, Column
from lotsa.core.criteria.registry import Field, Registry
from lotsa.core.criteria.trees import CodeTree
from lotsa.core.criteria.values import Codes, Interval, Value

UNKNOWN: Final = "unknown"
SEVERAL: Final = "several"
MOST_GROUPS: Final = 50_000

_LEVELS: Final = {
    "sni2007": ("section", "division", "group", "class", "subclass"),
    "places": ("region", "municipality"),
}
_CLASSES: Final = re.compile(r"-?\d+(?:/-?\d+)*")


@dataclass(frozen=True)
class Grouping:
    """One fact to group by, and how coarsely.

    Attributes:
        field: the fact.
        depth: for codes in a tree, the level to gather them at; 1 is the coarsest.
        classes: for numbers, the lowest number of each size class, rising.
        year: for dates, gather by year.
    """

    field: Field
    depth: int | None = None
    classes: tuple[int, ...] = ()
    year: bool = False


def parse_grouping(text: str, registry: Registry) -> Grouping:
    """Read ``FIELD`` or ``FIELD:LEVEL``.

    LEVEL is ``section``, ``division``, ``group``, ``class`` or ``subclass`` for
    SNI, ``region`` or ``municipality`` for places, a number (1 is coarsest) for
    any tree, ``year`` for dates, and the lowest number of each size class for
    numbers, e.g. ``employees:0/1/10/50``.

    Raises:
        FactFault: there is no such field or level.
    """
    field_id, _, level = text.partition(":")
    known = registry.fields.get(field_id)
    if known is None:
        raise FactFault(field_id, "is not a field of the catalogue")
    if known.type == "series":
        raise FactFault(field_id, "is a series of sums, which cannot be grouped by")
    if not level:
        return Grouping(known)
    if known.type == "date" and level == "year":
        return Grouping(known, year=True)
    if known.type in {"integer", "number"} and _CLASSES.fullmatch(level):
        return Grouping(known, classes=tuple(sorted({int(one) for one in level.split("/")})))
    if known.tree and registry.tree_of(field_id) is not None:
        names = _LEVELS.get(known.tree, ())
        if level in names:
            return Grouping(known, depth=names.index(level) + 1)
        if level.isdecimal() and int(level) > 0:
            return Grouping(known, depth=int(level))
    raise FactFault(field_id, f"cannot be grouped by {level!r}")


def label_of(value: Value | None, grouping: Grouping, tree: CodeTree | None) -> str:
    """The group that a value belongs to, ``unknown`` when it is too coarse to tell."""
    match value:
        case None:
            return UNKNOWN
        case bool():
            return "true" if value else "false"
        case Codes(codes):
            return _code_label(codes, grouping, tree)
        case Interval():
            return _interval_label(value, grouping)
        case date():
            return str(value.year) if grouping.year else value.isoformat()
        case int() | float() if grouping.classes:
            return _class_label(value, grouping.classes)
    return str(value)


def _interval_label(value: Interval, grouping: Grouping) -> str:
    low, high = value.min, value.max
    if grouping.year:
        return _same(*(bound.year if isinstance(bound, date) else None for bound in (low, high)))
    if not grouping.classes or isinstance(low, date) or isinstance(high, date):
        return f"{'' if low is None else low}–{'' if high is None else high}"
    # An open end lies in the outermost class only if no class is beyond it.
    if high is None and low is not None and low >= grouping.classes[-1]:
        return _class_label(low, grouping.classes)
    if low is None or high is None:
        return UNKNOWN
    return _same(*(_class_label(bound, grouping.classes) for bound in (low, high)))


def _same(first: object, second: object) -> str:
    return str(first) if first is not None and first == second else UNKNOWN


def _class_label(number: float, classes: Sequence[int]) -> str:
    if number < classes[0]:
        return f"<{classes[0]}"
    place = max(index for index, lowest in enumerate(classes) if number >= lowest)
    if place == len(classes) - 1:
        return f"{classes[place]}+"
    low, high = classes[place], classes[place + 1] - 1
    return str(low) if low == high else f"{low}–{high}"


def _code_label(codes: tuple[str, ...], grouping: Grouping, tree: CodeTree | None) -> str:
    found = {_at_depth(code, grouping.depth, tree) for code in codes}
    if not found:
        return UNKNOWN
    return found.pop() if len(found) == 1 else SEVERAL


def _at_depth(code: str, depth: int | None, tree: CodeTree | None) -> str:
    if depth is None or tree is None:
        return code
    if code not in tree:
        return UNKNOWN
    line = (*reversed(tree.ancestors(code)), code)
    return line[depth - 1] if depth <= len(line) else UNKNOWN


def numbered(
    groupings: Sequence[Grouping], columns: Sequence[Column], registry: Registry, rows: int
) -> tuple[Array, tuple[tuple[str, ...], ...]]:
    """The group of each company, and what each group is called, in a settled order.

    Raises:
        FactFault: there would be more than ``MOST_GROUPS`` groups.
    """
    numbers = np.zeros(rows, dtype=np.int64)
    labels: list[tuple[str, ...]] = [()]
    for grouping, column in zip(groupings, columns, strict=True):
        tree = registry.tree_of(grouping.field.id)
        own = [label_of(value, grouping, tree) for value in column.values]
        order = _ordered(dict(zip(own, column.values, strict=True)))
        places = {label: place for place, label in enumerate(order)}
        table = np.array([places[label] for label in own], dtype=np.int64)[column.table]
        combined = numbers * len(order) + table[column.places]
        used, numbers = np.unique(combined, return_inverse=True)
        if len(used) > MOST_GROUPS:
            raise FactFault(
                grouping.field.id,
                f"would make {len(used)} groups; the most is {MOST_GROUPS}, so name a coarser level",
            )
        labels = [(*labels[one // len(order)], order[one % len(order)]) for one in used.tolist()]
    return numbers, tuple(labels) if rows or not groupings else ()


def _ordered(values: dict[str, Value | None]) -> list[str]:
    """Labels in rising order of what they stand for; the indefinite ones last."""

    def key(item: tuple[str, Value | None]) -> tuple[int, float, str]:
        label, value = item
        if label in {UNKNOWN, SEVERAL}:
            return (1, float(label == UNKNOWN), label)
        bound = value.min if isinstance(value, Interval) else value
        if isinstance(bound, int | float) and not isinstance(bound, bool):
            return (0, float(bound), label)
        return (0, float("-inf") if isinstance(value, Interval) else 0.0, label)

    return [label for label, _ in sorted(values.items(), key=key)]
