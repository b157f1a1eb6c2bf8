"""From free text to facts about the visitor's firm, each with the words it was heard in.

A wrong fact is worse than none. What is denied, asked, supposed, wished, past or about someone else
is not heard; two statements that contradict each other are both dropped. Nothing about health,
origin or other sensitive matters is listened for.
"""

from collections.abc import Iterable, Mapping

from lotsa.core.hearing.heard import HeardFact, Value
from lotsa.core.hearing.lexicon import Lexicon
from lotsa.core.hearing.passage import Passage
from lotsa.core.hearing.places import hear_places
from lotsa.core.hearing.staff import hear_staff
from lotsa.core.hearing.statements import hear_statements, starting_clauses
from lotsa.core.hearing.trades import hear_trades, trade_mentions
from lotsa.core.hearing.turnover import hear_turnover

LISTS = frozenset({"sni", "municipality", "region", "language_preference"})
PAGE_DEFAULT = "sv"


def hear_facts(text: str, language: str | None, lexicon: Lexicon) -> tuple[HeardFact, ...]:
    """The facts stated in ``text``.

    Args:
        text: what the visitor wrote, cleaned (``passage.clean_text``); positions refer to it.
        language: the language it is written in, if known.
        lexicon: trades and place names.

    Returns:
        Facts in the order they are said. A field of single values comes once; a list field may come
        several times, once for each part of the list.
    """
    passage = Passage(text)
    mentions = trade_mentions(passage, language or PAGE_DEFAULT, lexicon)
    starting, start_facts = starting_clauses(passage)
    trades = tuple(hear_trades(passage, mentions, starting=starting))
    heard = [
        *trades,
        *hear_staff(passage),
        *hear_turnover(passage),
        *hear_places(passage, trades, lexicon, starting=starting),
        *start_facts,
        *hear_statements(passage),
    ]
    kept = _agreeing(heard)
    kept = _solo_in_company(kept)
    kept = _one_level_of_place(kept, lexicon)
    return tuple(sorted(kept, key=lambda fact: (fact.start, fact.field)))


def fact_values(facts: Iterable[HeardFact]) -> dict[str, Value]:
    """Facts as the registry reads them: field → value, the parts of a list put together."""
    values: dict[str, Value] = {}
    for fact in facts:
        if fact.field in LISTS and isinstance(fact.value, tuple):
            earlier = values.get(fact.field, [])
            listed = [*earlier] if isinstance(earlier, list) else []
            values[fact.field] = [*listed, *(code for code in fact.value if code not in listed)]
        else:
            values[fact.field] = fact.value
    return values


def _agreeing(heard: list[HeardFact]) -> list[HeardFact]:
    """One fact per single-valued field: the narrowest of those that agree, none if they do not."""
    by_field: dict[str, list[HeardFact]] = {}
    for fact in heard:
        by_field.setdefault(fact.field, []).append(fact)
    kept: list[HeardFact] = []
    for field, facts in by_field.items():
        if field in LISTS:
            kept.extend(_distinct(facts))
        elif all(_compatible(one.value, other.value) for one in facts for other in facts):
            kept.append(min(facts, key=lambda fact: (_width(fact.value), fact.start)))
    return kept


def _distinct(facts: list[HeardFact]) -> list[HeardFact]:
    """Each code once, and a coarse code only where no finer one of its branch was said."""
    kept: dict[Value, HeardFact] = {}
    for fact in sorted(facts, key=lambda f: f.start):
        kept.setdefault(str(fact.value), fact)
    codes = [code for fact in kept.values() if isinstance(fact.value, tuple) for code in fact.value]
    return [
        fact
        for fact in kept.values()
        if isinstance(fact.value, tuple)
        and not any(other != fact.value[0] and other.startswith(fact.value[0]) for other in codes)
    ]


def _bounds(value: Value) -> tuple[float | str | None, float | str | None] | None:
    if isinstance(value, Mapping):
        return value.get("min"), value.get("max")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value, value
    return None


def _compatible(one: Value, other: Value) -> bool:
    first, second = _bounds(one), _bounds(other)
    if first is None or second is None:
        return one == other
    return _not_above(first[0], second[1]) and _not_above(second[0], first[1])


def _not_above(low: float | str | None, high: float | str | None) -> bool:
    if low is None or high is None or isinstance(low, str) != isinstance(high, str):
        return low is None or high is None
    return low <= high  # type: ignore[operator]


def _width(value: Value) -> float:
    bounds = _bounds(value)
    if bounds is None:
        return 0.0
    low, high = bounds
    if isinstance(low, int | float) and isinstance(high, int | float):
        return float(high - low)
    return 0.5e9 if isinstance(low, str) and isinstance(high, str) and low[:7] == high[:7] else 1e9


def _solo_in_company(facts: list[HeardFact]) -> list[HeardFact]:
    """A one-person limited company may employ its owner: then nobody or one, not nobody."""
    if not any(fact.field == "legal_form" and fact.value == "aktiebolag" for fact in facts):
        return facts
    return [
        HeardFact("employees", {"min": 0, "max": 1}, f.start, f.end, f.snippet)
        if f.field == "employees"
        and f.value == 0
        and "anställd" not in f.snippet.lower()
        and "employ" not in f.snippet.lower()
        else f
        for f in facts
    ]


def _one_level_of_place(facts: list[HeardFact], lexicon: Lexicon) -> list[HeardFact]:
    """The municipality already says the region it lies in."""
    implied = {
        lexicon.region_of.get(code)
        for fact in facts
        if fact.field == "municipality" and isinstance(fact.value, tuple)
        for code in fact.value
    }
    return [
        fact
        for fact in facts
        if not (
            fact.field == "region" and isinstance(fact.value, tuple) and fact.value[0] in implied
        )
    ]
