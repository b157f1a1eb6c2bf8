from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Files that people hand in."""

    name = "lotsa.foundation.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
