"""The sign-in page and the ways from it that need no code: the demo's people, and signing out."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lotsa.foundation.access import Role, open_to
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.usecases.staff.demo import demo_people, demo_user
from lotsa.web.account import sessions
from lotsa.web.account.forms import CodeRequestForm
from lotsa.web.account.landing import address_after_sign_in, wanted_address
from lotsa.web.account.middleware import presence
from lotsa.web.account.oidc import listed_providers
from lotsa.web.account.views.providers import leave_for, sign_out_address


@open_to(Role.PUBLIC)
@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    """Every way to sign in. One who is signed in already is led on."""
    found = presence(request)
    if found is not None and found.viewer is not None:
        return redirect(address_after_sign_in(request, found.viewer))
    context = {
        "next": wanted_address(request),
        "people": demo_people(),
        "nowhere": found is not None,
        "form": CodeRequestForm(),
        "providers": listed_providers(),
    }
    return render(request, "account/sign_in.html", context)


@open_to(Role.PUBLIC)
@require_safe
def no_place(request: HttpRequest) -> HttpResponse:
    """Says that the person is known, but has no place in any organisation any more."""
    return render(request, "account/no_place.html")


@open_to(Role.PUBLIC)
@require_POST
@limited("demo_sign_in", "60/m")
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Be one of the demo's people. 404 outside the demo, and for anybody who is not of the demo.

    POST: `person` (the public id) and `next` (a path on this site).
    """
    if not settings.LOTSA_DEMO:
        raise Http404
    try:
        person = str(uuid.UUID(request.POST.get("person", "")))
    except ValueError:
        raise Http404 from None
    user = demo_user(person)
    if user is None:
        raise Http404
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    found = presence(request)
    if found is None or found.viewer is None:
        raise Http404
    return redirect(address_after_sign_in(request, found.viewer))


@open_to(Role.PUBLIC)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out here and go to the first page; at the identity provider too, where it is set up."""
    elsewhere = sign_out_address(request)
    sessions.end(request)
    messages.success(request, _("You are signed out."))
    if elsewhere:
        return leave_for(request, elsewhere, "")
    return redirect("public:start")
