"""The steps of signing in that allauth takes, each opened, limited and dressed by this house.

No other view of allauth's has a route. Those marked `writes_as_protocol_demands` keep a challenge
in the session when they are shown, or clear away one that has run out.
"""

import functools
from collections.abc import Callable
from typing import Any

from allauth.account.internal.stagekit import clear_login
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from lotsa.foundation.access import Role, open_to
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.foundation.web.readonly import writes_as_protocol_demands
from lotsa.web.account import sessions
from lotsa.web.account.middleware import presence
from lotsa.web.account.personal import personal

_UNPROCESSABLE = 422
_OK = 200
_PASSKEYS = (
    "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
    "payment=(), publickey-credentials-get=(self), publickey-credentials-create=(self), usb=()"
)

View = Callable[..., HttpResponse]


def _step(view: View) -> View:
    """Let allauth know who is signed in, answer 422 when a form is wrong, and allow passkeys."""

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        presence(request)
        response = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == _OK:
            response.status_code = _UNPROCESSABLE
        response.headers["Permissions-Policy"] = _PASSKEYS
        return response

    return answered


def _public(view: View, limit: str, rate: str) -> View:
    return open_to(Role.PUBLIC)(limited(limit, rate, looking=False)(_step(view)))


def _own(view: View) -> View:
    stepped = _step(view)

    @functools.wraps(view)
    def followed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return stepped(request, *args, **kwargs)
        with sessions.following_factors(request, presence(request).user):
            return stepped(request, *args, **kwargs)

    return personal(limited("account", "60/h", looking=False)(followed), in_demo=False)


_request_code = RequestLoginCodeView.as_view(template_name="account/ask_for_code.html")


@open_to(Role.PUBLIC)
@require_POST
@limited("sign_in_code", "20/h")
def ask_for_code(request: HttpRequest) -> HttpResponse:
    """Send a code to an address, in place of one asked for before. POST: `email`, `next`."""
    clear_login(request)
    return _step(_request_code)(request)


give_code = writes_as_protocol_demands(
    _public(ConfirmLoginCodeView.as_view(), "sign_in_try", "40/h")
)
second_step = writes_as_protocol_demands(_public(AuthenticateView.as_view(), "sign_in_try", "40/h"))
passkey_alone = writes_as_protocol_demands(
    open_to(Role.PUBLIC)(limited("passkey", "30/m")(_step(LoginWebAuthnView.as_view())))
)

step_again = _own(ReauthenticateView.as_view())
passkey_again = writes_as_protocol_demands(_own(ReauthenticateWebAuthnView.as_view()))
set_up_app = writes_as_protocol_demands(_own(ActivateTOTPView.as_view()))
take_away_app = _own(DeactivateTOTPView.as_view())
recovery_codes = writes_as_protocol_demands(_own(ViewRecoveryCodesView.as_view()))
new_recovery_codes = _own(GenerateRecoveryCodesView.as_view())
add_passkey = writes_as_protocol_demands(_own(AddWebAuthnView.as_view()))
take_away_passkey = _own(RemoveWebAuthnView.as_view())
