from django.apps import AppConfig


class ManagerConfig(AppConfig):
    """Where organisations keep what the directory says about them."""

    name = "lotsa.web.manager"
    label = "web_manager"
