"""What happened to an entry, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from lotsa.usecases.directory.pages import Change

WHAT: Final[Mapping[str, str | Promise]] = {
    "actor.created": gettext_lazy("The organisation was added"),
    "actor.edited": gettext_lazy("The organisation's entry was changed"),
    "actor.confirmed": gettext_lazy("The organisation's entry was confirmed"),
    "team.created": gettext_lazy("The team was added"),
    "team.edited": gettext_lazy("The team was changed"),
    "team.confirmed": gettext_lazy("The team was confirmed"),
    "team.closed": gettext_lazy("The team was closed"),
    "team.opened": gettext_lazy("The team was opened again"),
    "absence.added": gettext_lazy("An absence was added"),
    "absence.ended": gettext_lazy("An absence was ended"),
}

FIELDS: Final[Mapping[str, str | Promise]] = {
    "name": gettext_lazy("name"),
    "organisation_number": gettext_lazy("organisation number"),
    "presentation_sv": gettext_lazy("text in Swedish"),
    "presentation_en": gettext_lazy("text in English"),
    "website": gettext_lazy("website"),
    "email": gettext_lazy("mail address"),
    "phone": gettext_lazy("phone number"),
    "territory": gettext_lazy("where"),
    "criteria": gettext_lazy("which companies"),
    "languages": gettext_lazy("languages"),
    "capacity": gettext_lazy("room for cases"),
    "opening_hours": gettext_lazy("opening hours"),
    "channels": gettext_lazy("ways to meet"),
    "competences": gettext_lazy("what the team helps with"),
}


@dataclass(frozen=True)
class ChangeLine:
    """One change as it is read."""

    at: datetime
    what: str
    team: str
    fields: str
    by: str


def change_lines(changes: Iterable[Change]) -> tuple[ChangeLine, ...]:
    """Changes in words."""
    return tuple(
        ChangeLine(
            one.at,
            str(WHAT.get(one.what, one.what)),
            one.team,
            ", ".join(str(FIELDS.get(name, name)) for name in one.fields),
            one.by,
        )
        for one in changes
    )
