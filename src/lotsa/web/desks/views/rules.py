"""How each territory receives cases."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotsa.domain.desks import policies
from lotsa.domain.desks.access import territory_for
from lotsa.domain.desks.models import ReceptionRules
from lotsa.domain.desks.rules import rules_for
from lotsa.domain.desks.services import drop_rules, set_rules
from lotsa.domain.measures.selectors import catalogue
from lotsa.domain.places.models import Territory
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.web.desks.forms import RulesForm
from lotsa.web.manager.shared import reader, viewer_of


@open_to(permission="desk.edit")
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The territories one decides for, and how each receives cases."""
    mine = Territory.objects.filter(policies.territories(viewer_of(request)))
    own = {row.territory_id: row for row in ReceptionRules.objects.filter(territory__in=mine)}
    everything = request.GET.get("all") == "1"
    rows = [
        {"territory": place, "rules": own.get(place.pk)}
        for place in mine.select_related("parent").order_by("code")
        if place.kind != "municipality" or place.pk in own or everything
    ]
    small = mine.filter(kind="municipality").exists()
    shown = {"rows": rows, "everything": everything, "small": small}
    return render(request, "desks/rules.html", shown)


@open_to(permission="desk.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def rules_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change the promises of a territory, and who sends its cases on."""
    place = territory_for(viewer_of(request), code)
    town, county = _codes(place)
    form = RulesForm(
        request.POST if request.method == "POST" else None,
        rules=rules_for(town, county),
        needs=catalogue().needs,
        language=reader(),
    )
    if request.method == "POST" and form.is_valid():
        set_rules(place.pk, **form.chosen(), by=viewer_of(request), now=clock.now())
        messages.success(request, _("Saved. New cases follow the rules from now on."))
        return redirect("desks:rules")
    own = ReceptionRules.objects.filter(territory=place).exists()
    shown = {"place": place, "form": form, "own": own}
    status = 422 if request.method == "POST" else 200
    return render(request, "desks/rules_edit.html", shown, status=status)


@open_to(permission="desk.edit")
@require_POST
def rules_drop(request: HttpRequest, code: str) -> HttpResponse:
    """Let a territory follow the one above it again."""
    place = territory_for(viewer_of(request), code)
    drop_rules(place.pk, by=viewer_of(request))
    messages.success(request, _("The territory follows the one above it."))
    return redirect("desks:rules")


def _codes(place: Territory) -> tuple[str, str]:
    """The municipality's and the region's code of a territory, as the rules are looked up."""
    if place.kind == Territory.Kind.MUNICIPALITY:
        return place.code, place.parent.code if place.parent else ""
    return "", place.code if place.kind == Territory.Kind.REGION else ""
