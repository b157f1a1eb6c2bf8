"""What a measure requires: a tree of conditions, read from the catalogue's documents."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

from lotsa.core.criteria.faults import CatalogueFault
from lotsa.core.criteria.registry import OPERATORS, texts_of

MAX_DEPTH: Final = 12
"""Deeper nesting is a mistake or an attack; the deepest real rule has two levels."""


@dataclass(frozen=True)
class Leaf:
    """``field op value``, e.g. ``employees lte 20``. A list value is a tuple."""

    field: str
    op: str
    value: Any
    text: Mapping[str, str] | None = None

    @property
    def key(self) -> tuple[str, str, Any]:
        """Equal for two leaves that ask the same thing, whatever their own texts."""
        return (self.field, self.op, (type(self.value), self.value))


@dataclass(frozen=True)
class All:
    """Every child must hold."""

    children: tuple["Condition", ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one child must hold."""

    children: tuple["Condition", ...]


@dataclass(frozen=True)
class Not:
    """The child must not hold."""

    child: "Condition"


@dataclass(frozen=True)
class Manual:
    """Someone decides. Never settled by a machine, whatever the facts."""

    text: Mapping[str, str]
    decided_by: str | None


Condition: TypeAlias = Leaf | All | AnyOf | Not | Manual

OPPOSITE: Final[Mapping[str, str]] = {
    "eq": "ne",
    "ne": "eq",
    "lt": "gte",
    "gte": "lt",
    "gt": "lte",
    "lte": "gt",
    "in": "not_in",
    "not_in": "in",
    "prefix_in": "prefix_not_in",
    "prefix_not_in": "prefix_in",
}
"""The operator that holds exactly when another does not."""

ALWAYS: Final = All(())
"""The condition of a measure that requires nothing."""


def parse_condition(raw: Any, path: str, depth: int = 0) -> Condition:
    """Read a condition from a catalogue document.

    Raises:
        CatalogueFault: the shape is not one of leaf, all, any, not, manual,
            or it nests deeper than ``MAX_DEPTH``.
    """
    if raw is None:
        return ALWAYS
    if not isinstance(raw, Mapping):
        raise CatalogueFault(path, "a condition must be a mapping")
    if depth > MAX_DEPTH:
        raise CatalogueFault(path, f"conditions nest deeper than {MAX_DEPTH} levels")
    kinds = [kind for kind in ("all", "any", "not", "manual", "field") if kind in raw]
    if not kinds and "decided_by" in raw and texts_of(raw, "text"):
        kinds = ["manual"]
    if len(kinds) != 1:
        raise CatalogueFault(path, "needs exactly one of all, any, not, manual or field")
    kind = kinds[0]
    if kind == "field":
        return _leaf(raw, path)
    if kind == "manual":
        return _manual(raw, path)
    if kind == "not":
        return Not(parse_condition(_some(raw["not"], f"{path}.not"), f"{path}.not", depth + 1))
    children = raw[kind]
    if not isinstance(children, list):
        raise CatalogueFault(f"{path}.{kind}", "must be a list of conditions")
    parsed = tuple(
        parse_condition(_some(child, at), at, depth + 1)
        for index, child in enumerate(children)
        for at in (f"{path}.{kind}[{index}]",)
    )
    return All(parsed) if kind == "all" else AnyOf(parsed)


def _some(raw: Any, path: str) -> Any:
    if raw is None:
        raise CatalogueFault(path, "a condition is empty")
    return raw


def _leaf(raw: Mapping[str, Any], path: str) -> Leaf:
    if not isinstance(raw["field"], str):
        raise CatalogueFault(f"{path}.field", "must be the id of a field")
    if not isinstance(raw.get("op"), str) or raw["op"] not in OPERATORS:
        raise CatalogueFault(f"{path}.op", f"unknown operator {raw.get('op')!r}")
    if "value" not in raw or raw["value"] is None or isinstance(raw["value"], Mapping):
        raise CatalogueFault(f"{path}.value", "needs a value")
    value = raw["value"]
    listed = value if isinstance(value, list) else [value]
    if not all(isinstance(one, bool | int | float | str | date) for one in listed):
        raise CatalogueFault(f"{path}.value", "must be a plain value or a list of plain values")
    return Leaf(
        field=raw["field"],
        op=raw["op"],
        value=tuple(value) if isinstance(value, list) else value,
        text=texts_of(raw, "text") or None,
    )


def _manual(raw: Mapping[str, Any], path: str) -> Manual:
    inner = raw.get("manual", raw)
    source = inner if isinstance(inner, Mapping) else raw
    decided_by = source.get("decided_by")
    if decided_by is not None and not isinstance(decided_by, str):
        raise CatalogueFault(f"{path}.decided_by", "must name who decides")
    return Manual(texts_of(source, "text"), decided_by)


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Every leaf of ``condition``, in the order written."""
    match condition:
        case Leaf():
            yield condition
        case All(children) | AnyOf(children):
            for child in children:
                yield from leaves(child)
        case Not(child):
            yield from leaves(child)
        case Manual():
            return


def conjuncts(condition: Condition) -> tuple[Condition, ...]:
    """The parts that must each hold: nested *all*s are flattened, everything else is one part."""
    if isinstance(condition, All):
        return tuple(part for child in condition.children for part in conjuncts(child))
    return (condition,)
