"""One fact about the company, asked and answered while one talks with it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lotsa.core.criteria.questions import field_of, windows_asking
from lotsa.core.criteria.registry import Field
from lotsa.core.criteria.sentences import question as question_text
from lotsa.core.guide.situation import Situation
from lotsa.domain.cases.models import Case
from lotsa.domain.cases.services import reading, sorting, talking
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.common import locked
from lotsa.domain.measures.selectors import CurrentCatalogue, catalogue
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.foundation.ui import components
from lotsa.usecases.guide.wording import in_language
from lotsa.web.adviser.lists import company_name
from lotsa.web.adviser.shared import to_case
from lotsa.web.adviser.views.talk import acting
from lotsa.web.public.forms.answers import AnswerFault, draw, read_answer
from lotsa.web.public.forms.industry import LONGEST_QUERY, industry_field, is_industry


@open_to(permission="case.handle")
@require_http_methods(["GET", "HEAD", "POST"])
def fact(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """Ask one question about the company, with the earlier answer, and keep what it says."""
    viewer, case = acting(request, reference)
    current = catalogue()
    field, text = _asked(key, current)
    rulebook = current.rules(clock.today()).rulebook
    now, by = clock.moment(), By.member(viewer)
    if request.method != "POST":
        reading.note_reading(case, viewer, now=now)
        return _page(request, case, field, text, key, current)
    if "not_known" in request.POST:
        _change(case, lambda told: told.not_known(key, rulebook), by, now)
        return to_case(reference, "contact")
    try:
        value = read_answer(field, rulebook.registry, request.POST)
    except AnswerFault as fault:
        return _page(request, case, field, text, key, current, error=str(fault))
    _change(case, lambda told: told.answered(key, value, rulebook), by, now)
    if field.id == "municipality" and isinstance(value, list) and len(value) == 1:
        sorting.change_place(case.pk, value[0], "", by=by, now=now)
    messages.success(request, _("The answer is saved."))
    return to_case(reference, "contact")


def _change(case: Case, change: Callable[[Situation], Situation], by: By, now: datetime) -> None:
    """Change the facts as they stand now, so that two who answer at once both count."""
    with transaction.atomic():
        told = Situation.from_json(locked(case.pk).facts)
        facts = change(told).as_json()
        facts.pop("needs")
        talking.change_facts(case.pk, facts, by=by, now=now)


def _asked(key: str, current: CurrentCatalogue) -> tuple[Field, str]:
    """The fact and its question. Raises Http404 for what may not, or cannot, be asked here."""
    rulebook = current.rules(clock.today()).rulebook
    field = rulebook.registry.fields.get(field_of(key))
    if field is None or field.sensitive or field.type == "series":
        raise Http404
    windows = windows_asking(key, rulebook)
    if field.per_window != ("@" in key) or (field.per_window and not windows):
        raise Http404
    window = windows[0][1] if windows else None
    return field, question_text(field, get_language() or "sv", window)


def _page(
    request: HttpRequest,
    case: Case,
    field: Field,
    text: str,
    key: str,
    current: CurrentCatalogue,
    *,
    error: str = "",
) -> HttpResponse:
    language = get_language() or "sv"
    rulebook = current.rules(clock.today()).rulebook
    value = Situation.from_json(case.facts).answer_to(key, rulebook)
    if value is None and field.id == "municipality" and case.municipality_code:
        value = [case.municipality_code]
    by_search = is_industry(field)
    query = request.GET.get("q", "")[:LONGEST_QUERY]
    if by_search:
        tree = rulebook.registry.trees["sni2007"]
        drawn = industry_field(tree, value, query, label=text, error=error, choose_first=False)
    else:
        drawn = draw(field, rulebook.registry, text, value, language, error=error)
        written = request.POST.get("answer", "")[:LONGEST_QUERY]
        if error and written and not drawn.choices:
            drawn = replace(drawn, value=written)
    faults = [components.Fault(drawn.id, error)] if error else []
    context = {
        "case": case,
        "name": company_name(case.company_name, anonymous=case.anonymous),
        "text": text,
        "drawn": drawn,
        "why": in_language(field.document, "why", language),
        "by_search": by_search,
        "q": query,
        "faults": faults,
    }
    return render(request, "adviser/fact.html", context, status=422 if error else 200)
