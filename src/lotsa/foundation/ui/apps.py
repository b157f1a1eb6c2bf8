from django.apps import AppConfig


class UiConfig(AppConfig):
    """Base templates, components and the style sheet shared by every face."""

    name = "lotsa.foundation.ui"
    label = "ui"
