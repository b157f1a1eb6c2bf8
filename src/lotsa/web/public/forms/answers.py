"""Reading the answer to a question as people write it, and drawing the question."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lotsa.core.criteria.facts import parse_value
from lotsa.core.criteria.faults import FactFault
from lotsa.core.criteria.registry import Field, Registry
from lotsa.core.criteria.values import Codes, Interval
from lotsa.core.criteria.wording import MONTHS, number
from lotsa.foundation.ui import components
from lotsa.usecases.guide.wording import in_language

_SCALE: Final = {
    "miljoner": 1_000_000,
    "miljon": 1_000_000,
    "million": 1_000_000,
    "mkr": 1_000_000,
    "mnkr": 1_000_000,
    "m": 1_000_000,
    "tkr": 1_000,
    "tusen": 1_000,
    "thousand": 1_000,
    "k": 1_000,
}
_UNITS: Final = frozenset(
    {
        *("kr", "kronor", "sek", "st", "personer", "anställda", "procent", "år", "timmar"),
        *("people", "persons", "employees", "per", "cent", "percent", "years", "months", "hours"),
        *("månader", "deltagare", "participants", "parter", "parties"),
    }
)
_NUMBER: Final = r"[-−]?\d[\d .,']*"
_RANGE: Final = re.compile(rf"({_NUMBER})\s*([^\d–—-]*?)\s*(?:-|–|—|till|to)\s*({_NUMBER})\s*(.*)")
_SINGLE: Final = re.compile(rf"({_NUMBER})\s*(.*)")
_FILLER: Final = re.compile(r"^(?:ca|cirka|ungefär|omkring|runt|about|around|approx\.?|c:a)\s+")
_AT_LEAST: Final = re.compile(r"^(?:minst|at least)\s+")
_AT_MOST: Final = re.compile(r"^(?:högst|max|at most|up to)\s+")
_YEAR: Final = re.compile(r"\d{4}")
_YEAR_MONTH: Final = re.compile(r"(\d{4})-(\d{1,2})")
_MAX_TEXT: Final = 60
_MAX_CODES: Final = 12


class AnswerFault(ValueError):
    """An answer that cannot be used; its text says what to do."""


def read_answer(field: Field, registry: Registry, posted: QueryDict) -> Any:
    """The posted answer as the JSON value of a fact.

    Args:
        field: the fact that was asked for.
        registry: gives the codes to choose among.
        posted: the form; what was answered is under ``answer``.

    Raises:
        AnswerFault: it is empty or does not fit; the message is for the visitor.
    """
    if field.type == "list_of_codes":
        raw: Any = [code for code in posted.getlist("answer") if code][:_MAX_CODES]
        if not raw:
            raise AnswerFault(_("Choose an alternative, or press “I do not know”."))
    else:
        text = posted.get("answer", "").strip()
        if not text:
            raise AnswerFault(_("Give an answer, or press “I do not know”."))
        raw = _READERS.get(field.type, _choice)(text, field)
    try:
        value = parse_value(raw, field)
    except FactFault:
        raise AnswerFault(_("Choose one of the alternatives.")) from None
    _within_bounds(value, field)
    tree = registry.tree_of(field.id)
    if isinstance(value, Codes) and tree and not all(code in tree for code in value.codes):
        raise AnswerFault(_("Choose one of the alternatives."))
    return raw


def draw(
    field: Field, registry: Registry, question: str, value: Any, language: str, *, error: str = ""
) -> components.Field:
    """The question as a form field, with the earlier answer in place."""
    common: dict[str, Any] = {
        "name": "answer",
        "label": question,
        "hint": in_language(field.document, "help", language),
        "error": error,
    }
    match field.type:
        case "boolean":
            chosen = {True: "true", False: "false"}.get(value, "")
            choices = [("true", _("Yes")), ("false", _("No"))]
            return components.Field(
                kind="radios", inline=True, choices=_choices(choices, {chosen}), **common
            )
        case "enum":
            hints = _choice_hints(field, language)
            return components.Field(
                kind="radios",
                choices=tuple(
                    components.Choice(
                        choice.value,
                        field.text(choice.label, language) if choice.label else choice.value,
                        hint=hints.get(choice.value, ""),
                        chosen=choice.value == value,
                    )
                    for choice in field.choices
                ),
                **common,
            )
        case "list_of_codes":
            return _draw_codes(field, registry, value, language, common)
        case _:
            return _draw_text(field, value, language, common)


def draw_short(field: Field, question: str, control_id: str) -> components.Field:
    """A number or a date asked for on one line, where the question already stands as text."""
    common = {"name": "answer", "label": question, "field_id": control_id}
    return replace(_draw_text(field, None, "en", common), hint="")


def _draw_text(field: Field, value: Any, language: str, common: dict[str, Any]) -> components.Field:
    shown = _shown(value, field, language)
    if field.type == "date":
        example = _("For example 2019, March 2019 or 2019-03-01.")
        hinted = common | {"hint": f"{common.get('hint', '')} {example}".strip()}
        return components.Field(kind="text", width=20, value=shown, **hinted)
    percent = "percent" in field.unit
    if rough := _rough(field):
        common = common | {"hint": f"{common.get('hint', '')} {rough}".strip()}
    return components.Field(
        kind="percent" if percent else "integer" if field.type == "integer" else "number",
        width=10,
        unit=_unit(field),
        value=shown,
        **common,
    )


def _rough(field: Field) -> str:
    """That a range will do, where people seldom know the figure by heart."""
    if field.unit.startswith("SEK"):
        return _("Roughly will do, for example 1–2 million.")
    if field.unit == "persons":
        return _("Roughly will do, for example 10–15.")
    return ""


def _draw_codes(
    field: Field, registry: Registry, value: Any, language: str, common: dict[str, Any]
) -> components.Field:
    chosen = {value} if isinstance(value, str) else set(value or ())
    tree = registry.tree_of(field.id)
    if tree is None:
        return components.Field(kind="text", width=20, value=", ".join(sorted(chosen)), **common)
    choices = [components.Choice("", _("Choose"), chosen=not chosen)]
    tops = sorted(
        (code for code in tree.parents if tree.parent(code) is None),
        key=lambda code: _sort_key(tree.label(code, language)),
    )
    if field.id == "region":
        choices += [
            components.Choice(code, tree.label(code, language), chosen=code in chosen)
            for code in tops
        ]
        return components.Field(kind="select", choices=tuple(choices), **common)
    for top in tops:
        group = tree.label(top, language)
        choices += [
            components.Choice(leaf, tree.label(leaf, language), chosen=leaf in chosen, group=group)
            for leaf in sorted(
                tree.leaves(top), key=lambda code: _sort_key(tree.label(code, language))
            )
        ]
        somewhere = _("Somewhere in %(county)s") % {"county": group}
        choices.append(components.Choice(top, somewhere, chosen=top in chosen, group=group))
    return components.Field(kind="select", choices=tuple(choices), **common)


def _sort_key(name: str) -> str:
    """Swedish order: å, ä, ö come last, in that order."""
    return name.casefold().replace("å", "z1").replace("ä", "z2").replace("ö", "z3")


def _choices(pairs: list[tuple[str, str]], chosen: set[str]) -> tuple[components.Choice, ...]:
    return tuple(components.Choice(value, label, chosen=value in chosen) for value, label in pairs)


def _choice_hints(field: Field, language: str) -> Mapping[str, str]:
    rows = field.document.get("values") or []
    return {
        row["value"]: in_language(row, "help", language)
        for row in rows
        if isinstance(row, Mapping) and "value" in row
    }


def _unit(field: Field) -> str:
    if "percent" in field.unit:
        return "%"
    if field.unit.startswith("SEK"):
        return "kr"
    return ""


def _shown(value: Any, field: Field, language: str) -> str:
    """The earlier answer as the visitor may have written it."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        low, high = value.get("min"), value.get("max")
        if field.type == "date" and isinstance(low, str) and isinstance(high, str):
            return low[:4] if low[:4] == high[:4] and low.endswith("01-01") else low
        if high is None:
            return f"minst {low}" if language == "sv" else f"at least {low}"
        if low is None:
            return f"högst {high}" if language == "sv" else f"at most {high}"
        return f"{_plain(low, language)}–{_plain(high, language)}"
    return _plain(value, language)


