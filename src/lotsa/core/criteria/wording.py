"""Numbers, dates and lists as they are written in running Swedish and English text."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from lotsa.core.criteria.periods import Span, months_of

NBSP: Final = "\u00a0"
MINUS: Final = "\u2212"
_ROOM: Final = Context(prec=400)
"""More digits than any float has, so that no number is too large to be written."""
MONTHS: Final = {
    "sv": [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_OR: Final = {"sv": "eller", "en": "or"}
_AND: Final = {"sv": "och", "en": "and"}


def number(value: float | Decimal, language: str, decimals: int = 1) -> str:
    """A number with at most ``decimals`` decimals and the true minus sign.

    ``250 000`` and ``1,5`` in Swedish, ``250,000`` and ``1.5`` in English. Rounded half away from
    zero, as people round, and from the digits as written, so that 0.1 stays 0.1.
    """
    amount = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _ROOM)
    whole, _, fraction = f"{abs(amount):,f}".partition(".")
    fraction = fraction.rstrip("0")
    if language == "sv":
        whole = whole.replace(",", NBSP)
    text = f"{whole}{',' if language == 'sv' else '.'}{fraction}" if fraction else whole
    return f"{MINUS}{text}" if amount < 0 else text


def money(value: float | Decimal, language: str, decimals: int = 1) -> str:
    """An amount in Swedish kronor: ``250 000 kr`` in Swedish, ``SEK 250,000`` in English."""
    text = number(value, language, decimals)
    if language == "sv":
        return f"{text}{NBSP}kr"
    return f"SEK{NBSP}{text}"


def day(value: date, language: str, *, year: bool = True) -> str:
    """A date, with its year unless told otherwise: ``31 maj 2020``, ``31 May``."""
    text = f"{value.day}{NBSP}{_month(value.month, language)}"
    return f"{text} {value.year}" if year else text


def months(span: Span, language: str) -> str:
    """A span in words: ``mars–april 2020``, ``augusti 2020–september 2021``, else its days."""
    start, end = span.start, span.end
    if not months_of(span):
        return _days(start, end, language)
    first, last = _month(start.month, language), _month(end.month, language)
    if start.year != end.year:
        return f"{first} {start.year}–{last} {end.year}"
    if (start.month, end.month) == (1, 12):
        return str(start.year)
    return f"{first} {start.year}" if start.month == end.month else f"{first}–{last} {start.year}"


def _days(start: date, end: date, language: str) -> str:
    """Two days with no more said twice than needed: ``16–31 mars 2020``."""
    last = day(end, language)
    if start == end:
        return last
    if start.year != end.year:
        return f"{day(start, language)}–{last}"
    if start.month != end.month:
        return f"{day(start, language, year=False)}–{last}"
    return f"{start.day}–{last}"


def either(words: Sequence[str], language: str) -> str:
    """Words joined as alternatives: ``a, b eller c``."""
    return _joined(words, _OR.get(language, _OR["en"]))


def each(words: Sequence[str], language: str) -> str:
    """Words joined as a list: ``a, b och c``."""
    return _joined(words, _AND.get(language, _AND["en"]))


def capitalised(text: str) -> str:
    """The text with its first letter as a capital; the rest as it is."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """Lower-case a sentence's first letter, unless its first word is an abbreviation."""
    first = text.split(" ", 1)[0]
    return text if first[1:2].isupper() or "-" in first else text[:1].lower() + text[1:]


def _joined(words: Sequence[str], last: str) -> str:
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def _month(month: int, language: str) -> str:
    return MONTHS.get(language, MONTHS["en"])[month - 1]
