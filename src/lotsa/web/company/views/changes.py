"""The company corrects what is known of it, and how it is reached."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lotsa.core.cases.contact import grouped_phone
from lotsa.core.criteria.registry import Field as Fact
from lotsa.core.criteria.sentences import question as question_text
from lotsa.core.guide.situation import Situation
from lotsa.domain.cases.models import Case
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.talking import change_contact, change_facts, mark_read
from lotsa.domain.measures.selectors import CurrentCatalogue, catalogue
from lotsa.foundation.access import Role, open_to
from lotsa.foundation.clock import moment, today
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.foundation.ui.components import Fault
from lotsa.usecases.guide.wording import in_language
from lotsa.web.company.forms import drawn
from lotsa.web.company.forms.ask import NAMED, Typed, contact_faults
from lotsa.web.company.links import own_case
from lotsa.web.public.forms.answers import AnswerFault, read_answer
from lotsa.web.public.forms.industry import LONGEST_QUERY, IndustryQuestion, is_industry
from lotsa.web.public.forms.several import can_ask, draw_one
from lotsa.web.public.situation_lines import situation_lines
from lotsa.web.public.views.resume import private


@open_to(Role.PUBLIC)
@require_safe
@private
@limited("case", "120/m")
@own_case
def facts(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """Everything known of the company, each with a way to change it, and what can be added."""
    current, language = catalogue(), get_language() or "sv"
    situation = Situation.from_json(case.facts)
    lines = situation_lines(situation, current, today(), language)
    told = {line.key for line in lines if line.value}
    return render(
        request,
        "company/facts.html",
        {
            "token": token,
            "lines": [(line, _can_change(line.key, current)) for line in lines],
            "more": [
                (field.id, field.text(field.label or field.question, language))
                for field in current.registry.fields.values()
                if can_ask(field) and field.id not in told
            ],
        },
    )


@open_to(Role.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited("change", "120/h", looking=False)
@own_case
def fact(request: HttpRequest, case: Case, token: str, key: str) -> HttpResponse:
    """One fact: answered, changed, or taken away."""
    current = catalogue()
    field = current.registry.fields.get(key)
    if field is None or not can_ask(field):
        raise Http404
    if request.method != "POST":
        return _question(request, case, token, field)
    rulebook = current.rules(today()).rulebook
    situation = Situation.from_json(case.facts)
    if "search" in request.POST and is_industry(field):
        return _question(request, case, token, field, posted=request.POST)
    if "remove" in request.POST:
        changed = situation.without(key, rulebook)
    else:
        try:
            value = read_answer(field, rulebook.registry, request.POST)
        except AnswerFault as fault:
            return _question(request, case, token, field, error=str(fault), posted=request.POST)
        changed = situation.answered(key, value, rulebook)
    kept = changed.as_json()
    del kept["needs"]
    at = moment()
    change_facts(case.pk, kept, by=By.company(), now=at)
    mark_read(case.pk, by=By.company(), now=at)
    messages.success(request, _("It is changed, and those who have your case see it."))
    return redirect("company:facts", token=token)


@open_to(Role.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited("change", "120/h", looking=False)
@own_case
def contact(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """How the company is reached."""
    if request.method != "POST":
        typed = Typed(
            how=NAMED,
            contact_name=case.contact_name,
            contact_email=case.contact_email,
            contact_phone=grouped_phone(case.contact_phone),
        )
        return _contact_page(request, case, token, typed, {})
    typed = Typed.from_post(request.POST, {})
    errors = contact_faults(typed.contact_name, typed.contact_email, typed.contact_phone)
    if errors:
        return _contact_page(request, case, token, typed, errors)
    at = moment()
    change_contact(
        case.pk,
        name=typed.contact_name,
        email=typed.contact_email,
        phone=typed.contact_phone,
        by=By.company(),
        now=at,
    )
    mark_read(case.pk, by=By.company(), now=at)
    messages.success(request, _("We have your new contact details."))
    return redirect("company:case", token=token)


def _can_change(key: str, current: CurrentCatalogue) -> bool:
    field = current.registry.fields.get(key)
    return field is not None and can_ask(field)


def _question(
    request: HttpRequest,
    case: Case,
    token: str,
    field: Fact,
    *,
    error: str = "",
    posted: QueryDict | None = None,
) -> HttpResponse:
    current, language = catalogue(), get_language() or "sv"
    rulebook = current.rules(today()).rulebook
    value = Situation.from_json(case.facts).answer_to(field.id, rulebook)
    text = question_text(field, language, None)
    query = request.POST.get("query", "")[:LONGEST_QUERY]
    shown = draw_one(field, rulebook.registry, text, value, language, query=query, error=error)
    why = in_language(field.document, "why", language)
    if isinstance(shown, IndustryQuestion):
        shown = replace(shown, heading=True)
    else:
        if posted is not None and not shown.choices:
            shown = replace(shown, value=posted.get("answer", "")[:80])
        shown = replace(shown, heading=True, why=why)
    return render(
        request,
        "company/fact.html",
        {
            "token": token,
            "text": text,
            "asked": shown,
            "can_save": not isinstance(shown, IndustryQuestion) or shown.found,
            "key": field.id,
            "known": value is not None,
            "faults": [Fault(shown.id, error)] if error else [],
        },
        status=422 if error else 200,
    )


def _contact_page(
    request: HttpRequest, case: Case, token: str, typed: Typed, errors: dict[str, str]
) -> HttpResponse:
    fields = drawn.contact(typed, errors)
    return render(
        request,
        "company/contact.html",
        {
            "case": case,
            "token": token,
            "fields": fields,
            "faults": [Fault(field.id, str(field.error)) for field in fields if field.error],
        },
        status=422 if errors else 200,
    )
