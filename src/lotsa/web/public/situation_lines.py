"""The visitor's situation in words: one sentence, and a list where each line can be changed."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lotsa.core.criteria.facts import Facts
from lotsa.core.criteria.measures import Window
from lotsa.core.criteria.questions import field_of, question_key, windows_asking
from lotsa.core.criteria.registry import Field, Registry
from lotsa.core.criteria.sentences import value_text
from lotsa.core.criteria.values import Codes, Interval, Value
from lotsa.core.criteria.wording import capitalised, months, number
from lotsa.core.guide.situation import Situation
from lotsa.domain.measures.selectors import CurrentCatalogue
from lotsa.usecases.guide.wording import in_language


@dataclass(frozen=True)
class SituationLine:
    """One fact as told.

    Attributes:
        label: what it is.
        value: the answer in words; empty when the visitor does not know.
        address: where it is changed.
        key: names the question.
    """

    label: str
    value: str
    address: str
    key: str


def situation_lines(
    situation: Situation, catalogue: CurrentCatalogue, as_of: date, language: str
) -> tuple[SituationLine, ...]:
    """Every fact told, in the registry's order, then what the visitor does not know."""
    rulebook = catalogue.rules(as_of).rulebook
    registry = rulebook.registry
    facts = situation.facts_for(registry)
    lines = []
    for field in registry.fields.values():
        if field.id in facts.values:
            text = value_text(facts.values[field.id], field, registry, language)
            lines.append(SituationLine(_label(field, language), capitalised(text), *_place(field)))
        for key, window in _window_keys(facts, field, catalogue, as_of):
            value = next(
                given[field.id]
                for (measure, name), given in facts.by_window.items()
                if field.id in given and (measure, name) in _names(key, catalogue, as_of)
            )
            label = _label(field, language)
            if window.period is not None:
                label = f"{label} {months(window.period, language)}"
            text = _shown(value, field, registry, language)
            lines.append(SituationLine(label, text, _question(key), key))
    for key in situation.unknown:
        field_or_none = registry.fields.get(field_of(key))
        if field_or_none is not None and not field_or_none.sensitive:
            label = _label(field_or_none, language)
            windows = windows_asking(key, rulebook)
            if windows and windows[0][1].period is not None:
                label = f"{label} {months(windows[0][1].period, language)}"
            lines.append(SituationLine(label, "", _question(key), key))
    return tuple(lines)


def need_names(situation: Situation, catalogue: CurrentCatalogue, language: str) -> tuple[str, ...]:
    """What the visitor has said it is about, in words."""
    return tuple(
        in_language(catalogue.need_by_id[need].document, "name", language)
        for need in situation.needs
        if need in catalogue.need_by_id
    )


def lead(situation: Situation, catalogue: CurrentCatalogue, as_of: date, language: str) -> str:
    """The situation in one sentence, from the facts that say most; empty when none is known."""
    registry = catalogue.registry
    facts = situation.facts_for(registry)
    parts = [part for part in (_trade_and_place(facts, registry, language),) if part]
    staff = facts.values.get("employees")
    if isinstance(staff, int):
        parts.append(
            ngettext("%(number)s employee", "%(number)s employees", staff)
            % {"number": number(staff, language)}
            if staff
            else _("no employees")
        )
    elif isinstance(staff, Interval):
        shown = value_text(staff, registry.fields["employees"], registry, language)
        parts.append(_("%(number)s employees") % {"number": shown})
    field = registry.fields.get("turnover_drop_percent")
    if field is not None:
        for _key, window in _window_keys(facts, field, catalogue, as_of)[:1]:
            drop = next(g[field.id] for g in facts.by_window.values() if field.id in g)
            if window.period is not None and isinstance(drop, int | float) and drop > 0:
                parts.append(
                    _("turnover down %(share)s per cent in %(months)s")
                    % {
                        "share": number(round(drop), language),
                        "months": months(window.period, language),
                    }
                )
    return capitalised(", ".join(parts)) + "." if parts else ""


def _trade_and_place(facts: Facts, registry: Registry, language: str) -> str:
    trade, place = facts.values.get("sni"), facts.values.get("municipality")
    trade_text = (
        value_text(trade, registry.fields["sni"], registry, language).lower()
        if isinstance(trade, Codes)
        else ""
    )
    place_text = (
        value_text(place, registry.fields["municipality"], registry, language)
        if isinstance(place, Codes)
        else ""
    )
    if trade_text and place_text:
        return _("%(trade)s in %(place)s") % {"trade": trade_text, "place": place_text}
    if place_text:
        return _("company in %(place)s") % {"place": place_text}
    return trade_text


def _label(field: Field, language: str) -> str:
    return (
        field.text(field.label, language) if field.label else field.text(field.question, language)
    )


def _place(field: Field) -> tuple[str, str]:
    if field.type == "series":
        return reverse("public:bookkeeping"), field.id
    return _question(field.id), field.id


def _question(key: str) -> str:
    return reverse("public:one_question", args=[key])


def _shown(value: Value, field: Field, registry: Registry, language: str) -> str:
    text = value_text(value, field, registry, language)
    if "percent" in field.unit:
        return f"{text}\u00a0%" if language == "sv" else f"{text}%"
    return capitalised(text)


def _window_keys(
    facts: Facts, field: Field, catalogue: CurrentCatalogue, as_of: date
) -> list[tuple[str, Window]]:
    """The per-window questions about ``field`` that have an answer, oldest months first."""
    if not field.per_window:
        return []
    found: dict[str, Window] = {}
    for measure in catalogue.rules(as_of).rulebook.measures:
        for window in measure.windows:
            if field.id in facts.by_window.get((measure.id, window.id), {}):
                found.setdefault(question_key(field, measure.id, window), window)
    return sorted(
        found.items(), key=lambda item: item[1].period.start if item[1].period else date.min
    )


def _names(key: str, catalogue: CurrentCatalogue, as_of: date) -> set[tuple[str, str]]:
    rulebook = catalogue.rules(as_of).rulebook
    return {(measure, window.id) for measure, window in windows_asking(key, rulebook)}
