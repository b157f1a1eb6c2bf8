"""Checks one condition: that it can be read, can hold, and says something."""

from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from lotsa.core.criteria.check_report import Place, hints, shown
from lotsa.core.criteria.conditions import (
    MAX_DEPTH,
    All,
    AnyOf,
    Condition,
    Leaf,
    Manual,
    Not,
    conjuncts,
    parse_condition,
)
from lotsa.core.criteria.faults import CatalogueFault
from lotsa.core.criteria.leaves import typed_value
from lotsa.core.criteria.registry import Field, Registry
from lotsa.core.criteria.terms import complement, empty, impossible
from lotsa.core.criteria.trees import CodeTree

# Stands in for a part that could not be read: nothing is known of it.
_FREE = Manual({}, None)


class ConditionCheck:
    """Checks conditions against one registry.

    Args:
        registry: The facts that conditions may use.
        languages: Codes of the languages that texts must be written in.
    """

    def __init__(self, registry: Registry, languages: tuple[str, ...]) -> None:
        """See the class."""
        self._registry = registry
        self._languages = languages

    def read(self, raw: Any, path: str, place: Place, depth: int = 0) -> Condition:
        """Return the condition at ``path``, with a fault for each part that cannot be right."""
        if raw is None and depth == 0:
            return All(())
        if not isinstance(raw, Mapping):
            place.error(path, "bad-condition", what=raw)
            return _FREE
        if depth > MAX_DEPTH:
            place.error(path, "bad-condition", what=f"deeper than {MAX_DEPTH} levels")
            return _FREE
        for kind in ("all", "any"):
            if kind in raw and isinstance(raw[kind], list) and not _other_kinds(raw, kind):
                return self._group(kind, raw[kind], f"{path}.{kind}", place, depth)
        if "not" in raw and not _other_kinds(raw, "not"):
            inner = self.read(raw["not"], f"{path}.not", place, depth + 1)
            return Not(inner)
        try:
            parsed = parse_condition(raw, path, depth)
        except CatalogueFault as fault:
            return self._unparsed(raw, fault, path, place)
        if isinstance(parsed, Leaf):
            return self._leaf(parsed, path, place)
        if isinstance(parsed, Manual):
            for language in self._languages:
                if not parsed.text.get(language, "").strip():
                    place.error(path, "missing-sentence", key=f"text_{language}", language=language)
        return parsed

    def _unparsed(
        self, raw: Mapping[str, Any], fault: CatalogueFault, path: str, place: Place
    ) -> Condition:
        known = self._registry.fields.get(str(raw.get("field")))
        if fault.path.endswith(".op") and known is not None:
            allowed = ", ".join(known.ops)
            place.error(
                fault.path, "unknown-operator", op=raw.get("op"), what=known.id, allowed=allowed
            )
        elif fault.path.endswith(".value") and known is not None:
            told = {"value": raw.get("value"), "what": known.id, "kind": known.type}
            place.error(fault.path, "wrong-value-type", **told)
        else:
            place.error(fault.path or path, "bad-condition", what=fault.message)
        return _FREE

    def _group(self, kind: str, rows: list[Any], path: str, place: Place, depth: int) -> Condition:
        children = tuple(
            self.read({} if row is None else row, f"{path}[{index}]", place, depth + 1)
            for index, row in enumerate(rows)
        )
        group: Condition = All(children) if kind == "all" else AnyOf(children)
        if kind == "any" and not children:
            place.error(path, "empty-any")
            return _FREE
        if depth and kind == "all" and not children:
            place.error(path, "always-true", what="all: []")
            return _FREE
        if kind == "any" and len(children) > 1 and impossible(Not(group), self._registry):
            place.error(path, "always-true", what=_described(group))
            return _FREE
        return group

    def _leaf(self, leaf: Leaf, path: str, place: Place) -> Condition:
        known = self._registry.fields.get(leaf.field)
        if known is None:
            told = hints(leaf.field, self._registry.fields)
            place.error(f"{path}.field", "unknown-field", what=leaf.field, **told)
            return _FREE
        if leaf.op not in known.ops:
            allowed = ", ".join(known.ops)
            place.error(
                f"{path}.op", "unknown-operator", op=leaf.op, what=known.id, allowed=allowed
            )
            return _FREE
        try:
            typed_value(leaf, known, path)
        except CatalogueFault:
            told = {"value": _value(leaf.value), "what": known.id, "kind": known.type}
            place.error(f"{path}.value", "wrong-value-type", **told)
            return _FREE
        if self._unknown_codes(leaf, known, path, place):
            return _FREE
        plain = Leaf(leaf.field, leaf.op, leaf.value)
        if empty((plain,), self._registry):
            place.error(f"{path}.value", "never-true", what=_described(leaf))
            return _FREE
        if empty((complement(plain),), self._registry):
            place.error(f"{path}.value", "always-true", what=_described(leaf))
            return _FREE
        return leaf

    def _unknown_codes(self, leaf: Leaf, known: Field, path: str, place: Place) -> bool:
        listed = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
        found = False
        for index, code in enumerate(listed):
            if not isinstance(code, str) or self._exists(code, leaf, known):
                continue
            at = f"{path}.value[{index}]" if isinstance(leaf.value, tuple) else f"{path}.value"
            told = hints(code, [choice.value for choice in known.choices])
            place.error(at, "unknown-code", value=code, what=known.id, **told)
            found = True
        return found

    def _exists(self, code: str, leaf: Leaf, known: Field) -> bool:
        if known.type == "enum":
            return not known.choices or any(code == choice.value for choice in known.choices)
        tree = self._registry.tree_of(known.id)
        if known.type != "list_of_codes" or tree is None:
            return True
        if leaf.op in {"prefix_in", "prefix_not_in"}:
            return bool(code) and (code in tree or starts_some(code, tree))
        if tree.name == "places" and known.id in {"region", "municipality"}:
            return code in tree and tree.is_leaf(code) == (known.id == "municipality")
        return code in tree

    def together(self, condition: Condition, path: str, place: Place) -> bool:
        """Add a fault when the parts of ``condition`` cannot all hold; True when they cannot."""
        if not impossible(condition, self._registry):
            self._dead_branches(condition, path, place)
            return False
        parts = [part for part in conjuncts(condition) if isinstance(part, Leaf)]
        for index, later in enumerate(parts):
            for earlier in parts[:index]:
                if empty(_plain(earlier, later), self._registry):
                    what = f"{_described(earlier)} / {_described(later)}"
                    place.error(path, "contradiction", what=what)
                    return True
        place.error(path, "contradiction", what=_described(condition))
        return True

    def _dead_branches(self, condition: Condition, path: str, place: Place) -> None:
        parts = conjuncts(condition)
        for index, part in enumerate(parts):
            if not isinstance(part, AnyOf) or len(part.children) == 1:
                continue
            others = (*parts[:index], *parts[index + 1 :])
            for child in part.children:
                if impossible(All((*others, child)), self._registry):
                    place.warning(path, "dead-branch")


