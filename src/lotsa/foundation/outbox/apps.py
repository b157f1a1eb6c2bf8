"""Finds every app's notices when Django starts."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    """Imports `notices.py` of each app."""

    name = "lotsa.foundation.outbox"
    label = "outbox"

    def ready(self) -> None:
        """Register all notices and the checks of the settings."""
        from lotsa.foundation.outbox import checks  # noqa: F401, PLC0415

        autodiscover_modules("notices")
