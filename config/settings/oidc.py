"""Reads LOTSA_OIDC: the identity providers staff sign in with. See docs/operating.md."""

import json
import re
from typing import Any

from django.core.exceptions import ImproperlyConfigured

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,28}")
_NEEDED = {"id", "name", "issuer", "client_id"}
_KNOWN = _NEEDED | {
    *("secret", "scopes", "token_auth_method", "admit", "roles_claim", "roles", "mail_is_verified"),
    *("second_factor", "sign_out"),
}
# Given by a person, never by a claim: what reaches over organisations.
_BY_CLAIM = {"adviser", "actor_manager", "editor", "analyst"}
ORGANISATION_SCOPE = "https://id.oidc.se/scope/naturalPersonOrgId"


def providers(written: str) -> dict[str, Any]:
    """Allauth's setting for the providers in a JSON list.

    Raises:
        ImproperlyConfigured: says which provider and what is wrong with it.
    """
    try:
        listed = json.loads(written or "[]")
    except ValueError:
        raise ImproperlyConfigured("LOTSA_OIDC must be a JSON list of providers.") from None
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise ImproperlyConfigured("LOTSA_OIDC must be a JSON list of providers.")
    if len({one.get("id") for one in listed}) != len(listed):
        raise ImproperlyConfigured("LOTSA_OIDC has two providers with the same id.")
    return {
        "openid_connect": {
            "provider_class": "lotsa.web.account.oidc.IssuerProvider",
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [_app(one) for one in listed],
        }
    }


def _app(one: dict[str, Any]) -> dict[str, Any]:
    name = f"LOTSA_OIDC, provider {one.get('id')!r}"
    if lacks := sorted(_NEEDED - one.keys()):
        raise ImproperlyConfigured(f"{name}: {', '.join(lacks)} is missing.")
    if extra := sorted(one.keys() - _KNOWN):
        raise ImproperlyConfigured(f"{name}: {', '.join(extra)} is not known.")
    if not _ID.fullmatch(str(one["id"])):
        raise ImproperlyConfigured(f"{name}: the id is of small letters, digits and hyphens.")
    issuer = str(one["issuer"])
    local = issuer.startswith(("http://127.0.0.1", "http://localhost"))
    if not issuer.startswith("https://") and not local:
        raise ImproperlyConfigured(f"{name}: the issuer must begin with https://.")
    if one.get("admit", "invited") not in {"invited", "organisation"}:
        raise ImproperlyConfigured(f"{name}: admit is invited or organisation.")
    roles = one.get("roles", {})
    given = {role for held in roles.values() for role in held}
    if wrong := sorted(given - _BY_CLAIM):
        raise ImproperlyConfigured(f"{name}: {', '.join(wrong)} is no role that a claim can give.")
    return {
        "provider_id": one["id"],
        "name": one["name"],
        "client_id": one["client_id"],
        "secret": one.get("secret", ""),
        "settings": {
            "server_url": issuer,
            "issuer": issuer,
            "scope": one.get("scopes", ["openid", "profile", "email", ORGANISATION_SCOPE]),
            "token_auth_method": one.get("token_auth_method", "client_secret_basic"),
            "oauth_pkce_enabled": True,
            "admit": one.get("admit", "invited"),
            "roles_claim": one.get("roles_claim", "roles"),
            "roles": roles,
            "mail_is_verified": bool(one.get("mail_is_verified", False)),
            "second_factor": one.get("second_factor", False),
            "sign_out": bool(one.get("sign_out", False)),
        },
    }
