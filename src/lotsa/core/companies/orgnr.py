"""Swedish organisation numbers: are they valid, and which legal form do they suggest?

Source: lagen (1974:174) om identitetsbeteckning för juridiska personer m.fl.;
the first digit tells the group of legal forms. A sole trader's number is a
personal identity number, told by a third digit below 2; it is looked at and
never kept.
"""

from dataclasses import dataclass
from typing import Final

from stdnum.exceptions import ValidationError
from stdnum.se import orgnr

_FORMS: Final = {
    "2": ("offentlig",),
    "5": ("aktiebolag",),
    "6": ("enkelt_bolag",),
    "7": ("ekonomisk_forening",),
    "8": ("ideell_forening", "stiftelse"),
    "9": ("handelsbolag", "kommanditbolag"),
}
_MARKS: Final = "-\u2010\u2011–−+"
"""Hyphens as they come from keyboards and web pages; the plus of those over a hundred."""
_LENGTH: Final = 10
_WITH_CENTURY: Final = 12
_FIRST_LEGAL_PERSON: Final = 2


@dataclass(frozen=True)
class OrganisationNumber:
    """What a valid number tells.

    Attributes:
        is_person: it is a personal identity number, so a sole trader's.
        legal_forms: the forms it may belong to, the likeliest first; may be empty.
        digits: the ten digits of a legal person's number; empty for a person's.
    """

    is_person: bool
    legal_forms: tuple[str, ...]
    digits: str = ""


def read_organisation_number(text: str) -> OrganisationNumber | None:
    """What the number tells, or ``None`` when it is not a valid number.

    Accepts ten digits with or without hyphen and spaces, twelve with the
    century, and the VAT form SE…01.
    """
    digits = "".join(one for one in text.upper() if not one.isspace() and one not in _MARKS)
    if digits.startswith("SE") and digits.endswith("01"):
        digits = digits[2:-2]
    if len(digits) == _WITH_CENTURY and digits[:2] in {"16", "18", "19", "20"}:
        digits = digits[2:]
    if len(digits) != _LENGTH or not digits.isascii():
        return None
    try:
        orgnr.validate(digits)
    except ValidationError:
        return None
    if int(digits[2]) < _FIRST_LEGAL_PERSON:
        return OrganisationNumber(is_person=True, legal_forms=("enskild_firma",))
    return OrganisationNumber(is_person=False, legal_forms=_FORMS.get(digits[0], ()), digits=digits)
