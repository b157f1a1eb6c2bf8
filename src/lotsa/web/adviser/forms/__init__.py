"""What is written on the adviser pages."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lotsa.core.cases.contact import is_phone
from lotsa.domain.cases.case_page import Colleague
from lotsa.domain.cases.enums import DeclineReason, Outcome

LONGEST_TEXT = 8000


def _text(label: Any, *, required: bool = True, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        help_text=hint,
        error_messages={"required": _("Write something first.")},
    )


def phone_field() -> forms.CharField:
    """A field for the number that a company is called at."""
    return forms.CharField(
        label=_("Phone"), required=False, max_length=40, validators=[_check_phone]
    )


def _check_phone(text: str) -> None:
    if not is_phone(text):
        raise forms.ValidationError(_("Check the phone number. It should be like 070-174 06 05."))


def choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    """Give a field of choices what there is to choose among just now."""
    cast("forms.ChoiceField", form.fields[name]).choices = choices


class MessageForm(forms.Form):
    """A message to the company; its files come beside it."""

    text = _text(_("Message to the company"), required=False)


class NoteForm(forms.Form):
    """An internal note."""

    text = _text(_("New note"))
    shared = forms.BooleanField(required=False)


class TaskForm(forms.Form):
    """Something to do, by somebody, by a day."""

    title = forms.CharField(
        label=_("What is to be done"),
        max_length=200,
        error_messages={"required": _("Write what is to be done.")},
    )
    due_on = forms.DateField(
        label=_("By"),
        required=False,
        widget=forms.DateInput,
        error_messages={"invalid": _("Write the day as 2026-05-31.")},
    )
    member = forms.ChoiceField(label=_("Who"), required=False)

    def __init__(self, *args: Any, colleagues: tuple[Colleague, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(
            self, "member", [("", _("I do it")), *((str(one.id), one.name) for one in colleagues)]
        )


class RegistrationForm(forms.Form):
    """Whether the case is to be registered, and its number in the records system."""

    wanted = forms.BooleanField(required=False)
    number = forms.CharField(label=_("Number in the records system"), required=False, max_length=60)


class ContactForm(forms.Form):
    """How the company is reached."""

    name = forms.CharField(label=_("Contact person"), required=False, max_length=120)
    email = forms.EmailField(
        label=_("Mail address"),
        required=False,
        error_messages={"invalid": _("Write the address as name@example.com.")},
    )
    phone = phone_field()

    def __init__(self, *args: Any, needed: bool, **kwargs: Any) -> None:
        """`needed`: the company must be possible to reach by something."""
        super().__init__(*args, **kwargs)
        self._needed = needed

    def clean(self) -> dict[str, Any]:
        """A company that gave its name must not become impossible to reach."""
        cleaned: dict[str, Any] = super().clean() or {}
        reached = cleaned.get("phone") or cleaned.get("email")
        if self._needed and not reached and not self.errors.keys() & {"email", "phone"}:
            self.add_error(
                "phone", _("Write a phone number or a mail address to reach the company at.")
            )
        return cleaned


class DeclineForm(forms.Form):
    """Why the team says no."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
    text = _text(
        _("More about it"),
        required=False,
        hint=_("Read by those who sort the case. The company does not see it."),
    )

    def clean(self) -> dict[str, Any]:
        """Another reason must be told in words."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("reason") == DeclineReason.OTHER and not cleaned.get("text", "").strip():
            self.add_error("text", _("Write what the other reason is."))
        return cleaned


class CloseForm(forms.Form):
    """How it went."""

    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it went.")},
    )
    text = _text(
        _("More about it"),
        required=False,
        hint=_("What was done, for those who read the case later. The company does not see it."),
    )


class AssignForm(forms.Form):
    """Which colleague gets the case."""

    member = forms.ChoiceField(
        label=_("To whom?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a colleague."),
            "invalid_choice": _("Choose somebody who is in the team now."),
        },
    )

    def __init__(
        self,
        *args: Any,
        colleagues: tuple[Colleague, ...] = (),
        has_it: int | None = None,
        **kwargs: Any,
    ) -> None:
        """Take who there is to choose among, and who of them has the case now."""
        super().__init__(*args, **kwargs)
        has = gettext("%(name)s (has it now)")
        choose(
            self,
            "member",
            [
                (str(one.id), has % {"name": one.name} if one.id == has_it else one.name)
                for one in colleagues
            ],
        )
