"""The company's own page of its case: where it stands, who has it, and talking with them."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from lotsa.core.guide.situation import Situation
from lotsa.domain.cases.company_page import CompanyPage, Tip, company_page, shared_file
from lotsa.domain.cases.letters import day
from lotsa.domain.cases.models import Case
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.closing import reopen_case
from lotsa.domain.cases.services.common import locked
from lotsa.domain.cases.services.talking import mark_read, say
from lotsa.domain.measures.selectors import CurrentCatalogue, catalogue
from lotsa.foundation.access import Role, open_to
from lotsa.foundation.clock import moment, today
from lotsa.foundation.files.checks import ACCEPT, MAX_BYTES
from lotsa.foundation.files.faults import FileFault
from lotsa.foundation.files.responses import attachment
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.foundation.ui.components import Fault, Field
from lotsa.foundation.web.typed import paragraphs
from lotsa.usecases.guide.wording import in_language
from lotsa.web.company.history import told
from lotsa.web.company.links import own_case
from lotsa.web.company.standing import promise, standing
from lotsa.web.public.situation_lines import situation_lines
from lotsa.web.public.uploads import MemoryIntake
from lotsa.web.public.views.resume import private

FILES: Final = "files"
MAX_FILES: Final = 5
LONGEST: Final = 8000
SAME_AGAIN_WITHIN: Final = timedelta(minutes=5)


@open_to(Role.PUBLIC)
@require_safe
@private
@limited("case", "120/m")
@own_case
def case(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """The case page."""
    return _page(request, case, token)


@open_to(Role.PUBLIC)
@require_safe
@private
@limited("case", "120/m")
@own_case
def receipt(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """That the question has arrived, what happens now, and the link to keep."""
    page = company_page(case, now=moment())
    address = request.build_absolute_uri(reverse("company:case", args=[token]))
    return render(
        request,
        "company/receipt.html",
        {"case": case, "address": address, "promise": promise(page)},
    )


@open_to(Role.PUBLIC)
@csrf_exempt  # checked in _write: the intake must be in place before anything reads the body
@require_POST
@private
@limited("write", "30/h")
@own_case
def write(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """Write to those who have the case, with files; on a closed case that takes it up again."""
    intake = MemoryIntake(FILES, MAX_FILES, MAX_BYTES)
    request.upload_handlers = [intake]
    try:
        request.POST  # noqa: B018 - reads the body
    except (SuspiciousOperation, MultiPartParserError):
        return _page(request, case, token, file_fault=_too_many())
    if intake.body_too_large:
        return _page(request, case, token, file_fault=_too_large())
    checked: HttpResponse = _write(request, case, token, intake)
    return checked


@csrf_protect
def _write(request: HttpRequest, case: Case, token: str, intake: MemoryIntake) -> HttpResponse:
    text = paragraphs(request.POST.get("text", ""))
    uploads = [one for one in request.FILES.getlist(FILES) if isinstance(one, UploadedFile)]
    fault = file_fault = ""
    if not text:
        fault = (
            _("Write a few words about the file.") if uploads else _("Write what you want to say.")
        )
    elif len(text) > LONGEST:
        fault = _("Shorten the text to %(most)s characters; it has %(now)s.") % {
            "most": LONGEST,
            "now": len(text),
        }
    if intake.too_many:
        file_fault = _too_many()
    if not (fault or file_fault):
        try:
            _say_once(case, text, uploads)
        except FileFault as refused:
            file_fault = str(refused)
    if fault or file_fault:
        return _page(request, case, token, text=text, fault=fault, file_fault=file_fault)
    messages.success(request, _("Your message is sent."))
    return redirect(f"{reverse('company:case', args=[token])}#messages")


def _say_once(case: Case, text: str, uploads: list[UploadedFile]) -> None:
    """Send the message, unless the same words were sent a moment ago: a double click is one."""
    at = moment()
    with transaction.atomic():
        locked(case.pk)
        mark_read(case.pk, by=By.company(), now=at)
        if case.messages.filter(
            from_company=True, text=text, created_at__gt=at - SAME_AGAIN_WITHIN
        ).exists():
            return
        reopen_case(case.pk, by=By.company(), now=at)
        say(case.pk, text, uploads, by=By.company(), now=at)


@open_to(Role.PUBLIC)
@require_safe
@private
@limited("case", "120/m")
@own_case
def file(_request: HttpRequest, case: Case, token: str, file_id: UUID) -> HttpResponse:  # noqa: ARG001
    """One file of the case, to save."""
    found = shared_file(case, file_id)
    if found is None:
        raise Http404
    return attachment(bytes(found.file.content), found.file.name, found.file.media_type)


def _page(
    request: HttpRequest,
    case: Case,
    token: str,
    *,
    text: str = "",
    fault: str = "",
    file_fault: str = "",
) -> HttpResponse:
    current, language = catalogue(), get_language() or "sv"
    page = company_page(case, now=moment())
    situation = Situation.from_json(case.facts)
    faults = [Fault("id_text", fault)] if fault else []
    faults += [Fault(f"id_{FILES}", file_fault)] if file_fault else []
    return render(
        request,
        "company/case.html",
        {
            "page": page,
            "case": case,
            "token": token,
            "standing": standing(page),
            "promised": day(case.promised_at) if case.promised_at else "",
            "needs": areas_in_words(page.areas, current, language),
            "lines": situation_lines(situation, current, today(), language),
            "tips": _tips(page, current, language),
            "history": told(page.history),
            "text_field": _text_field(page, text, fault),
            "files_field": _files_field(file_fault),
            "faults": faults,
        },
        status=422 if faults else 200,
    )


def areas_in_words(
    areas: tuple[str, ...], current: CurrentCatalogue, language: str
) -> tuple[str, ...]:
    """Names of need areas; one that the catalogue no longer has is left out."""
    return tuple(
        in_language(current.need_by_id[area].document, "name", language)
        for area in areas
        if area in current.need_by_id
    )


def _tips(
    page: CompanyPage, current: CurrentCatalogue, language: str
) -> list[tuple[Tip, str, bool]]:
    """The measures pointed out, with their names, and whether they have a page here today."""
    documents = current.rules(today()).documents
    found = []
    for tip in page.tips:
        document = documents.get(tip.measure)
        name = in_language(document, "name", language) if document else tip.measure
        found.append((tip, name, document is not None))
    return found


def _text_field(page: CompanyPage, text: str, fault: str) -> Field:
    return Field(
        name="text",
        label=_("Your message") if page.is_open else _("Do you need more help?"),
        kind="textarea",
        hint="" if page.is_open else _("Write what it is about, and we take your case up again."),
        value=text,
        error=fault,
    )


def _files_field(fault: str) -> Field:
    return Field(
        name=FILES,
        label=_("Files"),
        kind="file",
        hint=_("At most five, 10 MB each: PDF, pictures, Word, Excel or plain text."),
        optional=True,
        accept=ACCEPT,
        error=fault,
    )


def _too_many() -> str:
    return _("Choose at most five files.")


def _too_large() -> str:
    return _("The files are too large together. Choose at most 10 MB each.")