def _plain(value: Any, language: str) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return number(value, language) if is_number else str(value)


def _choice(text: str, field: Field) -> Any:
    return {"true": True, "false": False}.get(text, text) if field.type == "boolean" else text


def _number(text: str, field: Field) -> Any:
    # Any kind of space is one to us: the page itself writes amounts with no-break spaces.
    cleaned = _FILLER.sub("", " ".join(text[:_MAX_TEXT].casefold().split()))
    wanted = _("Write a number, for example %(example)s.") % {"example": _example(field)}
    for pattern, bound in ((_AT_LEAST, "min"), (_AT_MOST, "max")):
        if pattern.match(cleaned):
            return {bound: _single(pattern.sub("", cleaned), field, wanted)}
    if found := _RANGE.fullmatch(cleaned):
        scale = _scale(found[4], wanted)
        scale_low = _scale(found[2], wanted) if found[2] else scale
        low = _amount(found[1], field, scale_low, wanted)
        high = _amount(found[3], field, scale, wanted)
        if low > high:
            low, high = high, low
        return low if low == high else {"min": low, "max": high}
    return _single(cleaned, field, wanted)


def _single(text: str, field: Field, wanted: str) -> int | float:
    found = _SINGLE.fullmatch(text)
    if not found:
        raise AnswerFault(wanted)
    return _amount(found[1], field, _scale(found[2], wanted), wanted)


