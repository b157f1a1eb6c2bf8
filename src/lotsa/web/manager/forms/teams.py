"""What a team helps with, and when it is away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotsa.domain.actors.models import Team
from lotsa.domain.actors.services_absences import AbsenceRefused, WhyNot
from lotsa.domain.actors.services_entries import Competence
from lotsa.domain.measures.selectors import Need

LONGEST_WORDS: Final = 300

WHY_NOT: Final = {
    WhyNot.BACKWARDS: gettext_lazy("The last day is before the first. Check the days."),
    WhyNot.SELF: gettext_lazy("A team cannot stand in for itself. Choose another."),
    WhyNot.CLOSED: gettext_lazy("That team is closed. Choose another."),
    WhyNot.RING: gettext_lazy(
        "That team is away some of the same days, and this team stands in for it. Choose another."
    ),
}


@dataclass(frozen=True)
class AreaRow:
    """One need area to tick, with the team's own words.

    Attributes:
        id: of the need area.
        name, hint: in the reader's language.
        chosen: the team helps with it.
        words_sv, words_en: in its own words.
        error: what to do, if anything.
    """

    id: str
    name: str
    hint: str
    chosen: bool = False
    words_sv: str = ""
    words_en: str = ""
    error: str = ""


def area_rows(team: Team, needs: Sequence[Need], language: str) -> tuple[AreaRow, ...]:
    """Every need area as the team has it."""
    known = {row.area: row for row in team.competences.all()}
    return tuple(
        AreaRow(
            need.id,
            need.name.get(language, need.id),
            need.hint.get(language, ""),
            need.id in known,
            known[need.id].words_sv if need.id in known else "",
            known[need.id].words_en if need.id in known else "",
        )
        for need in needs
    )


def posted_rows(post: QueryDict, rows: Sequence[AreaRow]) -> tuple[AreaRow, ...]:
    """The need areas as they were sent."""
    chosen = set(post.getlist("areas"))
    found = []
    for row in rows:
        sv = post.get(f"sv_{row.id}", "").strip()
        en = post.get(f"en_{row.id}", "").strip()
        long = max(len(sv), len(en)) > LONGEST_WORDS
        told = _("Write at most %(count)s characters.") % {"count": LONGEST_WORDS} if long else ""
        found.append(AreaRow(row.id, row.name, row.hint, row.id in chosen, sv, en, told))
    return tuple(found)


def competences(rows: Sequence[AreaRow], team: Team) -> tuple[Competence, ...]:
    """What to write: the ticked areas, each with the criteria it had.

    An area that the catalogue no longer has is kept, since the form cannot show it.
    """
    known = {row.area: row for row in team.competences.all()}
    offered = {row.id for row in rows}
    kept = tuple(
        Competence(row.area, row.words_sv, row.words_en, row.criteria)
        for row in known.values()
        if row.area not in offered
    )
    return kept + tuple(
        Competence(
            row.id,
            row.words_sv,
            row.words_en,
            known[row.id].criteria if row.id in known else None,
        )
        for row in rows
        if row.chosen
    )


class AbsenceForm(forms.Form):
    """Days away, and who stands in."""

    first = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    last = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text=gettext_lazy("Empty means until further notice."),
    )
    substitute = forms.ChoiceField(label=gettext_lazy("Who stands in"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Note for colleagues"), required=False, max_length=200
    )

    def __init__(self, *args: Any, substitutes: Sequence[Any], **kwargs: Any) -> None:
        """Offer some teams, given as choices in groups."""
        super().__init__(*args, **kwargs)
        nobody = ("", _("Nobody: new cases go to other teams"))
        self.fields["substitute"].choices = [nobody, *substitutes]  # type: ignore[attr-defined]

    def refuse(self, fault: AbsenceRefused) -> None:
        """Say why the absence could not be kept."""
        name = "last" if fault.why == WhyNot.BACKWARDS else "substitute"
        self.add_error(name, str(WHY_NOT[fault.why]))
