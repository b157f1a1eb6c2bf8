"""The organisations of the support system: the list with its map, and a page for each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lotsa.domain.measures.selectors import catalogue
from lotsa.foundation.access import Role, open_to


@open_to(Role.PUBLIC)
@require_safe
def actors(request: HttpRequest) -> HttpResponse:
    """Who helps with what, and where."""
    return render(request, "public/actors.html", {"actors": catalogue().actors})


@open_to(Role.PUBLIC)
@require_safe
def actor(request: HttpRequest, slug: str) -> HttpResponse:
    """What one organisation does, where, and the support it offers and handles."""
    found = catalogue().actor_by_slug.get(slug)
    if found is None:
        raise Http404
    return render(request, "public/actor.html", {"actor": found})
