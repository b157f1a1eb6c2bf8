"""The case page, its files, and the one function that draws it again after a fault."""

from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lotsa.core.routing.reasons import from_document, sentence
from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases.access import case_for
from lotsa.domain.cases.case_page import CasePage, Colleague, Part, attachments_for, case_page
from lotsa.domain.cases.models import Case
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.reading import note_reading
from lotsa.domain.cases.services.talking import mark_read
from lotsa.domain.measures.selectors import catalogue
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.foundation.files.checks import ACCEPT
from lotsa.foundation.files.responses import attachment
from lotsa.foundation.outbox.selectors import for_about
from lotsa.foundation.ui.components import Flag
from lotsa.foundation.web.readonly import housekeeping_writes
from lotsa.web.adviser import words
from lotsa.web.adviser.forms import MessageForm, NoteForm, RegistrationForm, TaskForm
from lotsa.web.adviser.lists import company_name, flag_of
from lotsa.web.adviser.shared import viewer_of
from lotsa.web.adviser.support import fact_lines, measure_names, situation_of, support_for


@open_to(permission="case.read")
@require_safe
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """One case: who it is, what is known, what has been said, and what I can do."""
    viewer = viewer_of(request)
    return show(request, case_for(viewer, reference), viewer)


@open_to(permission="case.read")
@require_safe
def download(request: HttpRequest, reference: str, file_id: str) -> HttpResponse:
    """A file of the case, saved and never shown in the page."""
    viewer = viewer_of(request)
    found = case_for(viewer, reference)
    one = attachments_for(found, viewer).filter(file__public_id=file_id).first()
    if one is None:
        raise Http404
    note_reading(found, viewer, now=clock.moment())
    return attachment(bytes(one.file.content), one.file.name, one.file.media_type)


def show(
    request: HttpRequest,
    found: Case,
    viewer: Viewer,
    *,
    faulty: dict[str, BaseForm] | None = None,
    fault: str = "",
) -> HttpResponse:
    """The case page.

    Args:
        request: the viewer's.
        found: from `case_for`.
        viewer: who looks.
        faulty: forms that could not be used, by name, with what was written in them.
        fault: what was wrong, when it is about no field.
    """
    now, as_of = clock.moment(), clock.today()
    page = case_page(found, viewer, now=now)
    current = catalogue()
    situation = situation_of(found, page.areas)
    names = measure_names(current, as_of)
    suggested = {one.measure for one in page.suggestions}
    context: dict[str, Any] = {
        "case": found,
        "page": page,
        "now": now,
        "name": company_name(found.company_name, anonymous=found.anonymous),
        "number": _number(found),
        "flag": _case_flag(page),
        "needs": words.need_names(page.areas, current),
        "place": words.place_name(found.municipality_code, found.region_code),
        "language": words.language_words(found.language),
        "warnings": words.warning_words(found.warnings),
        "facts": fact_lines(situation, current, as_of),
        "support": support_for(situation, suggested, current, as_of),
        "suggestions": [(names.get(one.measure, one.measure), one) for one in page.suggestions],
        "mine": [_part(part, current, now) for part in page.mine],
        "others": [_part(part, current, now) for part in page.others],
        "events": [(event, words.happened_words(event, names)) for event in page.events],
        "history": [(one, words.need_names(one.areas, current)) for one in page.history],
        "troubled": [one for one in for_about("case", found.pk) if one.troubled],
        "accept_types": ACCEPT,
        "may_register": viewer.may("case.register"),
        "wanted": any(part.moves & {"accept", "start"} for part in page.mine),
        "fault": fault,
        **_forms(page, viewer),
        **(faulty or {}),
    }
    note_reading(found, viewer, now=now)
    if page.own and page.new_messages and viewer.acting_by is None:
        # That the company's message has been seen is a trace of looking, as the reading is.
        with housekeeping_writes():
            mark_read(found.pk, by=By.member(viewer), now=now)
    return render(request, "adviser/case.html", context, status=422 if faulty or fault else 200)


def colleagues(page: CasePage, viewer: Viewer) -> tuple[Colleague, ...]:
    """Everyone else in the viewer's teams in the case, each once."""
    found = {one.id: one for part in page.mine for one in part.colleagues}
    found.pop(viewer.member_id, None)
    return tuple(found.values())


def _forms(page: CasePage, viewer: Viewer) -> dict[str, BaseForm]:
    case = page.case
    return {
        "message_form": MessageForm(auto_id="message_%s"),
        "note_form": NoteForm(auto_id="note_%s"),
        "task_form": TaskForm(auto_id="task_%s", colleagues=colleagues(page, viewer)),
        "registration_form": RegistrationForm(
            auto_id="registration_%s",
            initial={"wanted": case.registration_wanted, "number": case.registration_number},
        ),
    }


def _part(part: Part, current: Any, now: Any) -> dict[str, Any]:
    language = get_language() or "sv"
    return {
        "is": part,
        "flag": flag_of(part.state),
        "needs": words.need_names(part.areas, current),
        "due": words.due_words(part.due, now),
        "late": bool(part.due and part.due.late),
        "reasons": [sentence(from_document(dict(one)), language) for one in part.reasons],
    }


def _number(case: Case) -> str:
    """The organisation number as people write it; empty when there is none."""
    if case.company is None:
        return ""
    digits = case.company.organisation_number
    return f"{digits[:6]}-{digits[6:]}"


def _case_flag(page: CasePage) -> Flag:
    flags = {flag_of(part.state) for part in page.parts}
    return "on_board" if "on_board" in flags else "waiting" if "waiting" in flags else ""
