"""The demo's mailbox: every mail as it would have gone, for anyone to read. Nowhere else."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lotsa.foundation.access import Role, open_to
from lotsa.foundation.files.responses import attachment
from lotsa.foundation.outbox import selectors
from lotsa.foundation.outbox.models import DemoMail
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.foundation.ui.components import Crumb
from lotsa.web.public.views.resume import private

PER_PAGE = 30
_NEWEST = 600


@open_to(Role.PUBLIC)
@require_safe
@private
@limited("mailbox", "240/m")
def mailbox(request: HttpRequest) -> HttpResponse:
    """The mails, the newest first; those to whom or about what the words say, when there are any."""
    _only_in_the_demo()
    text = request.GET.get("q", "").strip()[:100]
    words = text.casefold().split()
    mails = [
        mail
        for mail in selectors.mailbox(_NEWEST)
        if all(word in f"{mail.to_label} {mail.subject}".casefold() for word in words)
    ]
    page = Paginator(mails, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "public/mailbox.html", {"page": page, "text": text})


@open_to(Role.PUBLIC)
@require_safe
@private
@limited("mailbox", "240/m")
def mail(request: HttpRequest, number: int) -> HttpResponse:
    """One mail as text; its links work."""
    shown = _mail(number)
    crumbs = (Crumb(_("The demo's mailbox"), reverse("public:mailbox")), Crumb(shown.subject))
    return render(request, "public/mail.html", {"mail": shown, "crumbs": crumbs})


@open_to(Role.PUBLIC)
@require_safe
@private
@limited("mailbox", "240/m")
def mail_as_html(request: HttpRequest, number: int) -> HttpResponse:  # noqa: ARG001
    """The HTML part of a mail as a file to save: a page of ours never shows what a mail brings."""
    shown = _mail(number)
    if not shown.html:
        raise Http404
    return attachment(shown.html.encode(), f"mail-{shown.pk}.html", "application/octet-stream")


def _mail(number: int) -> DemoMail:
    _only_in_the_demo()
    found = selectors.mail(number)
    if found is None:
        raise Http404
    return found


def _only_in_the_demo() -> None:
    if not settings.LOTSA_DEMO:
        raise Http404
