"""The questions, one at a time. Not knowing is always an answer."""

from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lotsa.core.companies.orgnr import read_organisation_number
from lotsa.core.criteria.questions import field_of, windows_asking
from lotsa.core.criteria.registry import Field
from lotsa.core.criteria.sentences import question as question_text
from lotsa.core.guide.situation import Situation
from lotsa.domain.measures.selectors import CurrentCatalogue, catalogue
from lotsa.foundation.access import Role, open_to
from lotsa.foundation.clock import today
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.foundation.ui import components
from lotsa.usecases.guide.answers import Ask, next_ask
from lotsa.usecases.guide.wording import in_language
from lotsa.web.public import visit
from lotsa.web.public.forms.answers import AnswerFault, draw, read_answer
from lotsa.web.public.forms.industry import (
    LONGEST_QUERY,
    IndustryQuestion,
    industry_field,
    is_industry,
)


@dataclass(frozen=True)
class Shown:
    """What a question page shows beside the question itself.

    Attributes:
        error: what is wrong with the answer.
        written: the answer as it was written, when it could not be used.
        query: words the industry was searched by.
        suggestion: a value to propose, not yet answered.
        number_error: what is wrong with the organisation number.
    """

    error: str = ""
    written: str = ""
    query: str = ""
    suggestion: str = ""
    number_error: str = ""


NOTHING = Shown()


@open_to(Role.PUBLIC)
@require_safe
def question(request: HttpRequest) -> HttpResponse:
    """The question that would settle most now; the answers when none is left."""
    current = catalogue()
    situation = visit.situation_of(request)
    language = get_language() or "sv"
    ask = next_ask(situation, current, today(), language)
    if ask is None:
        return redirect("public:answer")
    return _page(request, current, situation, ask)


