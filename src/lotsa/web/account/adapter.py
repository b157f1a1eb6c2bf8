"""How allauth does things in this house: who gets in, what is mailed, where one goes next."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lotsa.domain.actors.models import Member
from lotsa.domain.people.models import User, normal
from lotsa.foundation.outbox.services import enqueue
from lotsa.foundation.web.ways import is_own_path
from lotsa.web.account import sessions

_CODE_MAIL = "account/email/login_code"

_FAULTS = {
    "incorrect_code": _("The code is not right. Check it, or ask for a new one."),
    "too_many_login_attempts": _("That was wrong too many times. Ask for a new code."),
    "rate_limited": _("That was too many in a short time. Wait a while and try again."),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in by code."""

    error_messages = DefaultAccountAdapter.error_messages | _FAULTS

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Never: people are invited."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send the code through the outbox; allauth has nothing else to send.

        Whether the address is known cannot be told from how long the answer takes: mail is
        delivered by the worker.
        """
        if template_prefix != _CODE_MAIL:
            return
        user = User.objects.active().filter(email=normal(email)).first()
        if user is not None:
            enqueue("account.code", to=("user", user.pk), data={"code": context["code"]})

    def send_notification_mail(
        self, _template_prefix: str, user: AbstractBaseUser, *_args: Any, **_kwargs: Any
    ) -> None:
        """Tell a person that their way of signing in was changed."""
        enqueue("account.changed", to=("user", user.pk))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Show what went wrong; the pages themselves say what went well."""
        if message:
            super().add_message(
                request, level, message_template, message_context, extra_tags, message
            )

    def pre_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponse | None:
        """Let in only those who have a place."""
        if not Member.objects.current().filter(user=user).exists():
            return redirect("account:no_place")
        return super().pre_login(request, user, **kwargs)

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Begin the session, remembering how the person proved who it is."""
        sessions.carry_proofs(request)
        super().login(request, user)

    def get_login_redirect_url(self, _request: HttpRequest) -> str:
        """The first page of one's place."""
        return reverse("account:home")

    def is_safe_url(self, url: str | None) -> bool:
        """Only a path of this site."""
        return bool(url) and is_own_path(str(url))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor."""

    error_messages = DefaultMFAAdapter.error_messages | _FAULTS

    def get_totp_issuer(self) -> str:
        """What an authenticator app calls this site."""
        return "Lotsa"

    def _get_site_name(self) -> str:
        return "Lotsa"

    def generate_authenticator_name(self, *_args: Any) -> str:
        """What a passkey is called until its owner says otherwise."""
        return str(_("Passkey"))
