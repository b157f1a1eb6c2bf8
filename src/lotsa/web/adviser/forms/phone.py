"""A case opened for a company that calls, or that another organisation sends."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lotsa.core.companies.orgnr import read_organisation_number
from lotsa.core.routing.languages import language_name
from lotsa.domain.cases.enums import Origin
from lotsa.domain.cases.inbox import Option
from lotsa.domain.measures.selectors import Need
from lotsa.domain.places.models import Territory
from lotsa.web.adviser.forms import choose, phone_field

SEND_ON = "send"
_LANGUAGES = (
    "sv",
    "en",
    "ar",
    "so",
    "ti",
    "fa",
    "prs",
    "pl",
    "fi",
    "es",
    "fr",
    "de",
    "ru",
    "uk",
    "tr",
)


class PhoneForm(forms.Form):
    """One page, fast to fill in while somebody talks. Only the question itself is required."""

    form_id = forms.CharField(widget=forms.HiddenInput, max_length=32)
    origin = forms.ChoiceField(
        label=_("How did it come in?"),
        choices=[(one.value, one.label) for one in (Origin.PHONE, Origin.ACTOR)],
        widget=forms.RadioSelect,
        initial=Origin.PHONE.value,
    )
    company_name = forms.CharField(label=_("Company"), required=False, max_length=200)
    organisation_number = forms.CharField(
        label=_("Organisation number"),
        required=False,
        max_length=20,
        help_text=_("A sole trader's is not kept."),
    )
    contact_name = forms.CharField(label=_("Contact person"), required=False, max_length=120)
    contact_phone = phone_field()
    contact_email = forms.EmailField(
        label=_("Mail address"),
        required=False,
        help_text=_("A receipt with a link to the case is sent here."),
        error_messages={"invalid": _("Write the address as name@example.com.")},
    )
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    employees = forms.CharField(
        label=_("Employees"), required=False, max_length=30, help_text=_("A number, or 5–10.")
    )
    language = forms.ChoiceField(label=_("Language"), initial="sv")
    description = forms.CharField(
        label=_("What is it about?"),
        max_length=4000,
        widget=forms.Textarea,
        help_text=_("In the company's own words, as it will be read by those who get the case."),
        error_messages={"required": _("Write what the company needs help with.")},
    )
    needs = forms.MultipleChoiceField(
        label=_("Needs"), required=False, widget=forms.CheckboxSelectMultiple
    )
    go = forms.ChoiceField(
        label=_("Who takes it?"),
        widget=forms.RadioSelect,
        initial=SEND_ON,
        error_messages={"required": _("Choose who takes the case.")},
    )

    def __init__(
        self,
        *args: Any,
        needs: tuple[Need, ...],
        municipalities: tuple[Territory, ...],
        teams: tuple[Option, ...],
        shown_in: str,
        **kwargs: Any,
    ) -> None:
        """Take what there is to choose among.

        Args:
            *args: as for any form.
            needs: the need areas.
            municipalities: with their regions.
            teams: the teams the viewer may take a case for.
            shown_in: the page's language.
            **kwargs: as for any form.
        """
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_id", uuid.uuid4().hex)
        places: dict[str, list[tuple[str, str]]] = {}
        for one in municipalities:
            region = one.parent.full_name if one.parent else ""
            places.setdefault(region, []).append((one.code, one.name_sv))
        choose(self, "municipality", [("", gettext("Not known")), *places.items()])
        choose(self, "language", [(code, language_name(code, shown_in)) for code in _LANGUAGES])
        named = [
            (need.id, need.name.get(shown_in) or need.name.get("sv", need.id)) for need in needs
        ]
        choose(self, "needs", named)
        take = gettext("I take it, for %(team)s")
        mine = [(team.value, take % {"team": team.name}) for team in teams]
        choose(self, "go", [(SEND_ON, gettext("Send it to the team that fits best")), *mine])

    def clean_organisation_number(self) -> str:
        """A number that cannot be one is told of at once."""
        number: str = self.cleaned_data["organisation_number"].strip()
        if number and read_organisation_number(number) is None:
            raise forms.ValidationError(
                gettext(
                    "The organisation number is not valid. It has ten digits, such as 556000-0000."
                )
            )
        return number

    def clean(self) -> dict[str, Any]:
        """Without any way to be reached the company would never hear from anyone."""
        cleaned: dict[str, Any] = super().clean() or {}
        reached = cleaned.get("contact_phone") or cleaned.get("contact_email")
        if not reached and not self.errors.keys() & {"contact_email", "contact_phone"}:
            self.add_error(
                "contact_phone",
                gettext("Write a phone number or a mail address to reach the company at."),
            )
        return cleaned
