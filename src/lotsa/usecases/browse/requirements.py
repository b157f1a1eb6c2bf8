"""What a measure requires, line by line: for anyone, or as it stands for one company."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lotsa.core.criteria.conditions import Leaf
from lotsa.core.criteria.facts import Facts
from lotsa.core.criteria.measures import Window
from lotsa.core.criteria.registry import Registry
from lotsa.core.criteria.sentences import is_cut_short
from lotsa.core.criteria.verdicts import Part
from lotsa.domain.measures.selectors import Rules
from lotsa.foundation.ui import components
from lotsa.usecases.guide.wording import condition_lines

NOTHING_TOLD = Facts()


@dataclass(frozen=True)
class CodeList:
    """Codes too many to stand in a sentence, which then only counts the rest of them.

    Attributes:
        count: how many.
        rows: each code with its name.
    """

    count: int
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Requirement:
    """One thing required.

    Attributes:
        line: the sentence and its parts; its state says how it stands for the company.
        codes: long lists in it, in full.
    """

    line: components.Condition
    codes: tuple[CodeList, ...] = ()


def common(rules: Rules, measure_id: str, as_of: date, language: str) -> tuple[Requirement, ...]:
    """What every window of a measure requires, of anyone."""
    parts = rules.judge.explain(NOTHING_TOLD, as_of, measure_id)
    return requirements(parts, rules.rulebook.registry, language, None)


def beyond_common(
    rules: Rules, measure_id: str, window: Window, as_of: date, language: str
) -> tuple[Requirement, ...]:
    """What one window requires besides, of anyone."""
    shared = len(rules.judge.explain(NOTHING_TOLD, as_of, measure_id))
    parts = rules.judge.explain(NOTHING_TOLD, as_of, measure_id, window.id)[shared:]
    return requirements(parts, rules.rulebook.registry, language, window)


def for_company(
    rules: Rules, facts: Facts, measure_id: str, window: Window | None, as_of: date, language: str
) -> tuple[Requirement, ...]:
    """Everything a measure requires in a window, as it stands for a company."""
    parts = rules.judge.explain(facts, as_of, measure_id, window.id if window else None)
    return requirements(parts, rules.rulebook.registry, language, window)


def requirements(
    parts: Iterable[Part], registry: Registry, language: str, window: Window | None
) -> tuple[Requirement, ...]:
    """Conditions as lines, with the long lists of codes in them."""
    return tuple(
        Requirement(
            condition_lines((part,), registry, language, window)[0],
            tuple(_code_lists(part, registry, language)),
        )
        for part in parts
    )


def _code_lists(part: Part, registry: Registry, language: str) -> Iterable[CodeList]:
    condition = part.condition
    if isinstance(condition, Leaf) and isinstance(condition.value, tuple):
        tree = registry.tree_of(condition.field)
        if is_cut_short(condition.value, registry.fields[condition.field]) and tree is not None:
            rows = tuple((str(code), tree.label(str(code), language)) for code in condition.value)
            yield CodeList(len(rows), rows)
    for child in part.children:
        yield from _code_lists(child, registry, language)
