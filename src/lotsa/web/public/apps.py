from django.apps import AppConfig


class PublicConfig(AppConfig):
    """The face of everyone."""

    name = "lotsa.web.public"
    label = "public"

    def ready(self) -> None:
        """Tell the outbox where mail is declined."""
        from lotsa.foundation.outbox.registry import unsubscribe_at  # noqa: PLC0415
        from lotsa.web.public.mail_choices import stop_address  # noqa: PLC0415  needs the apps

        unsubscribe_at(stop_address)
