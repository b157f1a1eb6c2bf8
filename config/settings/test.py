"""For the tests: strict, quick, and as like production as a test can be."""

from config.settings import env
from config.settings.base import *

SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {"default": database(env.text("DATABASE_URL") or "sqlite:///:memory:")}
LOTSA_DEMO = env.flag("LOTSA_DEMO", default=True)
LOTSA_GALLERY = True
# Looked up when asked for: the tests make a client each, and none should read every file first.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# Tasks run where they are enqueued; the worker has tests of its own.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# A test says itself which mail server it uses; none ever meets a real one.
LOTSA_SMTP_URL = ""
