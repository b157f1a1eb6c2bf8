"""How dates, money, shares and ranges are written in running text, in Swedish and English.

Swedish follows the language council's writing rules: a no-break space between a figure and its
unit and between groups of three digits, the true minus sign, an en dash without spaces in ranges.
British English: comma between groups, no space before the per cent sign.

How a number, an amount and a day are written is the same in a generated sentence and on a page, and
stands in `lotsa.core.criteria.wording`; here is what only pages need. All functions are pure: the
language is an argument, and the present year is too.
"""

from __future__ import annotations

import datetime
from decimal import Decimal

from lotsa.core.criteria import wording
from lotsa.core.criteria.periods import Span
from lotsa.core.criteria.wording import MINUS, NBSP

EN_DASH = "\u2013"

Number = int | float | Decimal


def _swedish(language: str) -> bool:
    return _plain(language) == "sv"


def _plain(language: str) -> str:
    return language.split("-", maxsplit=1)[0]


def number(value: Number, language: str, decimals: int = 0) -> str:
    """A number with groups of three digits, at most `decimals` decimals and the true minus sign."""
    return wording.number(value, _plain(language), decimals)


def money(value: Number, language: str) -> str:
    """Whole Swedish kronor: "150 000 kr" in Swedish, "SEK 150,000" in English."""
    return wording.money(value, _plain(language), 0)


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
    return wording.day(day, _plain(language), year=day.year != year_now)


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


def month_range(first: datetime.date, last: datetime.date, language: str) -> str:
    """Months from first to last, both included: "mars–april 2020", "december 2020–januari 2021".

    Raises:
        ValueError: when the last month comes before the first.
    """
    if (last.year, last.month) < (first.year, first.month):
        raise ValueError(f"The range ends {last} before it begins {first}.")
    after = datetime.date(last.year + last.month // 12, last.month % 12 + 1, 1)
    whole = Span(first.replace(day=1), after - datetime.timedelta(days=1))
    return wording.months(whole, _plain(language))
