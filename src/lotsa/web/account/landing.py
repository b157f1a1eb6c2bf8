"""Where a person goes after signing in."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from lotsa.domain.actors.viewers import Viewer


def wanted_address(request: HttpRequest) -> str:
    """The path in `next`, when it is one of this site; else an empty text."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if is_own_path(wanted) else ""


def is_own_path(address: str) -> bool:
    """Whether an address is a path on this site: never another host, never another scheme."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


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
