from django.apps import AppConfig


class SituationsConfig(AppConfig):
    """Situations that a company chose to keep for a while."""

    name = "lotsa.domain.situations"
    label = "situations"
    default_auto_field = "django.db.models.BigAutoField"
