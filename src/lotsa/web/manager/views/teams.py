"""One team: its page, and a page for each part of it that can be changed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotsa.domain.actors.models import Team
from lotsa.domain.actors.services_entries import (
    Competence,
    confirm_team,
    create_team,
    edit_team,
)
from lotsa.domain.measures.selectors import catalogue
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.usecases.directory import closing, pages, words
from lotsa.usecases.directory.standing import open_cases
from lotsa.web.manager.forms.companies import CompaniesForm
from lotsa.web.manager.forms.entries import TeamForm
from lotsa.web.manager.forms.places import TerritoryForm
from lotsa.web.manager.forms.teams import area_rows, competences, posted_rows
from lotsa.web.manager.shared import my_actor, my_team, reader, viewer_of, writes_by_hand


@open_to(permission="directory.edit")
@require_safe
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """A team's whole entry, and which cases would come to it."""
    shown = pages.team_shown(
        my_team(request, slug),
        catalogue(),
        as_of=clock.today(),
        now=clock.moment(),
        language=reader(),
    )
    return render(request, "manager/team.html", {"shown": shown, "team": shown.team})


@open_to(permission="directory.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def team_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a team to an organisation; it helps with what the catalogue says the organisation does."""
    actor = my_actor(request, slug)
    form = TeamForm(request.POST if request.method == "POST" else None, language=reader())
    if request.method == "POST" and form.is_valid():
        known = catalogue().need_by_id
        told = actor.as_document().get("competences") or ()
        made = create_team(
            actor.pk,
            form.changes(),
            [Competence(area) for area in told if area in known],
            by=viewer_of(request),
            now=clock.now(),
        )
        messages.success(request, _("The team is added. Now say what it helps with."))
        return redirect("manager:team_areas", made.slug)
    return _form(request, "manager/team_edit.html", {"actor": actor, "form": form})


@open_to(permission="directory.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def team_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a team's name, words, contact details, room, hours and channels."""
    found = my_team(request, slug)
    posted = request.POST if request.method == "POST" else None
    form = TeamForm(posted, team=found, language=reader())
    if posted is not None and form.is_valid():
        edit_team(found.pk, form.changes(), by=viewer_of(request), now=clock.now())
        return _saved(request, found)
    shown = {"actor": found.actor, "team": found, "form": form}
    return _form(request, "manager/team_edit.html", shown)


@open_to(permission="directory.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def team_areas(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose what a team helps with, in its own words."""
    found = my_team(request, slug)
    rows = area_rows(found, catalogue().needs, reader())
    if request.method == "POST":
        rows = posted_rows(request.POST, rows)
        if not any(row.error for row in rows):
            wanted = competences(rows, found)
            edit_team(found.pk, {}, wanted, by=viewer_of(request), now=clock.now())
            return _saved(request, found)
    return _form(request, "manager/team_areas.html", {"team": found, "rows": rows})


@open_to(permission="directory.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def team_places(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose where a team works: where its organisation does, or elsewhere."""
    found = my_team(request, slug)
    form = TerritoryForm.shown(found.territory, reader())
    if request.method == "POST":
        form = TerritoryForm.posted(request.POST, reader())
        if not form.errors:
            changes = {"territory": form.value}
            edit_team(found.pk, changes, by=viewer_of(request), now=clock.now())  # type: ignore[arg-type]
            return _saved(request, found)
    shown = {
        "actor": found.actor,
        "team": found,
        "form": form,
        "by_actor": words.territory_words(words.area_of_actor(found.actor), reader()),
    }
    return _form(request, "manager/places.html", shown)


@open_to(permission="directory.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def team_companies(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose which companies a team takes."""
    found = my_team(request, slug)
    form = _companies(request, found.criteria)
    if request.method == "POST" and form.is_valid():
        changes = {"criteria": form.criteria}
        edit_team(found.pk, changes, by=viewer_of(request), now=clock.now())  # type: ignore[arg-type]
        return _saved(request, found)
    return _companies_page(request, found, form)


@open_to(permission="directory.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def area_companies(request: HttpRequest, slug: str, area: str) -> HttpResponse:
    """Choose which companies a team helps with one thing. 404 when it does not help with it."""
    found = my_team(request, slug)
    rows = {row.area: row for row in found.competences.all()}
    if area not in rows:
        raise Http404
    form = _companies(request, rows[area].criteria)
    if request.method == "POST" and form.is_valid():
        wanted = [
            Competence(
                one, row.words_sv, row.words_en, form.criteria if one == area else row.criteria
            )
            for one, row in rows.items()
        ]
        edit_team(found.pk, {}, wanted, by=viewer_of(request), now=clock.now())
        return _saved(request, found)
    need = catalogue().need_by_id.get(area)
    return _companies_page(request, found, form, need.name.get(reader(), area) if need else area)


@open_to(permission="directory.edit")
@require_POST
def team_confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that what stands about a team is right today."""
    found = my_team(request, slug)
    confirm_team(found.pk, by=viewer_of(request), now=clock.moment())
    messages.success(request, _("Thank you. The entry is confirmed today."))
    return redirect("manager:team", found.slug)


@open_to(permission="directory.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def team_close(request: HttpRequest, slug: str) -> HttpResponse:
    """Close a team, when it has handed over its cases."""
    found = my_team(request, slug)
    if request.method == "POST":
        try:
            closing.close_team(found.pk, by=viewer_of(request), now=clock.now())
        except closing.HasOpenCases as left:
            shown = {"team": found, "count": left.count}
            return render(request, "manager/team_close.html", shown, status=409)
        messages.success(request, _("The team is closed and gets no new cases."))
        return redirect("manager:team", found.slug)
    count = open_cases([found.pk]).get(found.pk, 0)
    return render(request, "manager/team_close.html", {"team": found, "count": count})


@open_to(permission="directory.edit")
@require_POST
def team_reopen(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a closed team take cases again."""
    found = my_team(request, slug)
    closing.reopen_team(found.pk, by=viewer_of(request), now=clock.now())
    messages.success(request, _("The team is open and can get new cases."))
    return redirect("manager:team", found.slug)


def _companies(request: HttpRequest, criteria: object) -> CompaniesForm:
    return CompaniesForm(
        request.POST if request.method == "POST" else None,
        criteria=criteria,
        registry=catalogue().registry,
        language=reader(),
        by_hand=writes_by_hand(viewer_of(request)),
    )


def _companies_page(
    request: HttpRequest, found: Team, form: CompaniesForm, area: str = ""
) -> HttpResponse:
    kept = {"all": list(form.limits.rest)} if form.limits.rest else None
    rest = words.criteria_lines(kept, catalogue().registry, reader())
    shown = {"actor": found.actor, "team": found, "form": form, "rest": rest, "area": area}
    return _form(request, "manager/companies.html", shown)


def _saved(request: HttpRequest, found: Team) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("manager:team", found.slug)


def _form(request: HttpRequest, template: str, shown: dict[str, object]) -> HttpResponse:
    return render(request, template, shown, status=422 if request.method == "POST" else 200)
