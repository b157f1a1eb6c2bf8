"""Desks: set one up, choose who stands behind it, see what is missing, open it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotsa.core.directory.coverage import Coverage, Covered
from lotsa.core.directory.places import Area
from lotsa.core.routing.directory import DirectoryActor, DirectoryTeam
from lotsa.domain.desks import policies
from lotsa.domain.desks.access import desk_for
from lotsa.domain.desks.models import Desk
from lotsa.domain.desks.services import create_desk, edit_desk, set_open, set_teams
from lotsa.domain.measures.selectors import CurrentCatalogue, catalogue
from lotsa.domain.places.models import Territory
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.usecases.directory import coverage as usecase
from lotsa.usecases.directory import words
from lotsa.usecases.support.router import router
from lotsa.web.desks.forms import DeskForm, question_choices
from lotsa.web.manager.shared import reader, viewer_of


@dataclass(frozen=True)
class AreaLine:
    """How a need area of a desk is covered, in how many municipalities."""

    name: str
    nobody: int
    some: int
    covered: int


@open_to(permission="desk.edit")
@require_safe
def desks(request: HttpRequest) -> HttpResponse:
    """The desks one may change."""
    rows = Desk.objects.filter(policies.desks(viewer_of(request)))
    found = rows.select_related("territory", "actor").prefetch_related("teams")
    return render(request, "desks/desks.html", {"desks": found, "in_english": reader() == "en"})


@open_to(permission="desk.edit")
@require_safe
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """A desk as companies will see it, who stands behind it, and what nobody covers."""
    found, language, current = desk_for(viewer_of(request), slug), reader(), catalogue()
    asked = dict(question_choices(current.registry, language))
    covered = usecase.behind_desk(found, as_of=clock.today())
    lines = _lines(covered, current, language)
    shown = {
        "desk": found,
        "name": (found.name_en if language == "en" else "") or found.name_sv,
        "intro": (found.intro_en if language == "en" else "") or found.intro_sv,
        "where": _where(found, language),
        "areas": [_need(area, current, language) for area in found.areas],
        "questions": [asked[one] for one in found.questions if one in asked],
        "spoken": words.language_words(found.languages, language),
        "hours": words.hour_lines(found.opening_hours),
        "teams": found.teams.select_related("actor").order_by("actor__name", "name"),
        "lines": lines,
        "missing": [line for line in lines if line.nobody or line.some],
        "towns": len(covered.municipalities),
    }
    return render(request, "desks/desk.html", shown)


@open_to(permission="desk.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def desk_new(request: HttpRequest) -> HttpResponse:
    """Set up a desk; then choose who stands behind it."""
    viewer, form = viewer_of(request), _form(request, None)
    if request.method == "POST" and form.is_valid():
        made = create_desk(viewer.actor_id, form.changes(), by=viewer, now=clock.now())
        messages.success(request, _("The desk is set up. Now choose who stands behind it."))
        return redirect("desks:desk_teams", made.slug)
    status = 422 if request.method == "POST" else 200
    return render(request, "desks/desk_edit.html", {"form": form}, status=status)


@open_to(permission="desk.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def desk_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a desk. Its address stays the same."""
    found = desk_for(viewer_of(request), slug)
    form = _form(request, found)
    if request.method == "POST" and form.is_valid():
        edit_desk(found.pk, form.changes(), by=viewer_of(request), now=clock.now())
        messages.success(request, _("Saved."))
        return redirect("desks:desk", found.slug)
    status = 422 if request.method == "POST" else 200
    return render(request, "desks/desk_edit.html", {"form": form, "desk": found}, status=status)


