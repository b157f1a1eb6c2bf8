"""What a file may say of whose books they are: an organisation number and a legal form, no more."""

from __future__ import annotations

from dataclasses import dataclass

from stdnum.se import orgnr as organisation_number

_LEGAL_FORMS = {
    "AB": "aktiebolag",
    "BAB": "aktiebolag",
    "FAB": "aktiebolag",
    "E": "enskild_firma",
    "EB": "enkelt_bolag",
    "HB": "handelsbolag",
    "KB": "kommanditbolag",
    "EK": "ekonomisk_forening",
    "KHF": "ekonomisk_forening",
    "BRF": "ekonomisk_forening",
    "I": "ideell_forening",
    "S": "stiftelse",
    "FL": "filial",
}
# The first digit of an organisation number, where it leaves only one form.
_FORMS_BY_DIGIT = {"2": "offentlig", "5": "aktiebolag", "7": "ekonomisk_forening"}
_WITH_CENTURY = 12


@dataclass(frozen=True)
class Company:
    """Hints about the company; ``invalid`` when a number was written that cannot be one."""

    orgnr: str | None
    legal_form: str | None
    invalid: bool = False


def who_is_it(written: str | None, firm_type: str | None) -> Company:
    """Organisation number and legal form from #ORGNR and #FTYP.

    A sole trader's number is a personal number and is dropped; it only gives the form away.
    """
    form = _LEGAL_FORMS.get(firm_type or "")
    digits = "".join(filter(str.isdecimal, written or ""))
    if len(digits) == _WITH_CENTURY:
        # Personal numbers may have a century, organisation numbers a leading 16.
        digits = digits[2:]
    if not digits.strip("0"):
        return Company(None, form)
    if not digits.isascii() or not organisation_number.is_valid(digits):
        return Company(None, form, invalid=True)
    if digits[2] < "2":
        return Company(None, form or "enskild_firma")
    return Company(digits, form or _FORMS_BY_DIGIT.get(digits[0]))
