"""The routes of a company with a question: opening a case, and its own page behind a link."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from lotsa.web.company.views import ask, case, changes, ending, follow_up, links

app_name = "company"

urlpatterns = [
    path(_("ask/"), ask.ask, name="ask"),
    path(_("case/new-link/"), links.new_link, name="new_link"),
    path(_("case/<str:token>/"), case.case, name="case"),
    path(_("case/<str:token>/received/"), case.receipt, name="receipt"),
    path(_("case/<str:token>/write/"), case.write, name="write"),
    path(_("case/<str:token>/file/<uuid:file_id>/"), case.file, name="file"),
    path(_("case/<str:token>/facts/"), changes.facts, name="facts"),
    path(_("case/<str:token>/facts/<slug:key>/"), changes.fact, name="fact"),
    path(_("case/<str:token>/contact/"), changes.contact, name="contact"),
    path(_("case/<str:token>/take-back/"), ending.withdraw, name="withdraw"),
    path(_("case/<str:token>/delete/"), ending.delete, name="delete"),
    path(_("case/<str:token>/own-data/"), ending.own_data, name="own_data"),
    path(_("case/<str:token>/follow-up/<slug:kind>/"), follow_up.follow_up, name="follow_up"),
]
