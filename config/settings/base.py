"""What every installation of Lotsa shares. Differences live in dev, test and prod."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from config import navigation
from config.settings import env, oidc

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(env.text("LOTSA_VAR", str(ROOT / "var")))

SECRET_KEY = env.text("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "lotsa.foundation.access",
    "lotsa.foundation.audit",
    "lotsa.foundation.clock",
    "lotsa.foundation.files",
    "lotsa.foundation.jobs",
    "lotsa.foundation.outbox",
    "lotsa.foundation.ratelimit",
    "lotsa.foundation.retention",
    "lotsa.foundation.search",
    "lotsa.foundation.ui",
    "lotsa.foundation.web",
    "lotsa.domain.places",
    "lotsa.domain.people",
    "lotsa.domain.actors",
    "lotsa.domain.companies",
    "lotsa.domain.measures",
    "lotsa.domain.situations",
    "lotsa.domain.desks",
    "lotsa.domain.cases",
    "lotsa.web.public",
    "lotsa.web.company",
    "lotsa.web.account",
    "lotsa.web.people",
    "lotsa.web.adviser",
    "lotsa.web.coordinator",
    "lotsa.web.manager",
    "lotsa.web.desks",
    "lotsa.ops",
    # After ours, so that our templates are found before theirs.
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "lotsa.foundation.web.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "lotsa.foundation.web.readonly.no_writes_on_safe_methods",
    "lotsa.foundation.web.middleware.read_in_one_go",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lotsa.foundation.web.middleware.personal_pages_stay",
    "lotsa.foundation.web.middleware.language_from_path",
    "lotsa.foundation.clock.middleware.visitors_clock",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lotsa.web.account.middleware.SignedIn",
    "lotsa.foundation.access.middleware.ClosedByDefault",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "lotsa.foundation.web.context.page",
            ],
        },
    }
]

# Database. SQLite is tuned for a web server: readers never wait for the writer (WAL), a writer
# takes its lock at BEGIN so it can wait its turn instead of failing half-way (IMMEDIATE).
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,
    "init_command": (
        "PRAGMA journal_mode=WAL;"
        "PRAGMA synchronous=NORMAL;"
        "PRAGMA foreign_keys=ON;"
        "PRAGMA busy_timeout=10000;"
        "PRAGMA temp_store=MEMORY;"
        "PRAGMA mmap_size=134217728;"
        "PRAGMA cache_size=-32000;"
    ),
}


# PostgreSQL expects by default that another page costs four times the next one, as on a disk with a
# moving head, and so reads every case where a few hundred look-ups would do: an inbox of 700 cases
# among 20,000 takes 70 ms of queries at 4 and 28 at 2.5. At 1.1 the board becomes slower instead.
POSTGRESQL_OPTIONS = {"options": "-c random_page_cost=2.5"}


def database(url: str) -> dict[str, Any]:
    """Django's settings for one database address, with our tuning for its kind.

    Args:
        url: such as `sqlite:///var/lotsa.sqlite3` or `postgres://user@host/name`. What it says
            itself, such as `?options=-c%20jit%3Doff`, goes before our tuning of PostgreSQL.
    """
    parsed: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60))
    if parsed["ENGINE"] == "django.db.backends.sqlite3":
        parsed["OPTIONS"] = SQLITE_OPTIONS
    else:
        parsed["CONN_HEALTH_CHECKS"] = True
        parsed["OPTIONS"] = POSTGRESQL_OPTIONS | parsed.get("OPTIONS", {})
    return parsed


DATABASES = {"default": database(env.text("DATABASE_URL") or f"sqlite:///{VAR / 'lotsa.sqlite3'}")}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Language: the address decides and nothing else; see lotsa.foundation.web.middleware.
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"
USE_THOUSAND_SEPARATOR = False

# The menus of the site's shell.
MAIN_NAVIGATION = navigation.MAIN_NAVIGATION
STAFF_NAVIGATION = navigation.STAFF_NAVIGATION
FOOTER_NAVIGATION = navigation.FOOTER_NAVIGATION

# Files that go to the browser. `make frontend` fills build/static.
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [path for path in [ROOT / "build" / "static"] if path.is_dir()]

# Cookies: one session cookie, kept on the server, one day; nothing a script can read.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
SESSION_COOKIE_NAME = "lotsa_session"
SESSION_COOKIE_AGE = 24 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "lotsa_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None
# Messages live in a cookie, so that showing one on a GET does not write to the database.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# Sign-in, by allauth as this house wants it; see docs/adr/0008-sign-in.md. No passwords, nobody
# makes an account of their own, and its rate limits give way to ours, which count across processes.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account:sign_in"
LOGIN_REDIRECT_URL = "account:home"
ACCOUNT_ADAPTER = "lotsa.web.account.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ACCOUNT_FORMS = {
    "request_login_code": "lotsa.web.account.forms.CodeRequestForm",
    "confirm_login_code": "lotsa.web.account.forms.CodeForm",
}
SOCIALACCOUNT_ADAPTER = "lotsa.web.account.oidc.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = oidc.providers(env.text("LOTSA_OIDC"))
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_ADAPTER = "lotsa.web.account.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the code in the mail, or the employer, has verified it
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RATE_LIMITS = False
MFA_TOTP_PERIOD = 30  # seconds
MFA_TOTP_TOLERANCE = 1  # one period either way: telephones' clocks differ
MFA_FORMS = {
    "authenticate": "lotsa.web.account.forms.SecondFactorForm",
    "reauthenticate": "lotsa.web.account.forms.SecondFactorAgainForm",
    "activate_totp": "lotsa.web.account.forms.AppForm",
    "add_webauthn": "lotsa.web.account.forms.PasskeyForm",
    "authenticate_webauthn": "lotsa.web.account.forms.PasskeyStepForm",
    "login_webauthn": "lotsa.web.account.forms.PasskeyAloneForm",
    "reauthenticate_webauthn": "lotsa.web.account.forms.PasskeyAgainForm",
}

# Roles that are given only to those who have shown a second factor. The demo asks for none.
STAFF_ROLES = {"adviser", "actor_manager", "coordinator", "editor", "analyst", "administrator"}
LOTSA_SECOND_FACTOR_ROLES = env.some_of(
    "LOTSA_SECOND_FACTOR_ROLES", "administrator,coordinator", STAFF_ROLES
)

# Headers.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY = (
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), "
    "fullscreen=(self), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), "
    "payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), "
    "usb=(), xr-spatial-tracking=()"
)

# How many reverse proxies of our own stand in front; 0 means the peer address is the visitor.
TRUSTED_PROXIES = env.number("LOTSA_TRUSTED_PROXIES", 0)

# Uploads are read in memory and never stored. A view that takes files counts and measures them
# itself, so that it can say what is wrong; these limits stop what no form of ours sends.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# The demo runs on a set clock that each visitor can move.
LOTSA_DEMO = env.flag("LOTSA_DEMO", default=False)
LOTSA_DEMO_DATE = env.day("LOTSA_DEMO_DATE", "2020-05-04")
# The component gallery is for those who build; never in production.
LOTSA_GALLERY = False
# Who answers for this installation, named on the pages about privacy and accessibility.
LOTSA_OPERATOR = env.text("LOTSA_OPERATOR")
LOTSA_CONTACT = env.text("LOTSA_CONTACT")
LOTSA_ORIGIN = env.text("LOTSA_ORIGIN", "http://localhost:8000").rstrip("/")

# Mail. Notices go through the outbox; what Django itself sends goes the same way, at once.
LOTSA_SMTP_URL = env.text("LOTSA_SMTP_URL")
LOTSA_MAIL_BOUNCES = env.text("LOTSA_MAIL_BOUNCES")
EMAIL_BACKEND = "lotsa.foundation.outbox.backend.EmailBackend"
EMAIL_SUBJECT_PREFIX = ""
DEFAULT_FROM_EMAIL = (
    env.text("LOTSA_MAIL_FROM") or f"Lotsa <no-reply@{urlsplit(LOTSA_ORIGIN).hostname}>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Where the virus scanner clamd listens, "host:port" or "/path/of/socket"; empty for none.
LOTSA_CLAMD = env.text("LOTSA_CLAMD")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {
        "secrets": {
            "()": "lotsa.foundation.web.logs.HideSecrets",
            "before": [
                *("/inbjudan/", "/invitation/", "/sparat/", "/saved/", "/arende/", "/case/"),
                *("/stoppa-mejl/", "/stop-mail/"),
            ],
        }
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        # A line for every step of every document says nothing.
        "weasyprint.progress": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
    },
}
