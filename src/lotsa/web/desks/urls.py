"""Setting up desks. One flat list; a route's name is its view's name."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from lotsa.web.desks.views import coverage, desks, rules

app_name = "desks"

urlpatterns = [
    path(_("set-up-desks/"), desks.desks, name="desks"),
    path(_("set-up-desks/new/"), desks.desk_new, name="desk_new"),
    path(_("set-up-desks/<slug:slug>/"), desks.desk, name="desk"),
    path(_("set-up-desks/<slug:slug>/edit/"), desks.desk_edit, name="desk_edit"),
    path(_("set-up-desks/<slug:slug>/teams/"), desks.desk_teams, name="desk_teams"),
    path(_("set-up-desks/<slug:slug>/open/"), desks.desk_open, name="desk_open"),
    path(_("set-up-desks/<slug:slug>/close/"), desks.desk_close, name="desk_close"),
    path(_("reception/"), rules.rules, name="rules"),
    path(_("reception/<str:code>/"), rules.rules_edit, name="rules_edit"),
    path(_("reception/<str:code>/drop/"), rules.rules_drop, name="rules_drop"),
    path(_("coverage/"), coverage.coverage, name="coverage"),
]
