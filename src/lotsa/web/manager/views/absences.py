"""When a team is away, and who stands in for it."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lotsa.domain.actors.access import absence_for
from lotsa.domain.actors.models import Team
from lotsa.domain.actors.services_absences import AbsenceRefused, add_absence, end_absence
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.usecases.support.router import router
from lotsa.web.manager.forms.teams import AbsenceForm
from lotsa.web.manager.shared import my_team, viewer_of


@open_to(permission="directory.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: HttpRequest, slug: str) -> HttpResponse:
    """A team's absences, and a form for another. POST adds one."""
    team = my_team(request, slug)
    posted = request.POST if request.method == "POST" else None
    form = AbsenceForm(posted, substitutes=_substitutes(team))
    if posted is not None and form.is_valid():
        told = form.cleaned_data
        chosen = Team.objects.taking_cases().filter(slug=told["substitute"]).first()
        try:
            add_absence(
                team.pk,
                told["first"],
                told["last"],
                substitute_id=chosen.pk if chosen else None,
                note=told["note"],
                by=viewer_of(request),
                now=clock.now(),
            )
        except AbsenceRefused as fault:
            form.refuse(fault)
        else:
            messages.success(request, _("The absence is added."))
            return redirect("manager:absences", team.slug)
    rows = list(team.absences.select_related("substitute__actor").order_by("-first", "-pk"))
    today = clock.today()
    shown = {
        "team": team,
        "form": form,
        "coming": [one for one in rows if one.last is None or one.last >= today],
        "past": [one for one in rows if one.last is not None and one.last < today],
    }
    return render(
        request, "manager/absences.html", shown, status=422 if posted is not None else 200
    )


@open_to(permission="directory.edit")
@require_POST
def absence_end(request: HttpRequest, slug: str, absence_id: int) -> HttpResponse:
    """The team is back today; an absence that has not begun is taken away."""
    absence = absence_for(viewer_of(request), slug, absence_id)
    yesterday = clock.today() - timedelta(days=1)
    end_absence(absence.pk, yesterday, by=viewer_of(request), now=clock.now())
    messages.success(request, _("The absence is ended. The team can get cases from today."))
    return redirect("manager:absences", slug)


def _substitutes(team: Team) -> list[tuple[str, list[tuple[str, str]]]]:
    """Teams that can stand in, its own organisation's first."""
    found = []
    for actor in router().directory.actors:
        teams = [(one.id, one.name) for one in actor.teams if one.active and one.id != team.slug]
        if teams:
            found.append((actor.id != team.actor.slug, actor.name, teams))
    return [(name, teams) for _other, name, teams in sorted(found)]
