"""Organisations: the list of those one keeps, and each one's own entry."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotsa.domain.actors import policies
from lotsa.domain.actors.freshness import stale_since
from lotsa.domain.actors.models import Actor, Team
from lotsa.domain.actors.services_entries import (
    ActorChanges,
    confirm_actor,
    create_actor,
    edit_actor,
)
from lotsa.domain.measures.selectors import catalogue
from lotsa.foundation import clock
from lotsa.foundation.access import Role, open_to
from lotsa.usecases.browse.words import ACTOR_TYPES
from lotsa.usecases.directory import pages, words
from lotsa.web.manager.forms.companies import CompaniesForm
from lotsa.web.manager.forms.entries import ActorForm, NewActorForm
from lotsa.web.manager.forms.places import TerritoryForm
from lotsa.web.manager.listing import listed
from lotsa.web.manager.shared import my_actor, reader, viewer_of, writes_by_hand
from lotsa.web.manager.words import change_lines

PAGE_SIZE = 50


@open_to(permission="directory.edit")
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """The organisations whose entries one keeps; one's own at once when there is no other."""
    viewer = viewer_of(request)
    actors = policies.editable_actors(viewer)
    if len(actors) == 1:
        return redirect("manager:actor", actors[0].slug)
    found = listed(
        actors,
        words_=request.GET.get("q", "")[:100],
        show=request.GET.get("show", ""),
        as_of=clock.today(),
        now=clock.moment(),
        language=reader(),
    )
    page = Paginator(found.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "manager/directory.html",
        {
            "found": found,
            "page": page,
            "may_add": viewer.may("directory.add"),
            "may_export": viewer.may("directory.export"),
        },
    )


@open_to(permission="directory.add")
@require_http_methods(["GET", "HEAD", "POST"])
def actor_new(request: HttpRequest) -> HttpResponse:
    """Add an organisation; it works where one coordinates until that is changed."""
    viewer = viewer_of(request)
    kinds = sorted(ACTOR_TYPES.items(), key=lambda one: str(one[1]))
    form = NewActorForm(request.POST if request.method == "POST" else None, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        places = words.trees()["places"]
        area = words.Area.chosen(viewer.regions | viewer.municipalities, places)
        changes: ActorChanges = {"territory": area.kept()} if area else {}
        told = form.cleaned_data
        made = create_actor(told["name"], changes, kind=told["kind"], by=viewer, now=clock.now())
        messages.success(request, _("The organisation is added. Now say where it works."))
        return redirect("manager:actor_places", made.slug)
    return _form(request, "manager/actor_new.html", {"form": form})


@open_to(permission="directory.edit")
@require_safe
def actor(request: HttpRequest, slug: str) -> HttpResponse:
    """An organisation's entry, with its teams and how they stand."""
    found, language = my_actor(request, slug), reader()
    current = catalogue()
    teams = Team.objects.filter(actor=found).order_by("-is_active", "name", "pk")
    rows = pages.team_lines(
        teams.select_related("actor").prefetch_related("competences"),
        current,
        as_of=clock.today(),
        now=clock.moment(),
        language=language,
    )
    shown = {
        "may_export": viewer_of(request).may("directory.export"),
        "actor": found,
        "rows": rows,
        "where": words.territory_words(words.area_of_actor(found), language),
        "spoken": words.language_words(words.languages_of_actor(found), language),
        "lines": words.criteria_lines(found.criteria, current.registry, language),
        "stale_since": stale_since(found, clock.moment()),
        "several": _keeps_several(request),
    }
    return render(request, "manager/actor.html", shown)


@open_to(permission="directory.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def actor_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change an organisation's own words and contact details."""
    found, viewer = my_actor(request, slug), viewer_of(request)
    form = ActorForm(
        request.POST if request.method == "POST" else None,
        actor=found,
        administrator=Role.ADMINISTRATOR in viewer.roles,
        language=reader(),
    )
    if request.method == "POST" and form.is_valid():
        edit_actor(found.pk, form.changes(), by=viewer, now=clock.now())
        return _saved(request, found)
    return _form(request, "manager/actor_edit.html", {"actor": found, "form": form})


@open_to(permission="directory.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def actor_places(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose where an organisation works."""
    found, viewer = my_actor(request, slug), viewer_of(request)
    form = TerritoryForm.shown(found.territory, reader())
    if request.method == "POST":
        form = TerritoryForm.posted(request.POST, reader())
        if not form.errors:
            edit_actor(found.pk, {"territory": form.value}, by=viewer, now=clock.now())
            return _saved(request, found)
    shown = {
        "actor": found,
        "form": form,
        "by_catalogue": words.territory_words(
            words.Area.of(found.as_document().get("territory")), reader()
        ),
    }
    return _form(request, "manager/places.html", shown)


@open_to(permission="directory.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def actor_companies(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose which companies all teams of an organisation take."""
    found, viewer = my_actor(request, slug), viewer_of(request)
    form = CompaniesForm(
        request.POST if request.method == "POST" else None,
        criteria=found.criteria,
        registry=catalogue().registry,
        language=reader(),
        by_hand=writes_by_hand(viewer),
    )
    if request.method == "POST" and form.is_valid():
        edit_actor(found.pk, {"criteria": form.criteria}, by=viewer, now=clock.now())
        return _saved(request, found)
    rest = words.criteria_lines(
        {"all": list(form.limits.rest)} if form.limits.rest else None,
        catalogue().registry,
        reader(),
    )
    return _form(request, "manager/companies.html", {"actor": found, "form": form, "rest": rest})


@open_to(permission="directory.edit")
@require_POST
def actor_confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that what stands about an organisation is right today."""
    found = my_actor(request, slug)
    confirm_actor(found.pk, by=viewer_of(request), now=clock.moment())
    messages.success(request, _("Thank you. The entry is confirmed today."))
    return redirect("manager:actor", found.slug)


@open_to(permission="directory.edit")
@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """What has been changed in an organisation's entry, by whom."""
    found = my_actor(request, slug)
    lines = change_lines(pages.history(found))
    return render(request, "manager/history.html", {"actor": found, "lines": lines})


def _keeps_several(request: HttpRequest) -> bool:
    viewer = viewer_of(request)
    return not viewer.roles.isdisjoint({Role.COORDINATOR, Role.ADMINISTRATOR})


def _saved(request: HttpRequest, found: Actor) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("manager:actor", found.slug)


def _form(request: HttpRequest, template: str, shown: dict[str, object]) -> HttpResponse:
    return render(request, template, shown, status=422 if request.method == "POST" else 200)