def _other_kinds(raw: Mapping[str, Any], kind: str) -> bool:
    return any(other in raw for other in ("all", "any", "not", "manual", "field") if other != kind)


def _plain(*found: Leaf) -> tuple[Leaf, ...]:
    return tuple(Leaf(leaf.field, leaf.op, leaf.value) for leaf in found)


def _value(value: Any) -> str:
    return f"[{', '.join(str(one) for one in value)}]" if isinstance(value, tuple) else str(value)


def _described(condition: Condition) -> str:
    match condition:
        case Leaf():
            return f"{condition.field} {condition.op} {shown(_value(condition.value))}"
        case Not(child):
            return f"not ({_described(child)})"
        case Manual():
            return "manual"
        case All(children):
            return " and ".join(_described(child) for child in children)
        case AnyOf(children):
            return "(" + " or ".join(_described(child) for child in children) + ")"


@lru_cache(maxsize=8)
def _sorted_codes(tree: CodeTree) -> tuple[str, ...]:
    return tuple(sorted(tree.parents))


def starts_some(prefix: str, tree: CodeTree) -> bool:
    """Tell whether any code of ``tree`` begins with ``prefix``."""
    codes = _sorted_codes(tree)
    at = bisect_left(codes, prefix)
    return at < len(codes) and codes[at].startswith(prefix)
