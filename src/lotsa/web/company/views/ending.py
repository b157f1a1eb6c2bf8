"""The company takes its question back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lotsa.core.cases.states import NotPossible
from lotsa.domain.cases.models import Case
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.closing import withdraw as take_back
from lotsa.foundation.access import Role, open_to
from lotsa.foundation.clock import moment
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.web.company.links import own_case
from lotsa.web.public.views.resume import private


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
