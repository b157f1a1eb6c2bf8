"""The rules in plain words, generated from the condition itself.

The registry gives each field its patterns: ``phrases_sv: {lte: "Högst {value}
anställda"}``. A field without a pattern, as in a catalogue from elsewhere,
still gets a sentence from its label or question and the operator. A sentence
written by hand on the condition (``text_sv``) goes before both.
"""

from collections.abc import Mapping, Sized
from datetime import date
from typing import Any, Final

from lotsa.core.criteria.conditions import OPPOSITE, All, AnyOf, Condition, Leaf, Manual, Not
from lotsa.core.criteria.measures import Window
from lotsa.core.criteria.registry import Field, Registry
from lotsa.core.criteria.values import Codes, Interval, Series, Value
from lotsa.core.criteria.wording import (
    capitalised,
    day,
    each,
    either,
    lowered,
    money,
    months,
    number,
)

_MAX_LISTED: Final = 8
"""More codes than this are counted instead of named."""
_MAX_LONG_NAMES: Final = 3
"""The same for classifications, whose names are long."""

_OPERATOR_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "sv": {
        "eq": "{label} {value}",
        "ne": "{label} inte {value}",
        "lt": "{label} mindre än {value}",
        "lte": "{label} högst {value}",
        "gt": "{label} mer än {value}",
        "gte": "{label} minst {value}",
        "in": "{label} {value}",
        "not_in": "{label} inte {value}",
        "prefix_in": "{label} {value}",
        "prefix_not_in": "{label} inte {value}",
        "true": "{label} Ja",
        "false": "{label} Nej",
    },
    "en": {
        "eq": "{label} {value}",
        "ne": "{label} not {value}",
        "lt": "{label} less than {value}",
        "lte": "{label} at most {value}",
        "gt": "{label} more than {value}",
        "gte": "{label} at least {value}",
        "in": "{label} {value}",
        "not_in": "{label} not {value}",
        "prefix_in": "{label} {value}",
        "prefix_not_in": "{label} not {value}",
        "true": "{label} Yes",
        "false": "{label} No",
    },
}
_DATE_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "sv": {
        "lt": "{label} före {value}",
        "lte": "{label} senast {value}",
        "gt": "{label} efter {value}",
        "gte": "{label} tidigast {value}",
    },
    "en": {
        "lt": "{label} before {value}",
        "lte": "{label} by {value}",
        "gt": "{label} after {value}",
        "gte": "{label} from {value}",
    },
}
_YES_NO: Final = {"sv": ("nej", "ja"), "en": ("no", "yes")}
_FROM: Final = {"sv": "tidigast {}", "en": "from {}"}
_BY: Final = {"sv": "senast {}", "en": "by {}"}
_AT_LEAST: Final = {"sv": "minst {}", "en": "at least {}"}
_AT_MOST: Final = {"sv": "högst {}", "en": "at most {}"}
_MORE: Final = {"sv": "{} till", "en": "{} more"}
_NOT: Final = {"sv": "Gäller inte: {}", "en": "Does not apply: {}"}
_DECIDES: Final = {"sv": "Prövas av den som ansvarar för stödet", "en": "Decided by the provider"}
_NO_EMPTY: Final = {"sv": "Inget särskilt krävs", "en": "Nothing in particular is required"}


def sentence(
    condition: Condition, registry: Registry, language: str, window: Window | None = None
) -> str:
    """The condition as one plain sentence, without a full stop.

    Args:
        condition: what is required.
        registry: the words of its fields.
        language: ``sv`` or ``en``.
        window: the window it is tested in, which names the months.
    """
    match condition:
        case Leaf():
            return _leaf(condition, registry, language, window)
        case All(children) | AnyOf(children):
            if not children:
                return _NO_EMPTY[_known(language)]
            parts = [sentence(child, registry, language, window) for child in children]
            joined = each if isinstance(condition, All) else either
            return capitalised(joined([parts[0], *map(lowered, parts[1:])], language))
        case Not(Leaf() as leaf) if leaf.op in OPPOSITE and not leaf.text:
            return _leaf(_opposite(leaf), registry, language, window)
        case Not(child):
            inner = lowered(sentence(child, registry, language, window))
            return _NOT[_known(language)].format(inner)
        case Manual(text):
            return text.get(language) or next(iter(text.values()), _DECIDES[_known(language)])


def value_text(value: Value, field: Field, registry: Registry, language: str) -> str:
    """What is known of a fact, in words: ``12``, ``1–4``, ``Eskilstuna``, ``minst 250``."""
    match value:
        case Interval(low, high):
            return _interval(low, high, field, registry, language)
        case Codes(codes):
            return _listed(codes, field, registry, language, each)
        case Series(sums):
            if not sums:
                return "–"
            return sums[0][0] if len(sums) == 1 else f"{sums[0][0]}–{sums[-1][0]}"
        case _:
            return _scalar(value, field, registry, language)


def is_cut_short(values: Sized, field: Field) -> bool:
    """Whether a list is so long that a sentence names its first values and counts the rest."""
    return len(values) > _named(field) + 1


def _named(field: Field) -> int:
    return _MAX_LONG_NAMES if "prefix_in" in field.ops else _MAX_LISTED


