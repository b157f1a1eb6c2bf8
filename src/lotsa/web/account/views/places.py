"""Switching between one's places, and ending a spell of acting for somebody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from lotsa.foundation import clock
from lotsa.foundation.access import STAFF_ROLES, Role, open_to
from lotsa.usecases.staff import acting
from lotsa.usecases.staff.presence import ACTING
from lotsa.web.account import sessions
from lotsa.web.account.landing import first_page
from lotsa.web.account.middleware import presence, to_sign_in
from lotsa.web.account.personal import personal


@personal
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Go to another of one's places. POST: `place`. 404 when it is none of one's own."""
    found = presence(request)
    place = request.POST.get("place", "")
    if found is None or not place.isdecimal():
        raise Http404
    if not sessions.switch(request, found.user, int(place)):
        raise Http404
    return redirect("account:home")


@open_to(Role.PUBLIC)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the first page of the place one is at, or to what lacks for having any."""
    found = presence(request)
    if found is None or found.viewer is None:
        return to_sign_in(request)
    if found.viewer.withheld and not found.viewer.roles:
        return redirect("account:second_factor")
    return redirect(first_page(found.viewer))


@open_to(*STAFF_ROLES)
@require_POST
def end_acting(request: HttpRequest) -> HttpResponse:
    """End a spell of acting for somebody before its time. Nothing happens when there is none."""
    found = presence(request)
    if found is not None and found.acting is not None:
        acting.end(found.acting, now=clock.now())
    request.session.pop(ACTING, None)
    return redirect("account:home")
