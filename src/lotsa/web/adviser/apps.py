from django.apps import AppConfig


class AdviserConfig(AppConfig):
    """Gives Django the templates and tags of the adviser pages."""

    name = "lotsa.web.adviser"
    label = "adviser"
