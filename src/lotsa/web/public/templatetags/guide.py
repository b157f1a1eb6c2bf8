"""Template tags of the guide's pages."""

from collections.abc import Iterable
from typing import Any

from django import template

from lotsa.foundation.ui import components
from lotsa.usecases.guide.answers import Ask
from lotsa.web.public.forms.answers import draw_short

register = template.Library()


@register.inclusion_tag("public/_small_field.html")
def small_field(ask: Ask, anchor: str) -> dict[str, Any]:
    """The control of a question that stands among the answers; its label is the question."""
    return {"field": draw_short(ask.field, ask.text, f"id_answer_{anchor}")}


@register.filter
def failing(conditions: Iterable[components.Condition]) -> list[components.Condition]:
    """Only the conditions that are not met."""
    return [condition for condition in conditions if condition.state == "no"]
