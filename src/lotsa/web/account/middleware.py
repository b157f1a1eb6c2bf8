"""Puts the signed-in person on the request, and leads those who are not to the sign-in page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from lotsa.domain.actors.viewers import Viewer
from lotsa.foundation import clock
from lotsa.foundation.access import STAFF_ROLES, Role, opened_to, permission_of, permissions
from lotsa.foundation.web.readonly import SAFE_METHODS, housekeeping_writes
from lotsa.usecases.staff.presence import SEEN_AT, Presence, presence_of

_SEEN_EVERY = timedelta(minutes=10)
_UNASKED = object()


def presence(request: HttpRequest) -> Presence | None:
    """Who is signed in; asks the session the first time.

    A page open to the public does not ask, so that it is the same for all and costs no query. One
    that needs to know calls this.
    """
    found = getattr(request, "presence", _UNASKED)
    if found is _UNASKED:
        found = presence_of(request.session, now=clock.now())
        request.presence = found  # type: ignore[attr-defined]
        request.user = found.user if found else AnonymousUser()
        request.viewer = found.viewer if found else None  # type: ignore[attr-defined]
        request.roles = found.viewer.roles if found and found.viewer else frozenset()  # type: ignore[attr-defined]
    return found  # type: ignore[return-value]


class SignedIn:
    """Sets `request.viewer`, `request.roles` and `request.user` before a staff page is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; who asks is looked up when the view is known."""
        request.viewer = None  # type: ignore[attr-defined]
        request.roles = frozenset()  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Look up who asks; lead to sign-in or to the second factor where that is what lacks.

        Raises:
            Http404: support staff acting for somebody ask for what only the person should do.
        """
        opened = opened_to(view)
        if Role.PUBLIC in opened or opened.isdisjoint(STAFF_ROLES):
            return None
        found = presence(request)
        if found is None or found.viewer is None:
            return to_sign_in(request)
        _note_seen(request)
        viewer: Viewer = found.viewer
        if opened.isdisjoint(viewer.roles) and not opened.isdisjoint(viewer.withheld):
            return HttpResponseRedirect(_with_next("account:second_factor", request))
        name = permission_of(view)
        if viewer.acting_by and name and not permissions.permission(name).while_acting:
            raise Http404
        return None


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in page, and back afterwards."""
    return HttpResponseRedirect(_with_next("account:sign_in", request))


def _with_next(route: str, request: HttpRequest) -> str:
    address = reverse(route)
    if request.method not in SAFE_METHODS:
        return address
    return f"{address}?{urlencode({'next': request.get_full_path()})}"


def _note_seen(request: HttpRequest) -> None:
    """Keep the session alive while it is used; a write every ten minutes at most."""
    at = clock.now().timestamp()
    if at - request.session[SEEN_AT] < _SEEN_EVERY.total_seconds():
        return
    request.session[SEEN_AT] = at
    if request.method in SAFE_METHODS:
        with housekeeping_writes():
            request.session.save()
        request.session.modified = False
