"""What a coordinator writes about a desk and about reception."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotsa.core.criteria.registry import Registry
from lotsa.domain.desks.models import Desk, ReceptionRules
from lotsa.domain.desks.rules import Rules
from lotsa.domain.desks.services import DeskChanges
from lotsa.domain.measures.selectors import CurrentCatalogue, Need
from lotsa.domain.places.models import Territory
from lotsa.usecases.directory.words import DAYS
from lotsa.web.manager.forms.entries import language_choices, text_area

MOST_QUESTIONS: Final = 6
_MOST_DAYS: Final = 30
_SENSIBLE = frozenset({"enum", "boolean", "integer", "number", "date", "list_of_codes"})
_PERSONAL = frozenset({"language_preference"})


class DeskForm(forms.Form):
    """A desk: its words, whom it is for, what it asks, how it is reached."""

    name_sv = forms.CharField(label=gettext_lazy("Name in Swedish"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120, required=False)
    intro_sv = text_area(
        gettext_lazy("Introduction in Swedish"),
        help_text=gettext_lazy(
            "Who is it for and what can one get? An empty line begins a new paragraph."
        ),
    )
    intro_en = text_area(gettext_lazy("Introduction in English"))
    territory = forms.ChoiceField(
        label=gettext_lazy("For companies in"),
        required=False,
    )
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("What it is about"),
        help_text=gettext_lazy("Tick nothing for everything."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages one can get help in, besides Swedish"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    phone = forms.CharField(label=gettext_lazy("Phone number"), required=False, max_length=40)

    def __init__(
        self,
        *args: Any,
        desk: Desk | None = None,
        catalogue: CurrentCatalogue,
        territories: Sequence[Territory],
        country: bool,
        language: str,
    ) -> None:
        """See the class.

        Args:
            *args: what was posted, if anything.
            desk: the one to change; None is a new one.
            catalogue: for need areas and facts.
            territories: those the viewer decides for.
            country: whether the viewer may set up a desk for the whole country.
            language: of the choices.
        """
        super().__init__(*args, initial=_initial(desk) if desk else {})
        fields: Any = self.fields
        self._by_code = {one.code: one for one in territories if one.kind != "country"}
        kept = desk.territory if desk and desk.territory else None
        if kept is not None:
            self._by_code.setdefault(kept.code, kept)
        fields["territory"].choices = list(_places(self._by_code.values()))
        if country or (desk and desk.territory_id is None):
            fields["territory"].choices.insert(0, ("", _("The whole country")))
        else:
            fields["territory"].required = True
        fields["areas"].choices = [
            (need.id, need.name.get(language, need.id)) for need in catalogue.needs
        ]
        fields["languages"].choices = language_choices(language)
        asked = [("", _("No question")), *question_choices(catalogue.registry, language)]
        for number in range(1, MOST_QUESTIONS + 1):
            label = _("Question %(number)s") % {"number": number}
            fields[f"question_{number}"] = forms.ChoiceField(
                label=label, required=False, choices=asked
            )
        for day in DAYS:
            for end in ("from", "to"):
                fields[f"{day}_{end}"] = forms.TimeField(required=False)

    def questions(self) -> list[forms.BoundField]:
        """The fields of questions, in order."""
        return [self[f"question_{number}"] for number in range(1, MOST_QUESTIONS + 1)]

    def days(self) -> Sequence[Mapping[str, Any]]:
        """The rows of the table of hours."""
        return [
            {"name": name, "opens": self[f"{day}_from"], "closes": self[f"{day}_to"]}
            for day, name in DAYS.items()
        ]

    def clean(self) -> dict[str, Any]:
        """Both ends of a day's hours, in order, or neither."""
        cleaned = super().clean() or {}
        for day, name in DAYS.items():
            first, last = cleaned.get(f"{day}_from"), cleaned.get(f"{day}_to")
            if (first is None) != (last is None) or (first and last and first >= last):
                told = _("%(day)s: write when you open and when you close.") % {"day": name}
                self.add_error(f"{day}_from", told)
        return cleaned

    def changes(self) -> DeskChanges:
        """What to write."""
        told = self.cleaned_data
        place = self._by_code.get(told["territory"])
        asked = [told[f"question_{number}"] for number in range(1, MOST_QUESTIONS + 1)]
        return {
            "name_sv": told["name_sv"],
            "name_en": told["name_en"],
            "intro_sv": told["intro_sv"],
            "intro_en": told["intro_en"],
            "territory_id": place.pk if place else None,
            "areas": told["areas"],
            "questions": list(dict.fromkeys(one for one in asked if one)),
            "languages": told["languages"],
            "phone": told["phone"],
            "opening_hours": {
                day: [f"{told[f'{day}_from']:%H:%M}", f"{told[f'{day}_to']:%H:%M}"]
                for day in DAYS
                if told.get(f"{day}_from")
            },
        }


