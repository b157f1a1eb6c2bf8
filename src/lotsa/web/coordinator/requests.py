"""What every view of the face needs from a request."""

from django.http import Http404, HttpRequest

from lotsa.domain.actors.viewers import Viewer
from lotsa.foundation.web.ways import own_path


def viewer_of(request: HttpRequest) -> Viewer:
    """The member who asks. Raises Http404 when nobody is signed in."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        raise Http404
    return viewer


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The page of ours that a form says it came from; else another."""
    return own_path(request.POST.get("next", ""), otherwise)
