from django.apps import AppConfig


class ActorsConfig(AppConfig):
    """The organisations of the support system."""

    name = "lotsa.domain.actors"
    label = "actors"
    default_auto_field = "django.db.models.BigAutoField"