def question_choices(registry: Registry, language: str) -> list[tuple[str, str]]:
    """The facts a desk may ask for, by their question."""
    return sorted(
        (
            (known.id, known.text(known.question, language))
            for known in registry.fields.values()
            if known.question
            and known.type in _SENSIBLE
            and not known.sensitive
            and not known.per_window
            and known.id not in _PERSONAL
        ),
        key=lambda one: one[1],
    )


def _places(places: Iterable[Territory]) -> Iterable[tuple[str, str]]:
    ordered = sorted(places, key=lambda one: (one.kind != "region", one.name_sv))
    for one in ordered:
        yield one.code, one.full_name


def _initial(desk: Desk) -> dict[str, Any]:
    told = {
        name: getattr(desk, name)
        for name in (
            *("name_sv", "name_en", "intro_sv", "intro_en", "areas", "languages", "phone"),
        )
    }
    told["territory"] = desk.territory.code if desk.territory else ""
    for number, question in enumerate(desk.questions[:MOST_QUESTIONS], start=1):
        told[f"question_{number}"] = question
    for day, span in desk.opening_hours.items():
        told[f"{day}_from"], told[f"{day}_to"] = span[0], span[-1]
    return told


class RulesForm(forms.Form):
    """How a territory receives cases."""

    contact_within = forms.IntegerField(
        label=gettext_lazy("A company is contacted within, working days"),
        help_text=gettext_lazy("What the company is promised when it has asked."),
        min_value=1,
        max_value=_MOST_DAYS,
    )
    reply_within = forms.IntegerField(
        label=gettext_lazy("A team accepts or declines within, working days"),
        help_text=gettext_lazy("After that it is reminded, and then its substitute and you."),
        min_value=1,
        max_value=_MOST_DAYS,
    )
    default_mode = forms.ChoiceField(
        label=gettext_lazy("What happens with a new case"),
        choices=ReceptionRules.Mode.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, rules: Rules, needs: Sequence[Need], language: str) -> None:
        """The form over the rules that hold now."""
        initial = {
            "contact_within": rules.contact_within,
            "reply_within": rules.reply_within,
            "default_mode": rules.default_mode,
        }
        self._areas = [need.id for need in needs]
        for need in needs:
            initial[f"mode_{need.id}"] = rules.modes.get(need.id, "")
        super().__init__(*args, initial=initial)
        usual = ("", _("As usual"))
        for need in needs:
            self.fields[f"mode_{need.id}"] = forms.ChoiceField(
                label=need.name.get(language, need.id),
                choices=[usual, *ReceptionRules.Mode.choices],
                required=False,
            )

    def modes(self) -> list[forms.BoundField]:
        """The fields of need areas."""
        return [self[f"mode_{area}"] for area in self._areas]

    def clean(self) -> dict[str, Any]:
        """A team answers before the company has been promised a contact."""
        cleaned = super().clean() or {}
        reply, contact = cleaned.get("reply_within"), cleaned.get("contact_within")
        if reply and contact and reply > contact:
            told = _("A team must answer before the company should be contacted.")
            self.add_error("reply_within", told)
        return cleaned

    def chosen(self) -> dict[str, Any]:
        """What to write."""
        told = self.cleaned_data
        return {
            "contact_within": told["contact_within"],
            "reply_within": told["reply_within"],
            "default_mode": told["default_mode"],
            "modes": {area: mode for area in self._areas if (mode := told.get(f"mode_{area}"))},
        }
