"""Finds every app's permissions when Django starts."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccessConfig(AppConfig):
    """Imports `policies.py` of each app, so that a menu may name a permission."""

    name = "lotsa.foundation.access"
    label = "access"

    def ready(self) -> None:
        """Register all permissions."""
        autodiscover_modules("policies")
