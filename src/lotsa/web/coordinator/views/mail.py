"""Mail that did not arrive: what it was, why, and sending it again or letting it be."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases import triage
from lotsa.domain.cases.models import Case
from lotsa.domain.people.models import User
from lotsa.foundation import clock
from lotsa.foundation.access import Role, open_to
from lotsa.foundation.outbox import selectors, services
from lotsa.foundation.outbox.models import State
from lotsa.web.coordinator import words
from lotsa.web.coordinator.requests import viewer_of

_LOOKED_THROUGH: Final = 1000
_SHOWN: Final = 100
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
    lines = _lines(viewer)
    context = {
        "lines": lines[:_SHOWN],
        "more": max(0, len(lines) - _SHOWN),
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
    viewer = viewer_of(request)
    if not any(line.row.id == message for line in _lines(viewer)):
        raise Http404


def _lines(viewer: Viewer) -> list[Line]:
    rows = selectors.troubled(_LOOKED_THROUGH)
    about = {
        int(row.about.id) for row in rows if row.about is not None and row.about.kind == "case"
    }
    cases = triage.coordinated(viewer).only("reference", "contact_phone").in_bulk(about)
    everything = Role.ADMINISTRATOR in viewer.roles
    people = User.objects.in_bulk({int(row.to.id) for row in rows if row.to.kind == "user"})
    found = []
    for row in rows:
        about_case = row.about is not None and row.about.kind == "case"
        case = cases.get(int(row.about.id)) if row.about is not None and about_case else None
        if case is None and not everything:
            continue
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
        return _("Call %(phone)s and ask for the right address.") % {"phone": case.contact_phone}
    if row.to.kind == "user":
        return _("Check the person's address with their organisation.")
    return _("Check the address, or let it be.")
