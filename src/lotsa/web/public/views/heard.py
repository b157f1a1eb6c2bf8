"""What was heard in the visitor's own words, to be confirmed before it counts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lotsa.core.criteria.company import fields_from
from lotsa.core.criteria.facts import parse_value
from lotsa.core.criteria.faults import FactFault
from lotsa.core.criteria.measures import RuleBook
from lotsa.core.criteria.registry import Registry
from lotsa.core.criteria.sentences import value_text
from lotsa.core.criteria.wording import capitalised, months
from lotsa.core.guide.situation import Situation
from lotsa.core.hearing.heard import HeardFact
from lotsa.core.hearing.needs import is_clear, names_a_need
from lotsa.domain.measures.selectors import Rules, catalogue
from lotsa.foundation.access import Role, open_to
from lotsa.foundation.clock import today
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.foundation.text import Heard, listen
from lotsa.foundation.ui import components
from lotsa.usecases.guide.periods import Asked, periods_asked
from lotsa.usecases.guide.wording import in_language
from lotsa.web.public import visit
from lotsa.web.public.views.start import need_choices


@dataclass(frozen=True)
class Chip:
    """One fact heard: its words, and for a fact about months, which months to choose among."""

    index: int
    label: str
    value: str
    snippet: str
    chosen: bool
    periods: tuple[components.Choice, ...] = ()


@open_to(Role.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@limited("heard", "60/m")
def heard(request: HttpRequest) -> HttpResponse:
    """Show what was heard; keep what the visitor confirms."""
    words = visit.own_words(request)
    if not words:
        return redirect("public:start")
    language = get_language() or "sv"
    understood = listen(words, language)
    if request.method == "POST":
        _confirm(request, understood)
        return redirect("public:question")
    current = catalogue()
    # Hearing knows the needs it was trained on; a catalogue from elsewhere may lack some.
    suggested = [
        current.need_by_id[one.need]
        for one in understood.needs
        if names_a_need(understood.needs) and one.need in current.need_by_id
    ]
    others = tuple(need for need in current.needs if need not in suggested)
    already = set(visit.situation_of(request).needs)
    first = {suggested[0].id} if suggested and not already and is_clear(understood.needs) else set()
    suggestions = need_choices(tuple(suggested), already | first, language)
    return render(
        request,
        "public/heard.html",
        {
            "words": words,
            "suggestions": suggestions,
            "nothing_heard": not suggested,
            "others": need_choices(others, already, language),
            "chips": _chips(understood, current.rules(today()), language, _before(request)),
            "offer": _offer(request, understood.suggested_page_language),
        },
    )


def _before(request: HttpRequest) -> Situation | None:
    """What the visitor confirmed of these words earlier; ``None`` the first time they are heard."""
    return visit.situation_of(request) if visit.words_confirmed(request) else None


def _chips(
    understood: Heard, rules: Rules, language: str, before: Situation | None
) -> tuple[Chip, ...]:
    registry = rules.rulebook.registry
    asked = periods_asked(rules.rulebook, "turnover_drop_percent", today())
    chips = []
    for index, fact in enumerate(understood.facts):
        field = registry.fields.get(fact.field)
        raw = _usable(fact, registry)
        if field is None or raw is None or not _matters(fact, rules):
            continue
        value = value_text(parse_value(raw, field), field, registry, language)
        if "percent" in field.unit:
            value = f"{value}\u00a0%" if language == "sv" else f"{value}%"
        held = _held(before, fact.field, raw, rules.rulebook) if before else ()
        periods = _period_choices(asked, fact, language, held) if field.per_window else ()
        label = in_language(field.document, "label", language)
        chosen = before is None or bool(held)
        chips.append(Chip(index, label, capitalised(value), fact.snippet, chosen, periods))
    return tuple(chips)


def _matters(fact: HeardFact, rules: Rules) -> bool:
    """Does any rule ask for the fact, or for one that follows from it?"""
    follows = fields_from(rules.rulebook.registry, frozenset({fact.field}))
    return bool(follows & rules.judge.fields_used)


def _usable(fact: HeardFact, registry: Registry) -> Any:
    """The heard value as JSON, if the catalogue knows the fact and may keep it."""
    field = registry.fields.get(fact.field)
    if field is None or field.sensitive:
        return None
    raw: Any = fact.value
    if isinstance(raw, Mapping):
        raw = dict(raw)
    elif isinstance(raw, tuple):
        raw = list(raw)
    try:
        parse_value(raw, field)
    except FactFault:
        return None
    return raw


def _held(situation: Situation, field: str, raw: Any, rulebook: RuleBook) -> tuple[str, ...]:
    """The questions about a fact that stand answered with just the value that was heard."""
    keys = (field, *(one.key for one in periods_asked(rulebook, field, today())))
    return tuple(key for key in keys if situation.answer_to(key, rulebook) == raw)


def _period_choices(
    asked: tuple[Asked, ...], fact: HeardFact, language: str, held: tuple[str, ...]
) -> tuple[components.Choice, ...]:
    """The months a turnover figure may be about: those chosen before or named, else the latest."""
    said = set(fact.months)
    named = [*held, *(one.key for one in asked if said and said == set(one.month_numbers))]
    chosen = named[0] if named else (asked[0].key if asked and not said else "")
    choices = [
        components.Choice(one.key, months(one.period, language), chosen=one.key == chosen)
        for one in asked
    ]
    return (*choices, components.Choice("", _("Other months; leave it out"), chosen=not chosen))


def _offer(request: HttpRequest, language: str | None) -> tuple[str, str, str] | None:
    """Another language of the page to offer: its code, its own name and the address."""
    names = {"sv": "Svenska", "en": "English"}
    if language not in names:
        return None
    return language, names[language], translate_url(request.path, language)


def _confirm(request: HttpRequest, understood: Heard) -> None:
    """Keep the needs and facts that were ticked, and take back those that no longer are."""
    current = catalogue()
    rulebook = current.rules(today()).rulebook
    situation = visit.situation_of(request).with_needs(
        need for need in request.POST.getlist("needs") if need in current.need_by_id
    )
    shown = {
        str(index): (fact, raw)
        for index, fact in enumerate(understood.facts)
        if (raw := _usable(fact, rulebook.registry)) is not None
        and _matters(fact, current.rules(today()))
    }
    for fact, raw in shown.values():
        for key in _held(situation, fact.field, raw, rulebook):
            situation = situation.without(key, rulebook)
    ticked = set(request.POST.getlist("facts"))
    for index, (fact, raw) in shown.items():
        if index not in ticked:
            continue
        if not rulebook.registry.fields[fact.field].per_window:
            situation = situation.told({fact.field: raw})
            continue
        key = request.POST.get(f"period_{index}", "")
        if key in {one.key for one in periods_asked(rulebook, fact.field, today())}:
            situation = situation.answered(key, raw, rulebook)
    # What was heard was never asked, so it takes no place among the questions to go back to.
    visit.keep(request, replace(situation, asked=visit.situation_of(request).asked))
    visit.confirm_words(request)
