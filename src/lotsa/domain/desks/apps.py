from django.apps import AppConfig


class DesksConfig(AppConfig):
    """Entrances to the support system, and how each territory receives what comes in."""

    name = "lotsa.domain.desks"
    label = "desks"
    default_auto_field = "django.db.models.BigAutoField"
