"""One's own: what one has planned to do, and which mails one wants."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lotsa.domain.cases.opened import opened_by
from lotsa.domain.cases.todo import done_tasks, open_tasks
from lotsa.foundation import clock
from lotsa.foundation.access import STAFF_ROLES, open_to
from lotsa.foundation.outbox import selectors, services
from lotsa.foundation.outbox.registry import Audience
from lotsa.foundation.ui.components import Choice, Field
from lotsa.web.adviser.lists import company_name
from lotsa.web.adviser.shared import viewer_of

_DAILY = "daily"


@open_to(permission="case.read")
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """My tasks in all cases, the most urgent first."""
    viewer = viewer_of(request)
    listed = [
        (one, company_name(one.company, anonymous=one.anonymous)) for one in open_tasks(viewer)
    ]
    done = [(one, company_name(one.company, anonymous=one.anonymous)) for one in done_tasks(viewer)]
    context = {"tasks": listed, "done": done, "now": clock.moment()}
    return render(request, "adviser/tasks.html", context)


@open_to(permission="case.open")
@require_safe
def opened(request: HttpRequest) -> HttpResponse:
    """The cases I have opened for companies, whoever has them now."""
    listed = opened_by(viewer_of(request))
    context = {"opened": [(one, company_name(one.company, anonymous=False)) for one in listed]}
    return render(request, "adviser/opened.html", context)


@open_to(*STAFF_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """Which mails I get, and whether they come at once or gathered once a working day."""
    viewer = viewer_of(request)
    who = ("user", viewer.user_id)
    choices = selectors.choices(*who, Audience.STAFF)
    if request.method == "POST":
        if viewer.acting_by is not None:
            raise Http404
        wanted = set(request.POST.getlist("wanted"))
        for one in choices:
            if one.may_decline and one.wanted != (one.notice in wanted):
                services.choose(who, one.notice, wanted=one.notice in wanted)
        hour = request.POST.get("hour", "")
        services.choose_pace(
            who,
            daily=request.POST.get("pace") == _DAILY,
            hour=int(hour) if hour in _hours() else selectors.pace(*who).hour,
        )
        messages.success(request, _("Your choice of mails is saved."))
        return redirect("adviser:notices")
    pace = selectors.pace(*who)
    context = {
        "wanted": Field(
            name="wanted",
            label=_("Mail me when"),
            kind="checkboxes",
            choices=tuple(
                Choice(one.notice, one.sentence, chosen=one.wanted)
                for one in choices
                if one.may_decline
            ),
        ),
        "always": [one.sentence for one in choices if not one.may_decline],
        "pace": Field(
            name="pace",
            label=_("How often?"),
            kind="radios",
            choices=(
                Choice("now", _("At once, a mail for each"), chosen=not pace.daily),
                Choice(_DAILY, _("Gathered, one mail each working day"), chosen=pace.daily),
            ),
        ),
        "hour": Field(
            name="hour",
            label=_("When, if gathered?"),
            kind="select",
            choices=tuple(
                Choice(hour, f"{int(hour):02d}.00", chosen=int(hour) == pace.hour)
                for hour in _hours()
            ),
        ),
        "acting": viewer.acting_by is not None,
    }
    return render(request, "adviser/notices.html", context)


def _hours() -> tuple[str, ...]:
    return tuple(str(hour) for hour in range(services.LATEST_HOUR + 1))
