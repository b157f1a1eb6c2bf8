"""Finds every app's jobs when Django starts."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Imports `jobs.py` of each app and listens for finished tasks."""

    name = "lotsa.foundation.jobs"

    def ready(self) -> None:
        """Register all jobs."""
        from django_tasks.signals import task_finished  # noqa: PLC0415

        from lotsa.foundation.jobs.recurring import note_finished  # noqa: PLC0415

        autodiscover_modules("jobs")
        task_finished.connect(note_finished, dispatch_uid="lotsa-recurring")
