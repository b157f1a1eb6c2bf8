"""One company on one date: every fact the rules ask for, given or derived, window by window."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from lotsa.core.criteria.derivations import DerivationContext, derive
from lotsa.core.criteria.facts import Facts
from lotsa.core.criteria.measures import Window
from lotsa.core.criteria.registry import Registry
from lotsa.core.criteria.trees import CodeTree
from lotsa.core.criteria.values import Codes, Value

_BY_WINDOW: Final = frozenset({"drop"})
"""Derivations whose result depends on the window's months."""


class Resolver:
    """Finds the value of a field for one company, as seen from a window.

    A fact given for the window goes before one given for the company, and
    either goes before a derived one.
    """

    def __init__(self, registry: Registry, facts: Facts, as_of: date) -> None:
        self._registry = registry
        self._facts = facts
        self._as_of = as_of
        self._cache: dict[str, Value | None] = {}

    def value(self, field_id: str) -> Value | None:
        """The company's value, without looking at any window; ``None`` when not known."""
        if field_id not in self._cache:
            self._cache[field_id] = self._resolve(field_id, {}, None)
        return self._cache[field_id]

    def value_in(self, field_id: str, measure_id: str, window: Window) -> Value | None:
        """The value as the window sees it."""
        given = self._facts.by_window.get((measure_id, window.id), {})
        return self._resolve(field_id, given, window)

    def given_in(self, measure_id: str, window: Window) -> Mapping[str, Value]:
        """The facts given for this window alone."""
        return self._facts.by_window.get((measure_id, window.id), {})

    def _resolve(
        self, field_id: str, given: Mapping[str, Value], window: Window | None
    ) -> Value | None:
        if field_id in given:
            return given[field_id]
        if field_id in self._facts.values:
            return self._facts.values[field_id]
        known = self._registry.fields.get(field_id)
        if known is None:
            return None
        if known.derivation is None:
            return self._coarse(field_id, given)
        source = self._resolve(known.derivation.source, given, window)
        if source is None:
            return None
        context = DerivationContext(
            self._as_of, tree=self._registry.tree_of(known.derivation.source)
        )
        if window is not None:
            context = replace(context, period=window.period, reference=window.reference)
        return derive(known.derivation, source, context)

    def _coarse(self, field_id: str, given: Mapping[str, Value]) -> Value | None:
        """The coarser codes given where the finer ones were not: only the region, say."""
        for coarser in self._registry.coarser.get(field_id, ()):
            value = given.get(coarser) or self._facts.values.get(coarser)
            if value is not None and (kept := as_coarse(value, self._registry.tree_of(field_id))):
                return kept
        return None


def as_coarse(value: Value, tree: CodeTree | None) -> Codes | None:
    """Codes to stand for the finer ones under them; ``None`` when the tree lacks one of them."""
    if tree is None or not isinstance(value, Codes):
        return None
    return value if value.codes and all(code in tree for code in value.codes) else None


def window_fields(registry: Registry) -> frozenset[str]:
    """Fields whose derived value differs from window to window."""
    return frozenset(
        field_id
        for field_id in registry.fields
        if any(form in _BY_WINDOW for form, _ in _chain(registry, field_id))
    )


def fields_from(registry: Registry, sources: frozenset[str]) -> frozenset[str]:
    """``sources``, every field derived from one of them, and those they tell coarsely."""
    coarsely = {
        finer for finer, coarser in registry.coarser.items() if not sources.isdisjoint(coarser)
    }
    return derived_from(registry, sources | coarsely)


def derived_from(registry: Registry, sources: frozenset[str]) -> frozenset[str]:
    """``sources`` and every field that is derived from one of them."""
    return sources.union(*(registry.following.get(source, frozenset()) for source in sources))


def _chain(registry: Registry, field_id: str) -> Iterator[tuple[str, str]]:
    """The derivations that lead to a field, nearest first, as (form, source)."""
    known = registry.fields.get(field_id)
    while known is not None and known.derivation is not None:
        yield known.derivation.form, known.derivation.source
        known = registry.fields.get(known.derivation.source)
