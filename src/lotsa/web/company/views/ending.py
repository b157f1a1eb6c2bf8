"""The company takes its question back, has everything deleted, or takes its own data home."""

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lotsa.core.cases.states import NotPossible
from lotsa.domain.cases.models import Case
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.closing import withdraw as take_back
from lotsa.domain.cases.services.erasing import Erasure, erase
from lotsa.foundation.access import Role, open_to
from lotsa.foundation.clock import moment, today
from lotsa.foundation.exports.documents import DocumentsUnavailable
from lotsa.foundation.files.responses import attachment
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.usecases.support import taking_out
from lotsa.web.company.links import own_case
from lotsa.web.public.views.resume import private

_FORMS: Final[dict[str, tuple[str, Callable[[Case, str], bytes]]]] = {
    "zip": (
        "application/zip",
        lambda case, language: taking_out.as_archive(case, language=language, as_of=today()),
    ),
    "pdf": (
        "application/pdf",
        lambda case, language: taking_out.as_document(case, language=language, as_of=today()),
    ),
    "json": ("application/json", lambda case, _language: taking_out.as_json(case)),
}


@open_to(Role.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited("change", "120/h", looking=False)
@own_case
def withdraw(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """Ask whether to take the question back; do it when told so."""
    if request.method != "POST":
        return render(request, "company/withdraw.html", {"case": case, "token": token})
    try:
        take_back(case.pk, by=By.company(), now=moment())
    except NotPossible:
        messages.info(request, _("Your case is closed already, so there is nothing to take back."))
    return redirect("company:case", token=token)


@open_to(Role.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited("change", "120/h", looking=False)
@own_case
def delete(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """Ask whether to delete everything; do it at once when told so.

    A case that an authority is bound to register is deleted as soon as it has been.
    """
    if request.method != "POST":
        return render(request, "company/delete.html", {"case": case, "token": token})
    try:
        came_of_it = erase(case.pk, by=By.company(), now=moment())
    except Case.DoesNotExist:
        raise Http404 from None
    if came_of_it is Erasure.WAITS:
        return redirect("company:case", token=token)
    return render(request, "company/deleted.html")


@open_to(Role.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited("own_data", "20/h", looking=False)
@own_case
def own_data(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """Everything the case holds, to take home: all in one archive, as a document, or as data."""
    if request.method != "POST":
        return _own_data_page(request, token)
    form = request.POST.get("form", "")
    if form not in _FORMS:
        return _own_data_page(request, token, _("Choose one of the alternatives."))
    media_type, made = _FORMS[form]
    try:
        content = made(case, get_language() or "sv")
    except DocumentsUnavailable:
        return _own_data_page(request, token, _("The document cannot be made just now."))
    taking_out.note_taken_out(form, "")
    return attachment(content, f"{case.reference}.{form}", media_type)


def _own_data_page(request: HttpRequest, token: str, fault: str = "") -> HttpResponse:
    context = {"token": token, "fault": fault}
    return render(request, "company/own_data.html", context, status=422 if fault else 200)