@open_to(Role.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@limited("answer", "120/m", looking=False)
def one_question(request: HttpRequest, key: str) -> HttpResponse:
    """One question by its key: shown with the earlier answer, or answered."""
    current = catalogue()
    rulebook = current.rules(today()).rulebook
    situation = visit.situation_of(request)
    ask = _ask(key, current)
    if request.method != "POST":
        return _page(request, current, situation, ask)
    if "suggest" in request.POST and _has_number(ask.field):
        return _suggest_legal_form(request, current, situation, ask)
    if "search" in request.POST and is_industry(ask.field):
        query = request.POST.get("query", "")[:LONGEST_QUERY]
        return _page(request, current, situation, ask, Shown(query=query))
    if "dont_know" in request.POST:
        visit.keep(request, situation.not_known(key, rulebook))
        return _onwards(request)
    try:
        value = read_answer(ask.field, rulebook.registry, request.POST)
    except AnswerFault as fault:
        written = request.POST.get("answer", "")[:LONGEST_QUERY]
        page = _page(request, current, situation, ask, Shown(error=str(fault), written=written))
        return _instead_of_the_answers(request, page)
    visit.keep(request, situation.answered(key, value, rulebook))
    return _onwards(request)


def _ask(key: str, current: CurrentCatalogue) -> Ask:
    rules = current.rules(today())
    field = rules.rulebook.registry.fields.get(field_of(key))
    if field is None or field.sensitive or field.type == "series":
        raise Http404
    windows = windows_asking(key, rules.rulebook)
    if field.per_window != ("@" in key) or (field.per_window and not windows):
        raise Http404
    window = windows[0][1] if windows else None
    return Ask(key, field, question_text(field, get_language() or "sv", window), "")


def _onwards(request: HttpRequest) -> HttpResponse:
    """On to the next question, or back to where it was answered from."""
    if request.POST.get("then") == "ask":
        return redirect("company:ask")
    if request.POST.get("then") == "answer":
        anchor = request.POST.get("anchor", "")
        address = reverse("public:answer")
        known = {one.id for one in catalogue().rules(today()).rulebook.measures}
        if anchor in known:
            address = f"{address}?changed={anchor}#m-{anchor}"
        return HttpResponseRedirect(address)
    return redirect("public:question")


def _instead_of_the_answers(request: HttpRequest, page: HttpResponse) -> HttpResponse:
    """Where script asked from among the answers, let the whole page give way to the question."""
    if request.headers.get("HX-Request"):
        page.headers["HX-Retarget"] = page.headers["HX-Reselect"] = "#main"
        page.headers["HX-Reswap"] = "outerHTML show:top"
        page.headers["HX-Push-Url"] = f"{request.path}?then=answer"
    return page


def _page(
    request: HttpRequest,
    current: CurrentCatalogue,
    situation: Situation,
    ask: Ask,
    shown: Shown = NOTHING,
) -> HttpResponse:
    language = get_language() or "sv"
    rulebook = current.rules(today()).rulebook
    value = situation.answer_to(ask.key, rulebook)
    if shown.suggestion:
        value = shown.suggestion
    by_search = is_industry(ask.field)
    drawn = (
        industry_field(rulebook.registry.trees["sni2007"], value, shown.query, error=shown.error)
        if by_search
        else draw(ask.field, rulebook.registry, ask.text, value, language, error=shown.error)
    )
    why = in_language(ask.field.document, "why", language)
    if not by_search:
        drawn = replace(drawn, heading=True, why=why)
    if shown.written and not drawn.choices:
        drawn = replace(drawn, value=shown.written)
    then = request.GET.get("then") or request.POST.get("then", "")
    came_from = {"answer": "public:answer", "ask": "company:ask"}.get(then)
    before = reverse(came_from) if came_from else _before(situation, ask.key)
    industry = IndustryQuestion(ask.text, shown.query, drawn, heading=True) if by_search else None
    control = industry.id if industry else drawn.id
    faults = [components.Fault(control, shown.error)] if shown.error else []
    if shown.number_error:
        faults.append(components.Fault("id_orgnr", shown.number_error))
    return render(
        request,
        "public/question.html",
        {
            "ask": ask,
            "drawn": drawn,
            "why": why if by_search else "",
            "before": before,
            "number": _place(situation, ask.key) + 1,
            "faults": faults,
            "by_search": by_search,
            "industry": industry,
            "found": bool(industry and industry.found),
            "orgnr": _has_number(ask.field),
            "orgnr_error": shown.number_error,
            "suggested": bool(shown.suggestion),
            "then": then,
            "anchor": request.GET.get("anchor") or request.POST.get("anchor", ""),
            "can_use_books": _about_turnover(ask.field),
        },
        status=422 if faults else 200,
    )


def _has_number(field: Field) -> bool:
    """Can an organisation number suggest the answer?"""
    return field.id == "legal_form"


def _about_turnover(field: Field) -> bool:
    return field.id.startswith("turnover")


def _suggest_legal_form(
    request: HttpRequest, current: CurrentCatalogue, situation: Situation, ask: Ask
) -> HttpResponse:
    """Suggest the legal form from an organisation number, which is looked at and not kept."""
    found = read_organisation_number(request.POST.get("orgnr", "")[:40])
    if found is None:
        error = _("The organisation number is not valid. It has ten digits, such as 556000-0000.")
        return _page(request, current, situation, ask, Shown(number_error=error))
    if not found.legal_forms:
        error = _("The number is valid but does not tell the legal form. Choose it in the list.")
        return _page(request, current, situation, ask, Shown(number_error=error))
    return _page(request, current, situation, ask, Shown(suggestion=found.legal_forms[0]))


def _place(situation: Situation, key: str) -> int:
    """Where a question stands among those met, from 0; one not met yet comes last."""
    asked = situation.asked
    return asked.index(key) if key in asked else len(asked)


def _before(situation: Situation, key: str) -> str:
    """The address of the question before this one, or of the first page."""
    place = _place(situation, key)
    if place == 0:
        return reverse("public:start")
    return reverse("public:one_question", args=[situation.asked[place - 1]])
