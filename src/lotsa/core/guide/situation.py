"""A company's situation as it is told: needs, facts, and what it does not know.

Facts are kept as they stand in JSON, so that a situation can be saved and
read back after the catalogue has changed; a fact that no longer fits is then
set aside instead of stopping the company.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lotsa.core.criteria.facts import Facts, parse_facts, parse_value
from lotsa.core.criteria.faults import FactFault
from lotsa.core.criteria.measures import RuleBook
from lotsa.core.criteria.questions import field_of, windows_asking
from lotsa.core.criteria.registry import Registry
from lotsa.core.criteria.trees import CodeTree
from lotsa.core.criteria.values import Codes


@dataclass(frozen=True)
class Situation:
    """What a company has told.

    Attributes:
        needs: ids of the need areas it chose.
        facts: by field, as JSON.
        by_window: facts about one window's months, by ``MEASURE/WINDOW``.
        unknown: keys of the questions it does not know the answer to.
        asked: keys of the questions it has met, in order.
    """

    needs: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    by_window: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Has nothing been told?"""
        return not (self.needs or self.facts or self.by_window or self.unknown)

    def with_needs(self, needs: Iterable[str]) -> "Situation":
        """The same situation with these needs instead."""
        return replace(self, needs=tuple(dict.fromkeys(needs)))

    def told(self, facts: Mapping[str, Any]) -> "Situation":
        """The same situation with these facts added, replacing earlier answers."""
        return replace(
            self,
            facts={**self.facts, **facts},
            unknown=tuple(key for key in self.unknown if key not in facts),
        )

    def answered(self, key: str, value: Any, rulebook: RuleBook) -> "Situation":
        """The same situation with one question answered."""
        windows = windows_asking(key, rulebook)
        unknown = tuple(one for one in self.unknown if one != key)
        asked = self._met(key)
        if "@" not in key:
            facts = {**self.facts, key: value}
            return replace(self, facts=facts, unknown=unknown, asked=asked)
        by_window = {name: dict(facts) for name, facts in self.by_window.items()}
        for measure, window in windows:
            by_window.setdefault(f"{measure}/{window.id}", {})[field_of(key)] = value
        return replace(self, by_window=by_window, unknown=unknown, asked=asked)

    def not_known(self, key: str, rulebook: RuleBook) -> "Situation":
        """The same situation with one question met with "I do not know"."""
        cleared = self.without(key, rulebook)
        return replace(
            cleared,
            unknown=(*(one for one in self.unknown if one != key), key),
            asked=self._met(key),
        )

    def _met(self, key: str) -> tuple[str, ...]:
        """The questions met, where one that is answered anew keeps its place."""
        return self.asked if key in self.asked else (*self.asked, key)

    def without(self, key: str, rulebook: RuleBook) -> "Situation":
        """The same situation with one answer taken back."""
        name = field_of(key)
        windows = {f"{measure}/{window.id}" for measure, window in windows_asking(key, rulebook)}
        by_window = {
            where: kept
            for where, facts in self.by_window.items()
            if (kept := {k: v for k, v in facts.items() if where not in windows or k != name})
        }
        return replace(
            self,
            facts={k: v for k, v in self.facts.items() if k != key},
            by_window=by_window,
            unknown=tuple(one for one in self.unknown if one != key),
            asked=tuple(one for one in self.asked if one != key),
        )

    def answer_to(self, key: str, rulebook: RuleBook) -> Any:
        """The JSON value given to a question; ``None`` when there is none that still fits."""
        name, registry = field_of(key), rulebook.registry
        if "@" not in key:
            return _fitting({name: self.facts.get(name)}, registry).get(name)
        for measure, window in windows_asking(key, rulebook):
            given = self.by_window.get(f"{measure}/{window.id}", {})
            found = _fitting({name: given.get(name)}, registry).get(name)
            if found is not None:
                return found
        return None

    def facts_for(self, registry: Registry) -> Facts:
        """The facts as the engine reads them; those that no longer fit are left out."""
        return parse_facts(
            _fitting(self.facts, registry),
            registry,
            {
                where: _fitting(facts, registry)
                for where, facts in self.by_window.items()
                if "/" in where
            },
        )

    def not_to_ask(self, registry: Registry) -> frozenset[str]:
        """Questions to leave out: those it does not know the answer to, and sensitive ones."""
        sensitive = {field.id for field in registry.fields.values() if field.sensitive}
        return frozenset(self.unknown) | sensitive

    def as_json(self) -> dict[str, Any]:
        """The situation as JSON, which ``from_json`` reads back."""
        return {
            "needs": list(self.needs),
            "facts": dict(self.facts),
            "by_window": {where: dict(facts) for where, facts in self.by_window.items()},
            "unknown": list(self.unknown),
            "asked": list(self.asked),
        }

    @staticmethod
    def from_json(raw: Any) -> "Situation":
        """Read a situation back; parts that are not of the right shape are left out."""
        if not isinstance(raw, Mapping):
            return Situation()
        by_window = raw.get("by_window")
        return Situation(
            needs=_words(raw.get("needs")),
            facts=dict(raw["facts"]) if isinstance(raw.get("facts"), Mapping) else {},
            by_window={
                str(where): dict(facts)
                for where, facts in (by_window.items() if isinstance(by_window, Mapping) else ())
                if isinstance(facts, Mapping)
            },
            unknown=_words(raw.get("unknown")),
            asked=_words(raw.get("asked")),
        )


def places_of(facts: Facts, tree: CodeTree) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The company's municipalities and regions, as codes.

    Args:
        facts: what is known of it.
        tree: municipalities under their regions.
    """
    given, given_regions = facts.values.get("municipality"), facts.values.get("region")
    codes = given.codes if isinstance(given, Codes) else ()
    towns = tuple(code for code in codes if tree.parent(code))
    regions = list(given_regions.codes) if isinstance(given_regions, Codes) else []
    regions += [tree.parent(code) or code for code in codes]
    return towns, tuple(dict.fromkeys(regions))


def _fitting(facts: Mapping[str, Any], registry: Registry) -> dict[str, Any]:
    kept = {}
    for name, value in facts.items():
        known = registry.fields.get(name)
        if known is None or value is None:
            continue
        try:
            parse_value(value, known)
        except FactFault:
            continue
        kept[name] = value
    return kept


def _words(raw: Any) -> tuple[str, ...]:
    return tuple(word for word in raw if isinstance(word, str)) if isinstance(raw, list) else ()