@open_to(permission="desk.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def desk_teams(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the teams behind a desk. GET: `show=all` offers the whole directory."""
    found, language, current = desk_for(viewer_of(request), slug), reader(), catalogue()
    everyone = request.GET.get("show") == "all"
    chosen = set(found.teams.values_list("slug", flat=True))
    routed = router()
    offered = [
        (actor, team)
        for actor in routed.directory.actors
        for team in actor.teams
        if team.active and (everyone or team.id in chosen or _fits(found, actor, team))
    ]
    if request.method == "POST":
        picked = set(request.POST.getlist("teams"))
        set_teams(
            found.pk,
            [routed.team_pk[team.id] for _actor, team in offered if team.id in picked],
            among=[routed.team_pk[team.id] for _actor, team in offered],
            by=viewer_of(request),
            now=clock.now(),
        )
        messages.success(request, _("Saved."))
        return redirect("desks:desk", found.slug)
    lines = [
        {
            "team": team,
            "actor": actor,
            "chosen": team.id in chosen,
            "where": words.territory_words(_area(actor, team), language),
            "areas": [_need(one.area, current, language) for one in team.competences],
        }
        for actor, team in sorted(offered, key=lambda pair: (pair[0].name, pair[1].name))
    ]
    shown = {"desk": found, "lines": lines, "everyone": everyone}
    return render(request, "desks/desk_teams.html", shown)


@open_to(permission="desk.edit")
@require_POST
def desk_open(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a desk to companies."""
    found = desk_for(viewer_of(request), slug)
    set_open(found.pk, is_open=True, by=viewer_of(request), now=clock.now())
    messages.success(request, _("The desk is open. Companies can find it."))
    return redirect("desks:desk", found.slug)


@open_to(permission="desk.edit")
@require_POST
def desk_close(request: HttpRequest, slug: str) -> HttpResponse:
    """Close a desk; its cases go on."""
    found = desk_for(viewer_of(request), slug)
    set_open(found.pk, is_open=False, by=viewer_of(request), now=clock.now())
    messages.success(request, _("The desk is closed. The cases it has got go on."))
    return redirect("desks:desk", found.slug)


def _form(request: HttpRequest, found: Desk | None) -> DeskForm:
    viewer = viewer_of(request)
    mine = Territory.objects.filter(policies.territories(viewer)).exclude(kind="country")
    return DeskForm(
        request.POST if request.method == "POST" else None,
        desk=found,
        catalogue=catalogue(),
        territories=list(mine),
        country=policies.has_country(viewer),
        language=reader(),
    )


def _fits(found: Desk, actor: DirectoryActor, team: DirectoryTeam) -> bool:
    """Whether a team helps with something the desk is about, somewhere in its territory."""
    if found.areas and {one.area for one in team.competences}.isdisjoint(found.areas):
        return False
    where = _area(actor, team)
    return where is not None and _meets(where, found)


def _area(actor: DirectoryActor, team: DirectoryTeam) -> Area | None:
    territory = team.territory or actor.territory
    if territory is None:
        return None
    regions, towns = sorted(territory.regions), sorted(territory.municipalities)
    return Area(territory.national, tuple(regions), tuple(towns))


def _meets(area: Area, found: Desk) -> bool:
    if area.country or found.territory is None:
        return True
    places = words.trees()["places"]
    return any(
        area.covers(town, places.parent(town) or "")
        for town in usecase.municipalities_in(found.territory.code)
    )


def _where(found: Desk, language: str) -> str:
    if found.territory is None:
        return words.territory_words(Area(country=True), language)
    return words.territory_words(Area(regions=(found.territory.code,)), language)


def _need(area: str, current: CurrentCatalogue, language: str) -> str:
    need = current.need_by_id.get(area)
    return need.name.get(language, area) if need else area


def _lines(covered: Coverage, current: CurrentCatalogue, language: str) -> list[AreaLine]:
    found = []
    for area in covered.areas:
        states = [covered.cell(town, area).covered for town in covered.municipalities]
        nobody, some = states.count(Covered.NONE), states.count(Covered.GAP)
        name = _need(area, current, language)
        found.append(AreaLine(name, nobody, some, len(states) - nobody - some))
    return found
