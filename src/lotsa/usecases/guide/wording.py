"""The words around a verdict: when, who, and what each condition asks for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lotsa.core.criteria.conditions import All, AnyOf, Leaf, Manual
from lotsa.core.criteria.logic import Truth
from lotsa.core.criteria.measures import Time, TimeState, Window
from lotsa.core.criteria.registry import Registry
from lotsa.core.criteria.sentences import is_cut_short, sentence, value_text
from lotsa.core.criteria.verdicts import Part
from lotsa.core.criteria.wording import capitalised
from lotsa.domain.actors.selectors import ActorCard
from lotsa.foundation.ui import components
from lotsa.foundation.ui.formatting import date as day_text


def in_language(document: Mapping[str, Any], key: str, language: str) -> str:
    """A document's text in ``language``, else in Swedish, else an empty text."""
    found = document.get(f"{key}_{language}") or document.get(f"{key}_sv") or ""
    return str(found)


def when(state: TimeState, as_of: date, language: str) -> str:
    """When it can be applied for, seen from ``as_of``."""
    opens = day_text(state.opens_on, language, as_of.year) if state.opens_on else ""
    closes = day_text(state.closes_on, language, as_of.year) if state.closes_on else ""
    match state.time:
        case Time.OPEN:
            return _("apply by %(day)s") % {"day": closes} if closes else _("open now")
        case Time.OPENS:
            if closes:
                return _("opens %(first)s, closes %(last)s") % {"first": opens, "last": closes}
            return _("opens %(first)s") % {"first": opens}
        case Time.BUDGET_SPENT:
            return _("the money has run out")
        case Time.CLOSED:
            return _("closed %(day)s") % {"day": closes}
        case _:
            if closes:
                return _("closes %(day)s; we do not know if it has opened") % {"day": closes}
            return _("we do not know if it is open")


def provider_names(document: Mapping[str, Any], actors: Mapping[str, ActorCard]) -> str:
    """Who offers a measure, by name."""
    slug = str(document.get("provider") or "")
    return actors[slug].name if slug in actors else slug


def condition_lines(
    parts: tuple[Part, ...],
    registry: Registry,
    language: str,
    window: Window | None,
    *,
    with_values: bool = True,
) -> tuple[components.Condition, ...]:
    """Each condition as a line with its state, and what the company has where that says more."""
    return tuple(_line(part, registry, language, window, with_values=with_values) for part in parts)


def _line(
    part: Part, registry: Registry, language: str, window: Window | None, *, with_values: bool
) -> components.Condition:
    state: components.State = (
        "yes" if part.truth is Truth.YES else "no" if part.truth is Truth.NO else "unknown"
    )
    condition = part.condition
    if isinstance(condition, Manual):
        return components.Condition("manual", sentence(condition, registry, language, window))
    if isinstance(condition, Leaf):
        text = _about_list(part, condition, registry) or sentence(
            condition, registry, language, window
        )
        own = _own_value(part, condition, registry, language) if with_values else ""
        return components.Condition(state, f"{text} – {own}" if own else text)
    if isinstance(condition, AnyOf) and any(
        isinstance(child.condition, All | AnyOf) for child in part.children
    ):
        lines = condition_lines(part.children, registry, language, window, with_values=with_values)
        return components.Condition(state, _("At least one of these:"), lines)
    return components.Condition(state, sentence(condition, registry, language, window))


def _about_list(part: Part, leaf: Leaf, registry: Registry) -> str:
    """Where a rule lists many industries: whether the company's is one of them."""
    if not leaf.op.startswith("prefix"):
        return ""
    if not is_cut_short(leaf.value, registry.fields[leaf.field]):
        return ""
    if part.truth is Truth.UNKNOWN:
        return ""
    inside = (part.truth is Truth.YES) == (leaf.op == "prefix_in")
    if inside:
        return _("Your line of business is among those listed")
    return _("Your line of business is not among those listed")


def _own_value(part: Part, leaf: Leaf, registry: Registry, language: str) -> str:
    """What the company has ("ni har 12"), where the condition is not met or not settled."""
    field = registry.fields[leaf.field]
    pattern = field.document.get(f"answer_{language}")
    if (
        part.value is None
        or part.truth is Truth.YES
        or leaf.op.startswith("prefix")
        or not isinstance(pattern, str)
    ):
        return ""
    return pattern.replace("{value}", value_text(part.value, field, registry, language))


def decided_line(name: str, *, manual: bool) -> components.Condition:
    """The line that says who decides what no machine can settle."""
    pattern = _("%(name)s decides the rest") if manual else _("%(name)s makes its own assessment")
    return components.Condition("manual", capitalised(pattern % {"name": name}))
