"""The demo's clock: the visitor moves it by a small form in the banner."""

import datetime

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lotsa.foundation.access import Role, open_to
from lotsa.foundation.clock.middleware import SESSION_KEY
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.foundation.web.ways import own_path

EARLIEST = datetime.date(2019, 1, 1)
LATEST = datetime.date(2035, 12, 31)


class DateForm(forms.Form):
    """The chosen day; empty goes back to the day the demo starts at."""

    date = forms.DateField(
        required=False, input_formats=["%Y-%m-%d", "%Y%m%d", "%d/%m/%Y", "%d.%m.%Y"]
    )

    def clean_date(self) -> datetime.date | None:
        """The day, within the years the catalogue can know about."""
        day: datetime.date | None = self.cleaned_data["date"]
        if day and not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(
                _("Choose a day from %(first)s to %(last)s."),
                params={"first": EARLIEST.isoformat(), "last": LATEST.isoformat()},
            )
        return day


def _back(request: HttpRequest) -> str:
    """The page the visitor came from, if it is one of ours; else the first page."""
    language = get_language() or settings.LANGUAGE_CODE
    first = "/" if language == settings.LANGUAGE_CODE else f"/{language}/"
    return own_path(request.POST.get("next", ""), first)


@open_to(Role.PUBLIC)
@require_POST
@limited("clock", "60/m")
def set_date(request: HttpRequest) -> HttpResponse:
    """Move this visitor's clock and go back. 404 outside the demo.

    POST: `date` (YYYY-MM-DD, empty for the demo's own day) and `next` (a path on this site).
    """
    if not settings.LOTSA_DEMO:
        raise Http404
    form = DateForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["date"][0]))
        return HttpResponseRedirect(_back(request))
    day = form.cleaned_data["date"] or settings.LOTSA_DEMO_DATE
    if day == settings.LOTSA_DEMO_DATE:
        request.session.pop(SESSION_KEY, None)
    else:
        request.session[SESSION_KEY] = day.isoformat()
    messages.success(request, _("The demo's clock is now %(day)s.") % {"day": date_format(day)})
    return HttpResponseRedirect(_back(request))