def question(
    field: Field, language: str, window: Window | None = None, *, plain: bool = False
) -> str:
    """The question that asks for a fact, naming the window's months where it is about them."""
    text = field.text(field.question, language)
    if "{period}" not in text and "{reference}" not in text:
        return text
    if not plain and _has_months(text, window):
        return _with_months(text, language, window)
    bare = field.document.get(f"question_plain_{language}")
    return bare if isinstance(bare, str) else field.text(field.label, language)


def _leaf(leaf: Leaf, registry: Registry, language: str, window: Window | None) -> str:
    if leaf.text:
        return leaf.text.get(language) or next(iter(leaf.text.values()))
    field = registry.fields[leaf.field]
    value = leaf.value
    key = leaf.op
    if isinstance(value, bool):
        key = "true" if value == (leaf.op in {"eq", "in"}) else "false"
    key = _counted(key, value, field.phrases.get(language) or {})
    if isinstance(value, tuple):
        shown = _listed(value, field, registry, language, either, within=True)
    else:
        shown = _scalar(value, field, registry, language, within=True)
    pattern = _pattern(field, key, language, window)
    return capitalised(_with_months(pattern.replace("{value}", shown), language, window))


def _pattern(field: Field, key: str, language: str, window: Window | None) -> str:
    phrases = field.phrases.get(language) or {}
    chosen = phrases.get(key)
    if isinstance(chosen, str) and not _has_months(chosen, window):
        chosen = phrases.get(f"{key}_plain")
    if isinstance(chosen, str):
        return chosen
    known = _known(language)
    words = _DATE_WORDS[known].get(key) if field.type == "date" else None
    label = field.label.get(language) or field.text(field.question, language)
    named = label if label.endswith("?") else f"{label}:"
    return (words or _OPERATOR_WORDS[known][key]).replace("{label}", named)


def _has_months(text: str, window: Window | None) -> bool:
    """Whether the window has the months that the text names, if it names any."""
    period = window.period if window is not None else None
    reference = window.reference if window is not None else None
    return (period is not None or "{period}" not in text) and (
        reference is not None or "{reference}" not in text
    )


def _counted(key: str, value: Any, phrases: Mapping[str, str]) -> str:
    """The key of a pattern for none or for one, where "at most 1 employees" would be wrong."""
    if isinstance(value, int | float) and not isinstance(value, bool) and value in {0, 1}:
        special = f"{key}_one" if value == 1 else f"{key}_zero"
        return special if special in phrases else key
    return key


def _with_months(pattern: str, language: str, window: Window | None) -> str:
    if window is None:
        return pattern
    for name, span in (("{period}", window.period), ("{reference}", window.reference)):
        if span is not None and name in pattern:
            pattern = pattern.replace(name, months(span, language))
    return pattern


def _opposite(leaf: Leaf) -> Leaf:
    if isinstance(leaf.value, bool) and leaf.op == "eq":
        return Leaf(leaf.field, "eq", not leaf.value)
    return Leaf(leaf.field, OPPOSITE[leaf.op], leaf.value)


def _interval(low: Any, high: Any, field: Field, registry: Registry, language: str) -> str:
    known = _known(language)
    if low is None and high is None:
        return "?"
    if high is None:
        pattern = _FROM if isinstance(low, date) else _AT_LEAST
        return pattern[known].format(_scalar(low, field, registry, language))
    if low is None:
        pattern = _BY if isinstance(high, date) else _AT_MOST
        return pattern[known].format(_scalar(high, field, registry, language))
    if isinstance(low, date) and isinstance(high, date):
        whole_year = (low.month, low.day, high.month, high.day) == (1, 1, 12, 31)
        if whole_year and low.year == high.year:
            return str(low.year)
    elif "SEK" in field.unit and known == "en":
        return f"{_scalar(low, field, registry, language)}–{number(high, language)}"
    elif "percent" in field.unit or "SEK" in field.unit:
        return f"{number(low, language)}–{_scalar(high, field, registry, language)}"
    return f"{_scalar(low, field, registry, language)}–{_scalar(high, field, registry, language)}"


def _listed(
    values: tuple[Any, ...],
    field: Field,
    registry: Registry,
    language: str,
    join: Any,
    *,
    within: bool = False,
) -> str:
    shown = [_scalar(value, field, registry, language, within=within) for value in values]
    if is_cut_short(values, field):
        limit = _named(field)
        more = _MORE[_known(language)].format(len(shown) - limit)
        shown = [*shown[:limit], more]
    return str(join(shown, language))


def _scalar(
    value: Any, field: Field, registry: Registry, language: str, *, within: bool = False
) -> str:
    """One value in words; ``within`` a sentence, where a choice may have other words."""
    if isinstance(value, bool):
        return _YES_NO[_known(language)][value]
    if isinstance(value, date):
        return day(value, language)
    if isinstance(value, int | float):
        return money(value, language) if field.unit.startswith("SEK") else number(value, language)
    if field.type == "date":
        return day(date.fromisoformat(value), language)
    if field.type == "enum":
        for choice in field.choices:
            if choice.value == value:
                in_sentence = choice.within.get(language) if within else None
                return in_sentence or choice.label.get(language) or choice.value
    tree = registry.tree_of(field.id)
    return tree.label(value, language) if tree is not None else str(value)


def _known(language: str) -> str:
    return language if language in _YES_NO else "en"
