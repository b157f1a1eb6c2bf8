"""The forms about people: invite, change, end."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotsa.domain.actors.invitations import GivenRole
from lotsa.domain.actors.models import Actor, Member, Team
from lotsa.domain.actors.models.members import StaffRole
from lotsa.domain.places.models import Territory
from lotsa.foundation.access import Role


class RolesForm(forms.Form):
    """Roles, where one coordinates, and teams."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one role.")},
    )
    territories = forms.CharField(
        label=gettext_lazy("Where a coordinator coordinates"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One county or municipality on each line, such as Örebro län or Örebro kommun."
            " Empty is the whole country."
        ),
        max_length=2000,
    )
    teams = forms.MultipleChoiceField(
        label=gettext_lazy("Teams"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, actor: Actor, givable: frozenset[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = [
            (role.value, role.label) for role in StaffRole if role.value in givable
        ]
        teams = Team.objects.filter(actor=actor, is_active=True)
        self.fields["teams"].choices = [(str(team.pk), team.name) for team in teams]
        if not teams:
            del self.fields["teams"]
        if Role.COORDINATOR not in givable:
            del self.fields["territories"]

    def clean_territories(self) -> list[str]:
        """Codes of the places written. A name that could be two places must say which."""
        lines = str(self.cleaned_data["territories"]).splitlines()
        return [_code_of(written) for line in lines if (written := line.strip())]

    def given_roles(self, kept: Iterable[GivenRole] = ()) -> list[GivenRole]:
        """The roles chosen; those in `kept` are beyond this form and stay as they are."""
        chosen = list(kept)
        codes = self.cleaned_data.get("territories") or [""]
        for role in self.cleaned_data["roles"]:
            places = codes if role == StaffRole.COORDINATOR else [""]
            chosen += [GivenRole(role=role, territory=code) for code in places]
        return chosen

    def team_ids(self) -> list[int]:
        """Keys of the teams chosen."""
        return [int(key) for key in self.cleaned_data.get("teams", ())]


class InviteForm(RolesForm):
    """Whom to invite, and to what."""

    email = forms.EmailField(
        label=gettext_lazy("Mail address"),
        max_length=254,
        error_messages={
            "required": gettext_lazy("Write the person's mail address."),
            "invalid": gettext_lazy("Write a whole mail address, such as name@example.se."),
        },
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write the person's name.")},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the invitation"),
        choices=[("sv", "Svenska"), ("en", "English")],
        initial="sv",
    )
    field_order = ("email", "name", "roles", "territories", "teams", "language")


class MemberForm(RolesForm):
    """What a member is here."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120, required=False)
    field_order = ("title", "roles", "territories", "teams")

    @classmethod
    def of(
        cls, member: Member, givable: frozenset[Role], data: Any = None
    ) -> tuple["MemberForm", list[GivenRole]]:
        """The form of a member, and the roles it has that the one who asks may not touch."""
        rows = list(member.roles.select_related("territory"))
        kept = [
            GivenRole(role=row.role, territory=row.territory.code if row.territory else "")
            for row in rows
            if row.role not in givable
        ]
        places = [row.territory.full_name for row in rows if row.territory]
        initial = {
            "title": member.title,
            "roles": [row.role for row in rows],
            "territories": "\n".join(places),
            "teams": [str(pk) for pk in member.teams.values_list("pk", flat=True)],
        }
        form = cls(data, initial=initial, actor=member.actor, givable=givable)
        form.fields["roles"].required = not kept
        return form, kept


class EndForm(forms.Form):
    """Who takes over what a member who leaves has in hand."""

    colleague = forms.ChoiceField(
        label=gettext_lazy("Who takes over?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who takes over.")},
    )

    def __init__(self, *args: Any, colleagues: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].choices = [
            *((str(one.pk), one.user.name or one.user.email) for one in colleagues),
            ("team", _("Nobody in particular: the teams share it out")),
        ]

    def colleague_id(self) -> int | None:
        """The colleague's key; None leaves it to the teams."""
        chosen = self.cleaned_data["colleague"]
        return None if chosen == "team" else int(chosen)


class ReasonForm(forms.Form):
    """Why one acts for another person."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        min_length=5,
        max_length=300,
        help_text=gettext_lazy("The person sees this under Your settings."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": gettext_lazy("Write why."),
            "min_length": gettext_lazy("Write why in a few words."),
        },
    )


def _code_of(written: str) -> str:
    # Compared here: SQLite does not know that Ö and ö are the same letter.
    asked = " ".join(written.split()).casefold()
    places = list(Territory.objects.exclude(kind=Territory.Kind.COUNTRY))
    for field in ("code", "full_name_sv", "name_sv", "name_en"):
        codes = [place.code for place in places if getattr(place, field).casefold() == asked]
        if len(codes) == 1:
            return codes[0]
        if codes:
            raise forms.ValidationError(
                _("“%(place)s” is both a county and a municipality. Write län or kommun after it.")
                % {"place": written}
            )
    raise forms.ValidationError(_("There is no place called “%(place)s”.") % {"place": written})
