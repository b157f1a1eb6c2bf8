from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Territories: country, regions and municipalities."""

    name = "lotsa.domain.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"
