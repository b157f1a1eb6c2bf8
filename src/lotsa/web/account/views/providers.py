"""To the employer's identity provider and back."""

from typing import Any
from urllib.parse import urlencode

import requests
from allauth.account.internal.stagekit import clear_login
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lotsa.foundation.access import Role, open_to
from lotsa.foundation.outbox.services import enqueue
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.foundation.web.readonly import writes_as_protocol_demands
from lotsa.web.account import sessions
from lotsa.web.account.landing import wanted_address
from lotsa.web.account.middleware import presence
from lotsa.web.account.oidc import IssuerAdapter
from lotsa.web.account.personal import personal

REASONS = ("failed", "unknown", "invitation", "organisation", "mail")


@open_to(Role.PUBLIC)
@require_POST
@limited("provider", "120/h")
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to a provider to sign in, or to connect it to the one who is signed in.

    The answer is a page that moves on by itself: a form's own redirect to another site is stopped
    by our content security policy, and should be.

    POST: `next` (a path on this site), `invitation` (a token) and `process` ("connect" from one's
    own settings).
    """
    provider = _provider(request, provider_id)
    process = "connect" if request.POST.get("process") == "connect" else "login"
    found = presence(request)
    if process == "connect" and (
        found is None or found.viewer is None or found.acting or found.user.is_demo
    ):
        raise Http404
    if process == "login":
        clear_login(request)
    data = {"invitation": request.POST.get("invitation", "")[:100]}
    try:
        answer = provider.redirect(
            request, process, next_url=wanted_address(request) or None, data=data
        )
    except (requests.RequestException, ProviderException, ValueError):
        return redirect("account:provider_refused", reason="failed")
    return leave_for(request, answer.url, provider.name)


@writes_as_protocol_demands
@open_to(Role.PUBLIC)
@require_safe
@limited("provider_back", "120/h")
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The way back from a provider, with its answer."""
    _provider(request, provider_id)
    presence(request)
    view: Any = OAuth2CallbackView.adapter_view(IssuerAdapter(request, provider_id))
    try:
        answer: HttpResponse = view(request)
    except (KeyError, ValueError, TypeError):
        # An answer that is not as the standard says.
        return redirect("account:provider_refused", reason="failed")
    return answer


@open_to(Role.PUBLIC)
@require_safe
def refused(request: HttpRequest, reason: str) -> HttpResponse:
    """Says why a login by a provider led nowhere, and what to do."""
    if reason not in REASONS:
        raise Http404
    return render(request, "account/provider_refused.html", {"reason": reason})


@personal
@require_POST
def disconnect(request: HttpRequest, account_id: int) -> HttpResponse:
    """Take away a connection to a provider. 404 when it is not one's own."""
    found = presence(request)
    mine = SocialAccount.objects.filter(user=found.user, pk=account_id)
    if found.user.is_demo or not mine.delete()[0]:
        raise Http404
    enqueue("account.changed", to=("user", found.user.pk))
    messages.success(request, _("The connection is taken away."))
    return redirect("account:own")


def leave_for(request: HttpRequest, address: str, name: str) -> HttpResponse:
    """A page that moves on to another site by itself, with a link for those whose browser does not."""
    answer = render(request, "account/leaving.html", {"address": address, "name": name})
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def sign_out_address(request: HttpRequest) -> str:
    """Where to sign out at the provider one came by; empty when it is not to be done.

    By OpenID Connect RP-Initiated Logout 1.0, naming the client; the identity token is not kept.
    """
    provider_id = sessions.provider_of(request)
    if not provider_id:
        return ""
    try:
        app = _provider(request, provider_id).app
        config = IssuerAdapter(request, provider_id).openid_config
    except (Http404, requests.RequestException, ProviderException, ValueError):
        return ""
    ending = str(config.get("end_session_endpoint") or "")
    if not ending or not app.settings.get("sign_out"):
        return ""
    return_to = {
        "client_id": app.client_id,
        "post_logout_redirect_uri": f"{settings.LOTSA_ORIGIN}/",
    }
    return f"{ending}{'&' if '?' in ending else '?'}{urlencode(return_to)}"


def _provider(request: HttpRequest, provider_id: str) -> Any:
    try:
        return get_adapter().get_provider(request, provider=provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None
