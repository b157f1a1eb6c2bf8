"""Taking the cases of a list out as a workbook, with a reason."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lotsa.domain.cases import triage
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.foundation.exports import as_response
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.foundation.ui.components import Crumb
from lotsa.usecases.support import exporting
from lotsa.web.coordinator import choices, words
from lotsa.web.coordinator.requests import viewer_of


class ExportForm(forms.Form):
    """Why, and with which columns about the company."""

    purpose = forms.ChoiceField(
        choices=exporting.Purpose.choices,
        widget=forms.RadioSelect,
        label=gettext_lazy("What you need the rows for"),
        help_text=gettext_lazy("It is noted who took out what, when and for what."),
        error_messages={"required": gettext_lazy("Choose what you need the rows for.")},
    )
    personal = forms.MultipleChoiceField(
        required=False,
        choices=[
            ("company", gettext_lazy("Company name and organisation number")),
            ("contact", gettext_lazy("Contact person, phone and mail address")),
        ],
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Also take out"),
        help_text=gettext_lazy(
            "Only what you need. The company can see that its case has been taken out."
        ),
    )


@open_to(permission="case.export")
@require_http_methods(["GET", "HEAD", "POST"])
@limited("case_export", "30/h", looking=False)
def export(request: HttpRequest) -> HttpResponse:
    """The cases that the address narrows to, as an Excel file. POST: `purpose` and `personal`."""
    viewer, now = viewer_of(request), clock.moment()
    wanted = choices.wanted(request)
    cases = triage.found(viewer, wanted, now=now)
    if request.method != "POST":
        return _page(request, ExportForm(), cases.count(), wanted, 200)
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _page(request, form, cases.count(), wanted, 422)
    personal = form.cleaned_data["personal"]
    asked = exporting.Asked(
        exporting.Purpose(form.cleaned_data["purpose"]),
        company="company" in personal,
        contact="contact" in personal,
    )
    try:
        made = exporting.export(cases, asked, viewer, now=now, language=words.here())
    except exporting.TooMany:
        form.add_error(None, _("There are too many cases for one file. Narrow the list first."))
        return _page(request, form, cases.count(), wanted, 422)
    return as_response(made, f"{_('cases')}-{words.local_day(now):%Y-%m-%d}.xlsx")


def _page(
    request: HttpRequest, form: ExportForm, number: int, wanted: triage.Wanted, status: int
) -> HttpResponse:
    queue = f"{reverse('coordinator:triage')}{choices.address_with(request.GET)}"
    context = {
        "form": form,
        "number": number,
        "shown": words.SHOWN[wanted.show],
        "queue": queue,
        "crumbs": (Crumb(_("Sort cases"), queue), Crumb(_("Take out as Excel"))),
    }
    return render(request, "coordinator/export.html", context, status=status)
