"""What an organisation and its teams say about themselves."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotsa.core.companies.orgnr import read_organisation_number
from lotsa.core.routing.languages import ALWAYS_SPOKEN, CODES, language_name
from lotsa.domain.actors.models import Actor, Team
from lotsa.domain.actors.services_entries import ActorChanges, TeamChanges
from lotsa.usecases.directory.words import CHANNELS, DAYS

LONGEST_TEXT: Final = 4000
MOST_CASES: Final = 10_000


def language_choices(language: str) -> list[tuple[str, str]]:
    """Every language but the one that goes without saying, by name."""
    named = ((code, language_name(code, language)) for code in CODES if code != ALWAYS_SPOKEN)
    return sorted(named, key=lambda one: one[1])


def text_area(label: Any, **extra: Any) -> forms.CharField:
    """A text of some paragraphs."""
    return forms.CharField(
        label=label, required=False, max_length=LONGEST_TEXT, widget=forms.Textarea, **extra
    )


class _Entry(forms.Form):
    presentation_sv = text_area(
        gettext_lazy("What you do, in Swedish"),
        help_text=gettext_lazy("Short and plain. Companies and colleagues read it."),
    )
    presentation_en = text_area(gettext_lazy("What you do, in English"))
    email = forms.EmailField(label=gettext_lazy("Mail address"), required=False)
    phone = forms.CharField(label=gettext_lazy("Phone number"), required=False, max_length=40)
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages you help in, besides Swedish"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = language_choices(language)  # type: ignore[attr-defined]


class NewActorForm(forms.Form):
    """An organisation to add: its name and what kind it is."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of organisation"), required=False)

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Other")), *kinds]  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """A name that no organisation has."""
        name: str = " ".join(self.cleaned_data["name"].split())
        if Actor.objects.listed().filter(name__iexact=name).exists():
            raise ValidationError(_("There is an organisation with this name."))
        return name


class ActorForm(_Entry):
    """An organisation's own words and contact details."""

    website = forms.URLField(
        label=gettext_lazy("Website"), required=False, max_length=400, assume_scheme="https"
    )
    organisation_number = forms.CharField(
        label=gettext_lazy("Organisation number"), required=False, max_length=20
    )
    field_order = ("organisation_number", "presentation_sv", "presentation_en", "website")

    def __init__(self, *args: Any, actor: Actor, administrator: bool, **kwargs: Any) -> None:
        initial = {
            "presentation_sv": actor.presentation_sv,
            "presentation_en": actor.presentation_en,
            "website": actor.website,
            "email": actor.email,
            "phone": actor.phone,
            "languages": actor.languages,
            "organisation_number": actor.organisation_number,
        }
        super().__init__(*args, initial=initial, **kwargs)
        if not administrator:
            del self.fields["organisation_number"]

    def clean_organisation_number(self) -> str:
        """Ten digits, checked; empty when none is given."""
        given: str = self.cleaned_data["organisation_number"]
        if not given.strip():
            return ""
        found = read_organisation_number(given)
        if found is None or not found.digits:
            raise ValidationError(_("Check the organisation number. It has ten digits."))
        return found.digits

    def changes(self) -> ActorChanges:
        """What to write."""
        changes: ActorChanges = dict(self.cleaned_data)  # type: ignore[assignment]
        return changes


class TeamForm(_Entry):
    """A team's name, words, room, hours and channels."""

    name = forms.CharField(label=gettext_lazy("Name of the team"), max_length=160)
    capacity = forms.IntegerField(
        label=gettext_lazy("Open cases at a time, at most"),
        help_text=gettext_lazy(
            "Empty means no limit. A full team is placed after those with room."
        ),
        required=False,
        min_value=0,
        max_value=MOST_CASES,
    )
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("How you meet companies"),
        required=False,
        choices=tuple(CHANNELS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("name", "presentation_sv", "presentation_en", "email", "phone", "capacity")

    def __init__(self, *args: Any, team: Team | None = None, **kwargs: Any) -> None:
        initial = {} if team is None else _initial(team)
        super().__init__(*args, initial=initial, **kwargs)
        for day in DAYS:
            for end in ("from", "to"):
                self.fields[f"{day}_{end}"] = forms.TimeField(
                    required=False, widget=forms.TimeInput(format="%H:%M")
                )

    def clean(self) -> dict[str, Any]:
        """Both ends of a day's hours, in order, or neither."""
        cleaned = super().clean() or {}
        for day, name in DAYS.items():
            first, last = cleaned.get(f"{day}_from"), cleaned.get(f"{day}_to")
            if (first is None) != (last is None) or (first and last and first >= last):
                told = _("%(day)s: write when you open and when you close.") % {"day": name}
                self.add_error(f"{day}_from", told)
        return cleaned

    def days(self) -> Sequence[Mapping[str, Any]]:
        """The rows of the table of hours."""
        return [
            {"name": name, "opens": self[f"{day}_from"], "closes": self[f"{day}_to"]}
            for day, name in DAYS.items()
        ]

    def changes(self) -> TeamChanges:
        """What to write."""
        told = self.cleaned_data
        hours = {
            day: [f"{told[f'{day}_from']:%H:%M}", f"{told[f'{day}_to']:%H:%M}"]
            for day in DAYS
            if told.get(f"{day}_from")
        }
        return {
            "name": told["name"],
            "presentation_sv": told["presentation_sv"],
            "presentation_en": told["presentation_en"],
            "email": told["email"],
            "phone": told["phone"],
            "languages": told["languages"],
            "capacity": told["capacity"],
            "channels": told["channels"],
            "opening_hours": hours,
        }


def _initial(team: Team) -> dict[str, Any]:
    told = {
        name: getattr(team, name)
        for name in (
            *("name", "presentation_sv", "presentation_en", "email", "phone"),
            *("languages", "capacity", "channels"),
        )
    }
    for day, span in team.opening_hours.items():
        told[f"{day}_from"], told[f"{day}_to"] = span[0], span[-1]
    return told
