"""Phone numbers: kept in one form so that two of the same are seen to be, and shown in groups.

The numbering plans of the world are those of `phonenumbers`, after Google's libphonenumber. A
number without a country is Swedish.
"""

from typing import Final

import phonenumbers
from phonenumbers import Leniency, PhoneNumber, PhoneNumberFormat, PhoneNumberMatcher

_HOME: Final = "SE"
_HOME_CODE: Final = 46
_LONGEST: Final = 40


def plain_phone(text: str) -> str:
    """A phone number with nothing but digits; Swedish ones begin with 0, others with +.

    "+46 70-123 45 67", "0046701234567" and "070 123 45 67" all give "0701234567". Text with more
    figures than one number's, an extension say, or with none, stays as it was written.
    """
    written = text.strip()[:_LONGEST].strip()
    found = _numbers(written)
    if len(found) != 1 or _digits(found[0].raw_string) != _digits(written):
        return written
    plain = _plain(found[0].number)
    return plain if _reads_as(plain, found[0].number) else written


def is_phone(text: str) -> bool:
    """Whether there is a number in the text that can be called."""
    return bool(_numbers(text))


def grouped_phone(text: str) -> str:
    """A kept number in groups, as it is read aloud: "070-123 45 67", "+47 22 12 34 56"."""
    found = _numbers(text)
    if len(found) != 1 or _plain(found[0].number) != text:
        return text
    number = found[0].number
    swedish = number.country_code == _HOME_CODE
    form = PhoneNumberFormat.NATIONAL if swedish else PhoneNumberFormat.INTERNATIONAL
    grouped = str(phonenumbers.format_number(number, form))
    return grouped if _reads_as(grouped, number) else text


def dialled_phone(text: str) -> str:
    """The first number in the text as a link dials it from anywhere: "+46701234567"."""
    found = _numbers(text)
    return _dialled(found[0].number) if found else _digits(text)


def phones_in(text: str) -> tuple[tuple[str, str], ...]:
    """The certain phone numbers in a text: each as it stands there, and plain."""
    found = PhoneNumberMatcher(text, _HOME, leniency=Leniency.VALID)
    return tuple((one.raw_string, _plain(one.number)) for one in found)


def _numbers(text: str) -> list[phonenumbers.PhoneNumberMatch]:
    return list(PhoneNumberMatcher(text, _HOME, leniency=Leniency.POSSIBLE))


def _reads_as(text: str, number: PhoneNumber) -> bool:
    return [one.number for one in _numbers(text)] == [number]


def _dialled(number: PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def _plain(number: PhoneNumber) -> str:
    if number.country_code != _HOME_CODE:
        return _dialled(number)
    return f"0{phonenumbers.national_significant_number(number)}"


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())
