"""The form a question is asked with: read as typed, checked, and drawn again with nothing lost."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict
from django.utils.translation import gettext as _

from lotsa.core.cases.contact import is_phone
from lotsa.core.companies.orgnr import read_organisation_number
from lotsa.foundation.web.typed import one_line, paragraphs

LONGEST_TEXT: Final = 4000
NAMED: Final = "named"
ANONYMOUS: Final = "anonymous"
_LINES: Final = {
    "contact_name": 120,
    "contact_email": 254,
    "contact_phone": 40,
    "company_name": 200,
    "organisation_number": 20,
    "language": 10,
    "municipality": 4,
    "desk": 80,
}
LANGUAGES: Final = (
    *("sv", "en", "ar", "am", "bs", "da", "prs", "es", "et", "fa", "fi", "fr", "ku", "lt", "lv"),
    *("no", "ps", "pl", "pt", "ro", "ru", "se", "so", "sq", "sr", "th", "ti", "de", "tr", "uk"),
    *("vi", "zh"),
)
"""Languages one may ask for help in; those of a desk come before them."""


@dataclass(frozen=True)
class Typed:
    """What stands in the form, as it was typed.

    Attributes:
        how: NAMED to be contacted, ANONYMOUS to ask without a name.
        language: code of the language one wants help in.
        municipality: code, when it was asked for here.
        consent: the box under the consent text is ticked.
        desk: slug of the desk the question is asked at; empty for none.
    """

    description: str = ""
    needs: tuple[str, ...] = ()
    how: str = NAMED
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    company_name: str = ""
    organisation_number: str = ""
    language: str = ""
    municipality: str = ""
    consent: bool = False
    desk: str = ""

    @property
    def anonymous(self) -> bool:
        """Whether the question is asked without a name."""
        return self.how == ANONYMOUS

    def as_json(self) -> dict[str, Any]:
        """As it is kept in the session while something is changed on another page."""
        return asdict(self) | {"needs": list(self.needs)}

    @staticmethod
    def from_json(raw: Any) -> "Typed | None":
        """Read back what `as_json` gave; None when there is nothing that can be read."""
        if not isinstance(raw, Mapping):
            return None
        try:
            typed = Typed(**raw)
        except TypeError:
            return None
        return replace(typed, needs=tuple(str(need) for need in typed.needs))

    @staticmethod
    def from_post(posted: QueryDict, need_ids: Mapping[str, Any]) -> "Typed":
        """What was posted, cut to what there is room for; a need that is not known is left out."""
        lines = {name: one_line(posted.get(name, ""))[:room] for name, room in _LINES.items()}
        return Typed(
            description=paragraphs(posted.get("description", "")),
            needs=tuple(
                dict.fromkeys(need for need in posted.getlist("needs") if need in need_ids)
            ),
            how=ANONYMOUS if posted.get("how") == ANONYMOUS else NAMED,
            consent="consent" in posted,
            **lines,
        )


def faults(
    typed: Typed, municipalities: Collection[str], languages: Collection[str] = LANGUAGES
) -> dict[str, str]:
    """What must be mended before the question can be sent: field to what to do."""
    found: dict[str, str] = {}
    if not typed.description and not typed.needs:
        found["description"] = _("Write a few words on what you want help with.")
    elif len(typed.description) > LONGEST_TEXT:
        found["description"] = _("Shorten the text to %(most)s characters; it has %(now)s.") % {
            "most": LONGEST_TEXT,
            "now": len(typed.description),
        }
    if not typed.anonymous:
        found |= contact_faults(typed.contact_name, typed.contact_email, typed.contact_phone)
        if fault := _number_fault(typed.organisation_number):
            found["organisation_number"] = fault
    if typed.municipality and typed.municipality not in municipalities:
        found["municipality"] = _("Choose one of the alternatives.")
    if typed.language not in languages:
        found["language"] = _("Choose one of the alternatives.")
    if not typed.consent:
        found["consent"] = _("Tick the box, so that we may pass your question on.")
    return found


def contact_faults(name: str, email: str, phone: str) -> dict[str, str]:
    """What must be mended in how somebody is reached: a name, and a mail address or a number."""
    found: dict[str, str] = {}
    if not name:
        found["contact_name"] = _("Write whom we should ask for.")
    if not email and not phone:
        found["contact_email"] = _("Write a mail address or a phone number, so that we reach you.")
    if email:
        try:
            validate_email(email)
        except ValidationError:
            found["contact_email"] = _("Check the mail address. It should be like name@example.se.")
    if phone and not is_phone(phone):
        found["contact_phone"] = _("Check the phone number. It should be like 070-174 06 05.")
    return found


def without_personal_number(typed: Typed) -> Typed:
    """The same, without an organisation number that is somebody's personal identity number."""
    number = read_organisation_number(typed.organisation_number)
    return replace(typed, organisation_number="") if number and number.is_person else typed


def _number_fault(given: str) -> str:
    if not given:
        return ""
    number = read_organisation_number(given)
    if number is None:
        return _("The organisation number is not valid. It has ten digits, such as 556000-0000.")
    if number.is_person:
        return _("That is a personal identity number. We do not keep it, so leave this empty.")
    return ""
