"""For production. Refuses to start when something that keeps visitors safe is missing."""

from django.core.exceptions import ImproperlyConfigured

from config.settings import env
from config.settings.base import *

_SHORTEST_KEY = 50


def _refuse(sentence: str) -> None:
    raise ImproperlyConfigured(f"Lotsa does not start: {sentence}")


if env.flag("DEBUG", default=False):
    _refuse("DEBUG is on. Unset it; error pages with internals must never reach visitors.")
if len(SECRET_KEY) < _SHORTEST_KEY or len(set(SECRET_KEY)) < 5:  # noqa: PLR2004
    _refuse(
        "SECRET_KEY is missing or weak. Set it to at least 50 random characters, for example"
        " from `python3 -c 'import secrets; print(secrets.token_urlsafe(50))'`."
    )
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    _refuse("ALLOWED_HOSTS is missing or *. Name the hosts this site answers to, comma-separated.")
if not env.text("LOTSA_ORIGIN").startswith("https://"):
    _refuse("LOTSA_ORIGIN must be the public address and begin with https://.")

CSRF_TRUSTED_ORIGINS = [LOTSA_ORIGIN]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-lotsa_session"
CSRF_COOKIE_NAME = "__Host-lotsa_csrf"
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if TRUSTED_PROXIES:
    # Only a proxy of our own may say that the visitor came by https.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
