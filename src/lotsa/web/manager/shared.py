"""What every page of this face needs: who looks, and which entry."""

from django.http import Http404, HttpRequest
from django.utils.translation import get_language

from lotsa.domain.actors import access
from lotsa.domain.actors.models import Actor, Team
from lotsa.domain.actors.viewers import Viewer
from lotsa.foundation.access import Role


def viewer_of(request: HttpRequest) -> Viewer:
    """The member who looks. Raises Http404 when nobody is signed in to a place."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        raise Http404
    return viewer


def my_actor(request: HttpRequest, slug: str) -> Actor:
    """An actor whose entry the viewer may change. Raises Http404."""
    return access.actor_for(viewer_of(request), slug)


def my_team(request: HttpRequest, slug: str) -> Team:
    """A team whose entry the viewer may change, with its actor. Raises Http404."""
    return access.team_for(viewer_of(request), slug)


def writes_by_hand(viewer: Viewer) -> bool:
    """Whether the viewer may write criteria in the catalogue's form."""
    return not viewer.roles.isdisjoint({Role.COORDINATOR, Role.ADMINISTRATOR})


def reader() -> str:
    """The language of the page."""
    return get_language() or "sv"
