"""What every view of the face needs from a request."""

from django.http import Http404, HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from lotsa.domain.actors.viewers import Viewer


def viewer_of(request: HttpRequest) -> Viewer:
    """The member who asks. Raises Http404 when nobody is signed in."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        raise Http404
    return viewer


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The page of ours that a form says it came from; else another."""
    came_from = request.POST.get("next", "")
    if came_from.startswith("/") and url_has_allowed_host_and_scheme(came_from, allowed_hosts=None):
        return came_from
    return otherwise
