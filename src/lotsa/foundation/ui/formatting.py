"""How dates, money, shares and ranges are written in running text, in Swedish and English.

Swedish follows the language council's writing rules: a no-break space between a figure and its
unit and between groups of three digits, the true minus sign, an en dash without spaces in ranges.
British English: comma between groups, no space before the per cent sign.

All functions are pure: the language is an argument, and the present year is too.
"""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import dateformat, translation

NBSP = "\u00a0"
MINUS = "\u2212"
EN_DASH = "\u2013"

Number = int | float | Decimal


def _swedish(language: str) -> bool:
    return language.split("-", maxsplit=1)[0] == "sv"


def _rounded(value: Number, decimals: int) -> Decimal:
    """Half away from zero, as people round; through str so that 0.1 stays 0.1."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def number(value: Number, language: str, decimals: int = 0) -> str:
    """A number with groups of three digits, at most `decimals` decimals and the true minus sign.

    Four-digit numbers are left ungrouped in Swedish (1500, but 15 000) and grouped in English.
    """
    amount = _rounded(value, decimals)
    sign = MINUS if amount < 0 else ""
    whole, _, fraction = f"{abs(amount):f}".partition(".")
    fraction = fraction.rstrip("0")
    separator, point = (NBSP, ",") if _swedish(language) else (",", ".")
    if len(whole) > 4 or not _swedish(language):  # noqa: PLR2004 - the rule is about four digits
        whole = f"{int(whole):,}".replace(",", separator)
    return f"{sign}{whole}{point}{fraction}" if fraction else f"{sign}{whole}"


def money(value: Number, language: str) -> str:
    """Whole Swedish kronor: "150 000 kr" in Swedish, "SEK 150,000" in English."""
    text = number(value, language)
    if _swedish(language):
        return f"{text}{NBSP}kr"
    return f"{MINUS}SEK{NBSP}{text[1:]}" if text.startswith(MINUS) else f"SEK{NBSP}{text}"


def percent(value: Number, language: str, decimals: int = 1) -> str:
    """A share given in percent (60 is 60 %): "60 %" in Swedish, "60%" in English."""
    gap = NBSP if _swedish(language) else ""
    return f"{number(value, language, decimals)}{gap}%"


def number_range(low: Number | None, high: Number | None, language: str, decimals: int = 0) -> str:
    """A range: "1–4", "minst 5" when only the low end is known, "högst 4" when only the high end.

    Raises:
        ValueError: when both ends are missing.
    """
    swedish = _swedish(language)
    if low is None and high is None:
        raise ValueError("A range needs at least one end.")
    if low is None:
        return f"{'högst' if swedish else 'at most'} {number(high or 0, language, decimals)}"
    if high is None:
        return f"{'minst' if swedish else 'at least'} {number(low, language, decimals)}"
    first, last = number(low, language, decimals), number(high, language, decimals)
    if first == last:
        return first
    if MINUS in first + last:
        return f"{first} {'till' if swedish else 'to'} {last}"
    return f"{first}{EN_DASH}{last}"


def date(day: datetime.date, language: str, year_now: int | None) -> str:
    """A day: "31 maj" in the present year, "31 maj 2021" in another.

    Parameters:
        year_now: the year the reader is in; None always writes the year.
    """
    pattern = "j F" if day.year == year_now else "j F Y"
    with translation.override(language):
        return dateformat.format(day, pattern).replace(" ", NBSP, 1)


def date_range(
    first: datetime.date, last: datetime.date, language: str, year_now: int | None
) -> str:
    """Days from first to last, both included: "1–31 maj", "29 juni–31 augusti 2020".

    Raises:
        ValueError: when the last day comes before the first.
    """
    if last < first:
        raise ValueError(f"The range ends {last} before it begins {first}.")
    end = date(last, language, year_now)
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{EN_DASH}{end}"
    start = date(first, language, last.year if first.year == last.year else None)
    if first.year != last.year and last.year == year_now:
        end = date(last, language, None)
    return f"{start} {EN_DASH} {end}" if not _swedish(language) else f"{start}{EN_DASH}{end}"


def month(day: datetime.date, language: str) -> str:
    """A month with its year: "april 2020", "April 2020"."""
    with translation.override(language):
        return dateformat.format(day, "F Y")


def month_range(first: datetime.date, last: datetime.date, language: str) -> str:
    """Months from first to last, both included: "mars–april 2020", "december 2020–januari 2021".

    Raises:
        ValueError: when the last month comes before the first.
    """
    if (last.year, last.month) < (first.year, first.month):
        raise ValueError(f"The range ends {last} before it begins {first}.")
    if (first.year, first.month) == (last.year, last.month):
        return month(last, language)
    with translation.override(language):
        start = dateformat.format(first, "F" if first.year == last.year else "F Y")
    return f"{start}{EN_DASH}{month(last, language)}"
