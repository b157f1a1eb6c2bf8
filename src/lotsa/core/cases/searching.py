"""What somebody who searches among cases means by what was typed."""

import re
from typing import Final

from lotsa.core.cases.contact import phones_in

_ORGANISATION_NUMBER: Final = re.compile(r"(?<![\d-])(?:16)?(\d{6})-(\d{4})(?![\d-])")

_PHONE_BEGUN: Final = re.compile(r"0\d[\d-]*")


def search_words(text: str) -> tuple[str, ...]:
    """The words that a case must have, all of them, in lower case and as cases keep them.

    An organisation number loses its hyphen, and a phone number is written in digits only, however
    it was typed: "556000-0000" gives "5560000000", "+46 70-123 45 67" gives "0701234567", and the
    beginning "070-12" gives "07012".
    """
    typed = _ORGANISATION_NUMBER.sub(r"\1\2", text)
    for written, plain in phones_in(typed):
        typed = typed.replace(written, f" {plain} ", 1)
    words = (
        word.replace("-", "") if _PHONE_BEGUN.fullmatch(word) else word
        for word in typed.casefold().split()
    )
    return tuple(dict.fromkeys(words))
