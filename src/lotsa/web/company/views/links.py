"""A new link, for one that has run out or been lost."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lotsa.domain.cases.access import LinkExpired, case_behind
from lotsa.domain.cases.models import Case
from lotsa.domain.cases.services.links import send_link
from lotsa.foundation.access import Role, open_to
from lotsa.foundation.clock import moment, now
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.foundation.ui.components import Fault, Field
from lotsa.foundation.web.typed import one_line
from lotsa.web.public.views.resume import private


@open_to(Role.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited("new_link", "10/h", looking=False)
def new_link(request: HttpRequest) -> HttpResponse:
    """Mail a new link to the address on file. The answer says nothing of whether there is one."""
    if request.method != "POST":
        return _page(request)
    token = request.POST.get("token", "")
    reference = one_line(request.POST.get("reference", "")).upper()[:8]
    email = one_line(request.POST.get("email", "")).lower()[:254]
    if not token and not (reference and email):
        return _page(request, reference, email, fault=True)
    case = _behind(token) if token else _named(reference, email)
    if case is not None:
        send_link(case.pk, now=moment())
    return render(request, "company/link_sent.html")


def _behind(token: str) -> Case | None:
    """The case of a link, also when the link has run out."""
    try:
        return case_behind(token, now=now())
    except LinkExpired as expired:
        return Case.objects.filter(reference=expired.reference).first()
    except Http404:
        return None


def _named(reference: str, email: str) -> Case | None:
    """The case with this number, when the mail address is the one on file."""
    found: Case | None = Case.objects.filter(reference=reference, contact_email=email).first()
    return found


def _page(
    request: HttpRequest, reference: str = "", email: str = "", *, fault: bool = False
) -> HttpResponse:
    missing = _("Write both the number and the mail address.") if fault else ""
    fields = (
        Field(
            "reference",
            _("The number of the case"),
            hint=_("Eight letters and digits, such as 7K3F9M2Q. It stands in the receipt."),
            value=reference,
            width=20,
            error=missing if not reference else "",
        ),
        Field(
            "email",
            _("Mail address"),
            "email",
            hint=_("The one you wrote when you asked."),
            value=email,
            autocomplete="email",
            error=missing if not email else "",
        ),
    )
    faults = [Fault(field.id, missing) for field in fields if field.error]
    return render(
        request,
        "company/new_link.html",
        {"fields": fields, "faults": faults},
        status=422 if fault else 200,
    )
