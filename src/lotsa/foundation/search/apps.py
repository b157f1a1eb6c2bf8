"""The Django app that owns the search tables."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Search tables and nothing else; there are no models, the stores speak SQL."""

    name = "lotsa.foundation.search"
    label = "search"
