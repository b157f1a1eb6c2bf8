from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The people who work in Lotsa and how they are told apart."""

    name = "lotsa.domain.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
