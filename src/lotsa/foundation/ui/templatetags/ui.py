"""The components, as template tags. Every one is shown in all its states in the gallery.

{% load ui %}
{% number_tiles tiles %}
{% condition_list verdict.conditions %}
{% question_box "Hyr ni lokalen?" "Svaret avgör 2 stöd." %} … buttons … {% endquestion_box %}
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotsa.core.cases.contact import grouped_phone
from lotsa.foundation import clock
from lotsa.foundation.ui import components, formatting

register = template.Library()

# The sign is for the eye; the words say the same to those who hear the page.
STATES = {
    "yes": ("✓", gettext_lazy("Met:")),
    "unknown": ("?", gettext_lazy("Not known:")),
    "manual": ("?", gettext_lazy("Decided by someone:")),
    "no": ("✕", gettext_lazy("Not met:")),
}
TONE_SIGNS = {"yes": "✓", "ask": "?", "later": "→", "near": "✕", "no": "✕", "plain": ""}
CERTAINTY = {
    "high": ("success", gettext_lazy("Well sourced")),
    "medium": ("neutral", gettext_lazy("Partly sourced")),
    "low": ("warning", gettext_lazy("Uncertain")),
}


def _language() -> str:
    return translation.get_language() or "sv"


@register.simple_tag
def button_link(address: str, text: str, variant: str = "primary") -> SafeString:
    """A link that looks like a button.

    Parameters:
        variant: "primary" (one a page), "secondary" or "tertiary".
    """
    return format_html(
        '<a class="ds-button" data-variant="{}" href="{}">{}</a>', variant, address, text
    )


@register.simple_tag
def back_link(address: str, text: str = "") -> SafeString:
    """The way back, at the top of a page. The text defaults to "Back"."""
    return format_html('<a class="back" href="{}">{}</a>', address, text or _("Back"))


@register.inclusion_tag("ui/breadcrumbs.html")
def breadcrumbs(crumbs: Sequence[components.Crumb]) -> dict[str, Any]:
    """Where the page lies: a list of `Crumb`, the page itself last."""
    return {"crumbs": crumbs}


@register.inclusion_tag("ui/number_tiles.html")
def number_tiles(tiles: Iterable[components.Tile]) -> dict[str, Any]:
    """The numbers that are links to what they count: a list of `Tile`."""
    return {"tiles": tiles}


@register.filter
def phone(kept: str) -> str:
    """A phone number in groups, as it is read aloud: "070-123 45 67"."""
    return grouped_phone(kept)


@register.simple_tag
def state_sign(state: str) -> SafeString:
    """✓ ? ✕ with its words: state is "yes", "unknown", "manual" or "no"."""
    sign, words = STATES[state]
    return format_html(
        '<span class="sign" aria-hidden="true">{}</span><span class="sr-only">{} </span>',
        sign,
        words,
    )


@register.inclusion_tag("ui/condition_list.html")
def condition_list(conditions: Iterable[Any]) -> dict[str, Any]:
    """Conditions with their states: objects with `state`, `text` and perhaps `parts`."""
    return {"conditions": conditions}


@register.simple_tag
def verdict(tone: str, text: str) -> SafeString:
    """One line that says the answer: tone is "yes", "ask", "later", "near", "no" or "plain"."""
    return format_html(
        '<p class="verdict" data-tone="{}"><span class="sign" aria-hidden="true">{}</span>'
        "<span>{}</span></p>",
        tone,
        TONE_SIGNS[tone],
        text,
    )


@register.inclusion_tag("ui/facts.html")
def fact_list(facts: Iterable[components.FactLine]) -> dict[str, Any]:
    """A situation: a list of `FactLine`; one without a value is shown as not known."""
    return {"facts": facts}


@register.inclusion_tag("ui/field.html")
def field(shown: components.Field) -> dict[str, Any]:
    """A form field: a `Field`, with label, hint, error and why we ask."""
    return {"field": shown}


@register.inclusion_tag("ui/field.html")
def form_field(bound: BoundField, **extra: Any) -> dict[str, Any]:
    """A Django form's field; keywords override the attributes of `Field`, such as unit="kr"."""
    return {"field": components.from_bound_field(bound, **extra)}


@register.inclusion_tag("ui/error_summary.html")
def error_summary(faults: Iterable[components.Fault], *, focus: bool = False) -> dict[str, Any]:
    """What must be mended, at the top of the page, linked to the fields: a list of `Fault`.

    Parameters:
        focus: the page starts here, so that who hears it or uses the keyboard meets it first.
    """
    return {"faults": list(faults), "focus": focus}


