from django.apps import AppConfig


class AccountConfig(AppConfig):
    """Signing in, one's own settings, and which place one is at."""

    name = "lotsa.web.account"
    # Not "account": that label is allauth's.
    label = "sign_in"

    def ready(self) -> None:
        """Have every sign-in, whichever way it came, begin the same kind of session."""
        from allauth.account.signals import authentication_step_completed  # noqa: PLC0415
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415  needs the apps

        from lotsa.web.account import sessions  # noqa: PLC0415

        user_logged_in.connect(sessions.begin, dispatch_uid="lotsa.begin")
        authentication_step_completed.connect(sessions.note_vouched, dispatch_uid="lotsa.vouched")
