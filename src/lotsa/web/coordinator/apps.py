from django.apps import AppConfig


class CoordinatorConfig(AppConfig):
    """The face of coordinators."""

    name = "lotsa.web.coordinator"
    label = "coordinator"
