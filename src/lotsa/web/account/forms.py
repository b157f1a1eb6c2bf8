"""The forms of sign-in."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lotsa.domain.actors.models import Member
from lotsa.domain.people.models import User, normal
from lotsa.foundation.ratelimit.limiter import Rate, take

_CODES_PER_ADDRESS = Rate.parse("20/h")
_TRIES_PER_PERSON = Rate.parse("15/h")
_ONCE = Rate(1, (2 * settings.MFA_TOTP_TOLERANCE + 1) * settings.MFA_TOTP_PERIOD)
"""As long as the app's code is taken (RFC 6238, section 5.2: a code is good for one sign-in)."""


class CodeRequestForm(forms.Form):
    """Where to send a code. It answers alike whether the address is known or not."""

    email = forms.EmailField(
        label=_("Your mail address at work"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your mail address."),
            "invalid": _("Write a whole mail address, such as name@example.se."),
        },
    )

    def clean_email(self) -> str:
        """The address; `_user` is whose it is, None for nobody who may sign in.

        Too many codes to one address are not sent, and that is not told either.
        """
        email = normal(str(self.cleaned_data["email"]))
        self._user = self._find(email)
        if self._user and take("code_to_address", email, _CODES_PER_ADDRESS):
            self._user = None
        return email

    def _find(self, email: str) -> User | None:
        user: User | None = User.objects.active().filter(email=email).first()
        if user is None or not Member.objects.current().filter(user=user).exists():
            return None
        return user


class CodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code from the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("The code in the mail")
        self.fields["code"].error_messages["required"] = _("Write the code from the mail.")
        self.fields["code"].widget.attrs.pop("placeholder", None)


class _Guarded:
    """A few tries an hour for each person, counted the same in every process."""

    user: User
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = _("Code from the app, or a recovery code")
        code.error_messages["required"] = _("Write the code.")
        code.widget.attrs.pop("placeholder", None)

    def clean_code(self) -> str:
        """The code, when it is right."""
        if take("second_factor", str(self.user.pk), _TRIES_PER_PERSON):
            raise forms.ValidationError(
                _("That was too many in a short time. Wait a while and try again.")
            )
        code: str = super().clean_code()  # type: ignore[misc]
        return code


class _Once(_Guarded):
    """A code that has been used is used up, in every process and for as long as it is right."""

    def clean_code(self) -> str:
        """The code, when it is right and not used before."""
        code = super().clean_code()
        plain = "".join(filter(str.isalnum, code))
        if take("second_factor_used", f"{self.user.pk} {plain}", _ONCE):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(_Once, AuthenticateForm):  # type: ignore[misc]
    """The second step at sign-in."""


class SecondFactorAgainForm(_Once, ReauthenticateForm):  # type: ignore[misc]
    """The second step once more, before changing how one signs in."""


class AppForm(_Guarded, ActivateTOTPForm):  # type: ignore[misc]
    """The first code from an authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("The code that the app shows")


class _Defused:
    """An answer that is no passkey's answer at all is a wrong one, not a fault of ours."""

    def full_clean(self) -> None:
        """Check everything; what cannot even be read is refused."""
        try:
            super().full_clean()  # type: ignore[misc]
        except (AttributeError, KeyError, TypeError, ValueError):
            self.add_error(None, _("It did not work. Try again, or choose another way."))  # type: ignore[attr-defined]


class PasskeyStepForm(_Defused, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the second step."""


class PasskeyAloneForm(_Defused, LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey instead of a code in the mail."""


class PasskeyAgainForm(_Defused, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey once more, before changing how one signs in."""


class PasskeyForm(_Defused, AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey or security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What you call it")
        self.fields["name"].widget.attrs["maxlength"] = 60
