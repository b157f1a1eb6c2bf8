"""The directory as a spreadsheet: out, and in again by way of a preview."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lotsa.domain.actors import policies
from lotsa.domain.actors.models import Team
from lotsa.domain.measures.selectors import catalogue
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.foundation.exports import Sheet, as_response, workbook
from lotsa.foundation.files.faults import FileFault
from lotsa.foundation.files.services import About, delete_about, keep
from lotsa.foundation.imports import TableFault
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.usecases.directory import columns, sheets
from lotsa.usecases.directory.brought import KIND, brought_by, fingerprint, read_brought
from lotsa.web.manager.shared import reader, viewer_of
from lotsa.web.manager.words import FIELDS

_MOST_SHOWN: Final = 500


@open_to(permission="directory.export")
@require_safe
@limited("directory-export", "20/m")
def export(request: HttpRequest) -> HttpResponse:
    """The teams one keeps, as Excel, with the columns that an import takes."""
    keys = [actor.pk for actor in policies.editable_actors(viewer_of(request))]
    found = Team.objects.filter(actor_id__in=keys, is_active=True)
    current = catalogue()
    rows = [
        columns.row_of(team, current, reader())
        for team in found.select_related("actor").prefetch_related("competences")
    ]
    return _workbook(rows, _("directory"))


@open_to(permission="directory.edit")
@require_safe
@limited("directory-export", "20/m")
def template(_request: HttpRequest) -> HttpResponse:
    """An Excel file with the headings and nothing more."""
    return _workbook([], _("directory-template"))


@open_to(permission="directory.edit")
@require_http_methods(["GET", "HEAD", "POST"])
@limited("directory-import", "30/m", looking=False)
def import_sheet(request: HttpRequest) -> HttpResponse:
    """Bring a sheet. POST: `sheet`, an Excel or CSV file; leads to what it would do."""
    fault = ""
    if request.method == "POST":
        upload = request.FILES.get("sheet")
        try:
            if upload is None:
                fault = _("Choose a file.")
            else:
                about = About(KIND, str(viewer_of(request).member_id))
                delete_about(about.kind, about.id)
                kept = keep(upload, about=about, now=clock.now())
                return redirect("manager:import_preview", kept.public_id)
        except FileFault as refused:
            fault = str(refused)
    return _import_page(request, fault)


@open_to(permission="directory.edit")
@require_http_methods(["GET", "HEAD", "POST"])
@limited("directory-preview", "60/m")
def import_preview(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """What a sheet would do. POST writes it, if that still is what it would do."""
    viewer = viewer_of(request)
    stored = brought_by(viewer, file_id)
    if stored is None:
        raise Http404
    try:
        planned = sheets.plan(read_brought(stored), catalogue(), viewer)
    except TableFault as fault:
        return _import_page(request, str(fault))
    mark = fingerprint(planned)
    if request.method == "POST" and not planned.faults and request.POST.get("mark") == mark:
        sheets.carry_out(planned, by=viewer, now=clock.now())
        stored.delete()
        told = {"new": planned.count("new"), "changed": planned.count("changed")}
        messages.success(request, _("Done. New teams: %(new)s. Changed teams: %(changed)s.") % told)
        return redirect("manager:directory")
    shown = {
        "plan": planned,
        "mark": mark,
        "stored": stored,
        "lines": [
            (line, ", ".join(str(FIELDS.get(name, name)) for name in line.fields))
            for line in planned.lines
            if line.kind != "unchanged"
        ][:_MOST_SHOWN],
        "faults": planned.faults[:_MOST_SHOWN],
        "new": planned.count("new"),
        "changed": planned.count("changed"),
        "unchanged": planned.count("unchanged"),
        "moved_on": request.method == "POST",
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "manager/import_preview.html", shown, status=status)


def _import_page(request: HttpRequest, fault: str) -> HttpResponse:
    shown = {
        "fault": fault,
        "headings": [str(one) for one in columns.HEADINGS.values()],
        "may_export": viewer_of(request).may("directory.export"),
    }
    return render(request, "manager/import.html", shown, status=422 if fault else 200)


def _workbook(rows: list[list[object]], name: str) -> HttpResponse:
    sheet = Sheet(_("Teams"), columns.columns(), rows)
    return as_response(workbook([sheet], made_at=clock.now()), f"{name}.xlsx")
