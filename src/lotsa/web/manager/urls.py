"""Keeping the directory. One flat list; a route's name is its view's name."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from lotsa.web.manager.views import absences, actors, sheets, teams

app_name = "manager"

urlpatterns = [
    path(_("directory/"), actors.directory, name="directory"),
    path(_("directory/export/"), sheets.export, name="export"),
    path(_("directory/import/"), sheets.import_sheet, name="import_sheet"),
    path(_("directory/import/template/"), sheets.template, name="template"),
    path(_("directory/import/<uuid:file_id>/"), sheets.import_preview, name="import_preview"),
    path(_("directory/team/<slug:slug>/"), teams.team, name="team"),
    path(_("directory/team/<slug:slug>/edit/"), teams.team_edit, name="team_edit"),
    path(_("directory/team/<slug:slug>/helps-with/"), teams.team_areas, name="team_areas"),
    path(_("directory/team/<slug:slug>/where/"), teams.team_places, name="team_places"),
    path(_("directory/team/<slug:slug>/companies/"), teams.team_companies, name="team_companies"),
    path(
        _("directory/team/<slug:slug>/companies/<str:area>/"),
        teams.area_companies,
        name="area_companies",
    ),
    path(_("directory/team/<slug:slug>/away/"), absences.absences, name="absences"),
    path(
        _("directory/team/<slug:slug>/away/<int:absence_id>/end/"),
        absences.absence_end,
        name="absence_end",
    ),
    path(_("directory/team/<slug:slug>/confirm/"), teams.team_confirm, name="team_confirm"),
    path(_("directory/team/<slug:slug>/close/"), teams.team_close, name="team_close"),
    path(_("directory/team/<slug:slug>/reopen/"), teams.team_reopen, name="team_reopen"),
    path(_("directory/new/"), actors.actor_new, name="actor_new"),
    path(_("directory/<slug:slug>/"), actors.actor, name="actor"),
    path(_("directory/<slug:slug>/edit/"), actors.actor_edit, name="actor_edit"),
    path(_("directory/<slug:slug>/where/"), actors.actor_places, name="actor_places"),
    path(_("directory/<slug:slug>/companies/"), actors.actor_companies, name="actor_companies"),
    path(_("directory/<slug:slug>/confirm/"), actors.actor_confirm, name="actor_confirm"),
    path(_("directory/<slug:slug>/history/"), actors.history, name="history"),
    path(_("directory/<slug:slug>/new-team/"), teams.team_new, name="team_new"),
]
