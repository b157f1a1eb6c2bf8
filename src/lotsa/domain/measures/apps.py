from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Support measures with their versions, need areas and the registry of facts."""

    name = "lotsa.domain.measures"
    label = "measures"
    default_auto_field = "django.db.models.BigAutoField"
