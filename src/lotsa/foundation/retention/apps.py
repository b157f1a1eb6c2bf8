"""Finds every app's declarations when Django starts."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RetentionConfig(AppConfig):
    """Imports `retention.py` of each app."""

    name = "lotsa.foundation.retention"

    def ready(self) -> None:
        """Register all declarations."""
        autodiscover_modules("retention")
