from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Companies' matters, from the first question to the follow-up."""

    name = "lotsa.domain.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
