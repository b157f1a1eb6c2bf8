from django.apps import AppConfig


class PeopleFaceConfig(AppConfig):
    """Who has a place in which organisation, and with which roles."""

    name = "lotsa.web.people"
    label = "people_face"
