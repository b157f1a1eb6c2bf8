from django.apps import AppConfig


class OpsConfig(AppConfig):
    """Commands for those who run the system."""

    name = "lotsa.ops"
    label = "ops"
