from django.apps import AppConfig


class DesksFaceConfig(AppConfig):
    """Where coordinators set up desks."""

    name = "lotsa.web.desks"
    label = "web_desks"
