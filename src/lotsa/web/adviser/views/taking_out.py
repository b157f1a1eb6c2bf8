"""A case as a document or as data, for the records system. That it was taken out is noted."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases.services.reading import note_reading
from lotsa.domain.cases.whole import whole
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.foundation.exports.documents import DocumentsUnavailable
from lotsa.foundation.files.responses import attachment
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.usecases.support.taking_out import as_document, note_taken_out
from lotsa.web.adviser.views.case import show
from lotsa.web.adviser.views.talk import acting


@open_to(permission="case.register")
@require_POST
@limited("take_out", "120/h")
def document(request: HttpRequest, reference: str) -> HttpResponse:
    """The case as one PDF/A document, without what only other organisations may see."""
    viewer, case = acting(request, reference)
    try:
        made = as_document(
            case,
            language=get_language() or "sv",
            as_of=clock.today(),
            seen_by=viewer.actor_id,
        )
    except DocumentsUnavailable:
        fault = _("Documents cannot be made on this machine. Take the case out as data instead.")
        return show(request, case, viewer, fault=fault)
    note_reading(case, viewer, now=clock.moment())
    note_taken_out("pdf", viewer.actor_name)
    return attachment(made, f"{case.reference}.pdf", "application/pdf")


@open_to(permission="case.register")
@require_POST
@limited("take_out", "120/h")
def data(request: HttpRequest, reference: str) -> HttpResponse:
    """The case as JSON, without what only other organisations may see."""
    viewer, case = acting(request, reference)
    held = whole(case)
    for name in ("notes", "attachments", "tasks"):
        held[name] = [row for row in held[name] if _may_see(name, row, viewer)]
    note_reading(case, viewer, now=clock.moment())
    note_taken_out("json", viewer.actor_name)
    made = json.dumps(held, ensure_ascii=False, indent=2).encode()
    return attachment(made, f"{case.reference}.json", "application/json")


def _may_see(name: str, row: dict[str, Any], viewer: Viewer) -> bool:
    """The rule of the case page: own, or for all."""
    if name == "notes" and row["shared"]:
        return True
    if name == "attachments" and not row["internal"]:
        return True
    return bool(row["member"]) and row["member"]["organisation"] == viewer.actor_name