@register.inclusion_tag("ui/error_summary.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """The error summary of a Django form; nothing when it has no errors."""
    faults = [
        components.Fault("" if name == "__all__" else form[name].auto_id, str(message))
        for name, messages in form.errors.items()
        for message in messages
    ]
    return {"faults": faults, "focus": False}


@register.inclusion_tag("ui/flag.html")
def flag(name: components.Flag) -> dict[str, Any]:
    """The signal flag of a case: "waiting" is G, a pilot is wanted; "on_board" is H; else nothing.

    Only for the eye: the state's words stand beside it.
    """
    return {"flag": name}


@register.simple_tag
def alert(text: str, tone: str = "info") -> SafeString:
    """A notice: tone is "info", "success", "warning" or "danger"."""
    return format_html(
        '<div class="ds-alert" data-color="{}" data-size="sm"><p>{}</p></div>', tone, text
    )


@register.simple_tag
def tag(text: str, tone: str = "neutral") -> SafeString:
    """A small label, such as level or kind: tone is a colour of the theme."""
    return format_html('<span class="ds-tag" data-color="{}" data-size="sm">{}</span>', tone, text)


@register.simple_tag
def certainty_tag(certainty: str) -> SafeString:
    """How well sourced a statement is: "high", "medium" or "low"."""
    tone, words = CERTAINTY[certainty]
    return tag(str(words), tone)


@register.simple_tag
def chip_button(text: str, name: str, value: str) -> SafeString:
    """A chip that takes something away when pressed; stands in a form that posts name=value."""
    return format_html(
        '<button class="ds-chip" data-removable type="submit" name="{}" value="{}">{}'
        '<span class="sr-only">, {}</span></button>',
        name,
        value,
        text,
        _("remove"),
    )


@register.simple_tag
def chip_link(text: str, address: str) -> SafeString:
    """A chip that leads to the same page without one of its filters."""
    return format_html(
        '<a class="ds-chip" data-removable href="{}">{}<span class="sr-only">, {}</span></a>',
        address,
        text,
        _("remove"),
    )


@register.inclusion_tag("ui/facet.html")
def facet(
    name: str, legend: str, choices: Iterable[components.Choice], counts: dict[str, int]
) -> dict[str, Any]:
    """A filter of checkboxes with the number of hits beside each.

    Parameters:
        counts: choice value → number; a value left out is shown as 0.
    """
    rows = [(choice, counts.get(choice.value, 0)) for choice in choices]
    return {"name": name, "legend": legend, "rows": rows}


@register.inclusion_tag("ui/empty.html")
def empty_state(title: str, text: str, address: str = "", link: str = "") -> dict[str, Any]:
    """Nothing to show: says so, says why or what to do, and leads on."""
    return {"title": title, "text": text, "address": address, "link": link}


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: dict[str, Any], page: Page[Any], parameter: str = "page") -> dict[str, Any]:
    """Pages of a list. Keeps the other parts of the address; needs `request` in the context."""
    query = context["request"].GET.copy()
    query.pop(parameter, None)
    rest = query.urlencode()
    start = f"?{rest}&{parameter}=" if rest else f"?{parameter}="
    gap = str(page.paginator.ELLIPSIS)
    numbers = [
        {"number": n, "gap": str(n) == gap, "address": f"{start}{n}", "current": n == page.number}
        for n in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    before = f"{start}{page.previous_page_number()}" if page.has_previous() else ""
    after = f"{start}{page.next_page_number()}" if page.has_next() else ""
    return {"pages": numbers, "before": before, "after": after}


@register.simple_block_tag
def fold(content: str, summary: str, *, open: bool = False) -> SafeString:  # noqa: A002 - HTML's own word
    """A part that is folded until wanted; open=True shows it. Always unfolded in print."""
    return render_to_string("ui/fold.html", {"content": content, "summary": summary, "open": open})


@register.simple_block_tag
def question_box(content: str, question: str, effect: str = "") -> SafeString:
    """A question to answer right where it matters, on signal yellow.

    Parameters:
        question: the question itself, in bold.
        effect: what the answer would settle.
    """
    return render_to_string(
        "ui/question_box.html", {"content": content, "question": question, "effect": effect}
    )


@register.simple_block_tag
def table_region(content: str, label: str) -> SafeString:
    """A table that scrolls in its own container, reachable by keyboard. Give the table class "table"."""
    return format_html(
        '<div class="table-scroll" role="region" tabindex="0" aria-label="{}">{}</div>',
        label,
        content,
    )


@register.filter
def number(value: int | float | Decimal, decimals: int = 0) -> str:
    """A number with digit groups and the true minus sign."""
    return formatting.number(value, _language(), int(decimals))


@register.filter
def money(value: int | float | Decimal) -> str:
    """Whole kronor: "150 000 kr"."""
    return formatting.money(value, _language())


@register.filter
def percent(value: int | float | Decimal) -> str:
    """A share given in percent: "60 %"."""
    return formatting.percent(value, _language())


@register.filter
def day(value: datetime.date) -> str:
    """A day: "31 maj", with the year when it is not the clock's."""
    return formatting.date(value, _language(), clock.today().year)


@register.filter
def day_with_year(value: datetime.date) -> str:
    """A day with its year always: "31 maj 2020"."""
    return formatting.date(value, _language(), None)


@register.simple_tag
def days(first: datetime.date, last: datetime.date) -> str:
    """Days from first to last: "1–31 maj"."""
    return formatting.date_range(first, last, _language(), clock.today().year)


@register.simple_tag
def months(first: datetime.date, last: datetime.date) -> str:
    """Months from first to last: "mars–april 2020"."""
    return formatting.month_range(first, last, _language())


@register.simple_tag
def number_range(low: Any, high: Any) -> str:
    """A range: "1–4", "minst 5", "högst 4"."""
    return formatting.number_range(low, high, _language())
