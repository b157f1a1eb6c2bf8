from django.apps import AppConfig


class CompaniesConfig(AppConfig):
    """The companies that have turned to the support desk."""

    name = "lotsa.domain.companies"
    label = "companies"
    default_auto_field = "django.db.models.BigAutoField"
