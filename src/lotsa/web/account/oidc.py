"""Sign-in with the employer's identity provider (OpenID Connect), as this house wants it.

A person is known by issuer and subject and by nothing else. The issuer that discovery names must be
the one in the settings, and the one in the identity token. What is told about a person is used at
once and not stored.
"""

import hashlib
import logging
from collections.abc import Mapping
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lotsa.domain.people.models import User
from lotsa.foundation import clock
from lotsa.usecases.staff import admitting
from lotsa.usecases.staff.admitting import NotAdmitted, Vouched

logger = logging.getLogger(__name__)

_DISCOVERY_KEPT = 600
_LONGEST_UID = 191
_CLAIM = "https://id.oidc.se/claim/"


class IssuerAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Discovery that must name the issuer of the settings; kept for ten minutes."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says about itself. Raises ProviderException for another issuer."""
        app = self.get_provider().app
        key = f"oidc-discovery-{app.provider_id}-{hashlib.sha256(app.settings['issuer'].encode()).hexdigest()}"
        config: dict[str, Any] | None = cache.get(key)
        if config is None:
            config = dict(super().openid_config)
            if config.get("issuer", "").rstrip("/") != app.settings["issuer"].rstrip("/"):
                raise ProviderException("Discovery names another issuer than the settings.")
            cache.set(key, config, _DISCOVERY_KEPT)
        return config


class IssuerProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """A provider whose people are known by issuer and subject together."""

    oauth2_adapter_class = IssuerAdapter

    def extract_uid(self, data: Mapping[str, Any]) -> str:
        """Issuer and subject. Raises ProviderException when token and user info disagree."""
        claims = merged(data)
        uid = f"{claims['iss']}#{claims['sub']}"
        if len(uid) > _LONGEST_UID:
            uid = f"sha256:{hashlib.sha256(uid.encode()).hexdigest()}"
        return uid

    def extract_extra_data(self, _data: Mapping[str, Any]) -> dict[str, Any]:
        """Nothing is kept of what the provider tells."""
        return {}

    def extract_email_addresses(self, _data: Mapping[str, Any]) -> list[Any]:
        """None: nobody is found by mail address."""
        return []

    def sociallogin_from_response(self, request: HttpRequest, response: Any) -> SocialLogin:
        """The login, with what the provider vouches for beside it for the time of the request."""
        login = super().sociallogin_from_response(request, response)
        login.vouched = vouched(merged(response), self.app.settings)
        return login


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Who gets in by an identity provider."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find whose login it is; lead away one that belongs to nobody here.

        Somebody new gets in by an invitation taken along to the provider, or by the rule of an
        organisation. A known mail address is not enough: it must be connected from inside.
        """
        told: Vouched = sociallogin.vouched
        request.vouched = told  # type: ignore[attr-defined]
        state = sociallogin.state
        if state.get("process") == "connect":
            return
        data = state.get("data") or {}
        try:
            if not sociallogin.is_existing:
                user = admitting.admit(
                    told,
                    invitation_token=str(data.get("invitation", "")),
                    rule=sociallogin.provider.app.settings,
                    now=clock.now(),
                )
                sociallogin.connect(request, user)
            admitting.check_organisation(sociallogin.user, told)
        except NotAdmitted as refused:
            raise ImmediateHttpResponse(_refused(refused.reason)) from None

    def on_authentication_error(
        self, _request: HttpRequest, provider: Any, *_args: Any, **given: Any
    ) -> NoReturn:
        """Say on a page of ours that it failed; the log says what, without anybody's data."""
        fault = given.get("exception")
        logger.warning("Sign-in by %s failed: %s", provider.sub_id, type(fault).__name__)
        raise ImmediateHttpResponse(_refused("failed"))

    def is_open_for_signup(self, _request: HttpRequest, _sociallogin: SocialLogin) -> bool:
        """Never by itself; see `pre_social_login`."""
        return False

    def populate_user(self, _request: HttpRequest, sociallogin: SocialLogin, _data: Any) -> User:
        """Leave the user empty: what the provider tells changes nobody."""
        user: User = sociallogin.user
        return user

    def get_connect_redirect_url(self, _request: HttpRequest, _account: Any) -> str:
        """Back to one's own settings."""
        return reverse("account:own")

    def validate_disconnect(self, _account: Any, _accounts: Any) -> None:
        """The code in the mail remains, so any connection may be taken away."""


def listed_providers() -> list[tuple[str, str]]:
    """Id and name of each provider of this installation, in the order of the settings."""
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return [(app["provider_id"], app["name"]) for app in apps]


def merged(data: Mapping[str, Any]) -> dict[str, Any]:
    """Claims of the identity token, completed by the user info; the token has the last word.

    Raises:
        ProviderException: there is no identity token, or the user info is about somebody else.
    """
    token = data.get("id_token")
    more = data.get("userinfo") or {}
    if not isinstance(token, Mapping) or not token.get("iss") or not token.get("sub"):
        raise ProviderException("There is no identity token.")
    if more and more.get("sub") != token["sub"]:
        raise ProviderException("The user info is about another subject.")
    return {**more, **token}


def vouched(claims: Mapping[str, Any], rule: Mapping[str, Any]) -> Vouched:
    """What the claims say, read by the settings of the provider."""
    held = claims.get(rule.get("roles_claim", "roles")) or []
    held = [held] if isinstance(held, str) else held
    mapped = rule.get("roles", {})
    demanded = rule.get("second_factor", False)
    strong = claims.get("acr") in demanded if isinstance(demanded, list) else bool(demanded)
    return Vouched(
        name=str(claims.get("name") or "")[:120],
        email=str(claims.get("email") or ""),
        email_verified=claims.get("email_verified") is True or bool(rule.get("mail_is_verified")),
        organisation_number=str(claims.get(_CLAIM + "orgNumber") or ""),
        organisation_name=str(claims.get(_CLAIM + "orgName") or ""),
        roles=tuple(dict.fromkeys(role for one in held for role in mapped.get(str(one), []))),
        second_factor=strong,
    )


def _refused(reason: str) -> HttpResponse:
    return redirect("account:provider_refused", reason=reason)
