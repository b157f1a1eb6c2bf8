"""Mail that did not arrive: what it was, why, and sending it again or letting it be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lotsa.core.cases.contact import grouped_phone
from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases import triage
from lotsa.domain.cases.models import Case
from lotsa.domain.people.models import User
from lotsa.foundation import clock
from lotsa.foundation.access import Role, open_to
from lotsa.foundation.outbox import selectors, services
from lotsa.foundation.outbox.letters import Ref
from lotsa.foundation.outbox.models import State
from lotsa.web.coordinator import words
from lotsa.web.coordinator.requests import viewer_of

PER_PAGE: Final = 25
_TOO_OLD: Final = timedelta(minutes=15)


@dataclass(frozen=True)
class Line:
    """One mail that did not arrive, in words."""

    row: selectors.MessageRow
    to: str
    case: Case | None
    what: words.Words
    advice: str


@open_to(permission="mail.trouble")
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """Mail about the viewer's cases that did not arrive; for an administrator, all of it."""
    viewer = viewer_of(request)
    counts = selectors.counts()
    stuck = counts.oldest_due is not None and clock.now() - counts.oldest_due > _TOO_OLD
    page = Paginator(_keys(viewer), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "lines": _lines(viewer, page.object_list),
        "page": page,
        "counts": counts,
        "stuck": stuck,
        "everywhere": Role.ADMINISTRATOR in viewer.roles,
    }
    return render(request, "coordinator/mail.html", context)


@open_to(permission="mail.trouble")
@require_POST
def resend(request: HttpRequest, message: int) -> HttpResponse:
    """Send a mail again."""
    _own(request, message)
    if services.resend(message):
        messages.success(request, _("The mail is sent again."))
    else:
        messages.info(request, _("Somebody has taken care of that mail already."))
    return redirect("coordinator:mail")


@open_to(permission="mail.trouble")
@require_POST
def leave(request: HttpRequest, message: int) -> HttpResponse:
    """Let a mail that did not arrive be."""
    _own(request, message)
    if services.leave(message):
        messages.success(request, _("The mail is taken off the list."))
    else:
        messages.info(request, _("Somebody has taken care of that mail already."))
    return redirect("coordinator:mail")


def _own(request: HttpRequest, message: int) -> None:
    """Raise Http404 unless the message is one the viewer is shown."""
    if message not in _keys(viewer_of(request)):
        raise Http404


def _keys(viewer: Viewer) -> list[int]:
    """The mails that the viewer is shown, the newest first."""
    found = selectors.troubled_keys()
    if Role.ADMINISTRATOR in viewer.roles:
        return [key for key, _about in found]
    about = {case for _key, ref in found if (case := _case_key(ref)) is not None}
    own = triage.coordinated(viewer).only("pk").in_bulk(about)
    return [key for key, ref in found if _case_key(ref) in own]


def _case_key(about: Ref | None) -> int | None:
    return int(about.id) if about is not None and about.kind == "case" else None


def _lines(viewer: Viewer, keys: Sequence[int]) -> list[Line]:
    rows = selectors.troubled(keys)
    about = {case for row in rows if (case := _case_key(row.about)) is not None}
    cases = triage.coordinated(viewer).only("reference", "contact_phone").in_bulk(about)
    people = User.objects.in_bulk({int(row.to.id) for row in rows if row.to.kind == "user"})
    found = []
    for row in rows:
        key = _case_key(row.about)
        case = cases.get(key) if key is not None else None
        found.append(Line(row, _to(row, people), case, row.sentence, _advice(row, case)))
    return found


def _to(row: selectors.MessageRow, people: dict[int, User]) -> str:
    if row.to.kind == "user":
        user = people.get(int(row.to.id))
        return user.name if user is not None else _("Somebody who has left")
    if row.to.kind == "case":
        return _("The company")
    return _("Somebody who has been invited")


def _advice(row: selectors.MessageRow, case: Case | None) -> str:
    """What to do about it."""
    if row.state is State.UNCERTAIN:
        return _(
            "It may have arrived. Send it again only if it matters more than getting it twice."
        )
    if row.to.kind == "case" and case is not None and case.contact_phone:
        return _("Call %(phone)s and ask for the right address.") % {
            "phone": grouped_phone(case.contact_phone)
        }
    if row.to.kind == "user":
        return _("Check the person's address with their organisation.")
    return _("Check the address, or let it be.")
