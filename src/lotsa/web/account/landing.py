"""Where a person goes after signing in."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from lotsa.domain.actors.viewers import Viewer
from lotsa.foundation.web.ways import own_path


def wanted_address(request: HttpRequest) -> str:
    """The path in `next`, when it is one of this site; else an empty text."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return own_path(wanted, "")


def address_after_sign_in(request: HttpRequest, viewer: Viewer) -> str:
    """The page that was asked for before signing in, or the first page of one's place."""
    return wanted_address(request) or first_page(viewer)


def first_page(viewer: Viewer) -> str:
    """The first page of the staff menu that the viewer is shown; else one's own settings."""
    for entry in settings.STAFF_NAVIGATION:
        if entry.permission and viewer.may(entry.permission):
            try:
                return reverse(entry.route)
            except NoReverseMatch:
                continue
    return reverse("account:own")