def _scale(rest: str, wanted: str) -> int:
    words = [word.strip(".") for word in rest.replace("%", " ").split()]
    scale = 1
    for word in words:
        if word in _SCALE:
            scale *= _SCALE[word]
        elif word not in _UNITS:
            raise AnswerFault(wanted)
    return scale


def _amount(text: str, field: Field, scale: int, wanted: str) -> int | float:
    compact = re.sub(r"[\s ']", "", text).replace("−", "-")
    if re.fullmatch(r"-?\d{1,3}(?:[.,]\d{3})+", compact):
        compact = re.sub(r"[.,]", "", compact)
    compact = compact.rstrip(".,").replace(",", ".")
    try:
        value = float(compact) * scale
    except ValueError:
        raise AnswerFault(wanted) from None
    if value == int(value):
        return int(value)
    if field.type == "integer":
        raise AnswerFault(_("Write a whole number."))
    return value


def _example(field: Field) -> str:
    if "percent" in field.unit:
        return "45"
    return number(1_200_000, get_language() or "sv") if field.unit.startswith("SEK") else "12"


def _day(text: str, _field: Field) -> Any:
    cleaned = text[:_MAX_TEXT].casefold().strip().replace("/", "-")
    wanted = _("Write a year, a month or a day, for example 2019, March 2019 or 2019-03-01.")
    if _YEAR.fullmatch(cleaned):
        return cleaned
    if found := _YEAR_MONTH.fullmatch(cleaned):
        return f"{found[1]}-{int(found[2]):02d}"
    words = cleaned.replace(",", " ").split()
    months = {
        name[:length].casefold(): index
        for names in MONTHS.values()
        for index, name in enumerate(names, start=1)
        for length in (3, len(name))
    }
    named = [months[word] for word in words if word in months]
    numbers = [word for word in words if word.isdigit()]
    try:
        if len(named) == 1 and len(numbers) == 1:
            return f"{int(numbers[0]):04d}-{named[0]:02d}"
        if len(named) == 1 and len(numbers) == 2:  # noqa: PLR2004 - a day and a year
            day, year = sorted(int(word) for word in numbers)
            return date(year, named[0], day).isoformat()
        return date.fromisoformat(cleaned).isoformat()
    except ValueError:
        raise AnswerFault(wanted) from None


_READERS: Final = {"integer": _number, "number": _number, "date": _day, "boolean": _choice}


def _within_bounds(value: Any, field: Field) -> None:
    bounds = [value.min, value.max] if isinstance(value, Interval) else [value]
    if isinstance(value, Codes):
        return
    for one in bounds:
        if isinstance(one, date) and not date(1600, 1, 1) <= one <= date(2100, 1, 1):
            raise AnswerFault(_("Check the year."))
        if isinstance(one, bool) or not isinstance(one, int | float):
            continue
        if field.minimum is not None and one < field.minimum:
            raise AnswerFault(_("Write a number from %(low)s.") % {"low": int(field.minimum)})
        if field.maximum is not None and one > field.maximum:
            raise AnswerFault(_("Write a number up to %(high)s.") % {"high": int(field.maximum)})
