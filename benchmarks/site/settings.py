"""The demo's settings as served, plus the bare view."""

from config.settings.dev import *  # noqa: F403

DEBUG = False
ROOT_URLCONF = "benchmarks.site.urls"
