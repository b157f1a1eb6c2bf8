"""What support rules ask of turnover: how far it fell, and what it was in a reference year.

Works on net turnover by ``YYYY-MM``, read from a SIE file or stored earlier alike. Ratios
are taken in exact fractions, so a fall of exactly 30 per cent is 30.0 and not a hair more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from lotsa.core.bookkeeping.months import whole_months
from lotsa.core.bookkeeping.problems import Problem
from lotsa.core.bookkeeping.reading import FinancialYear

Amount = Decimal | int | float
Span = tuple[date, date]
Reason = Literal["not_whole_months", "months_missing", "no_reference_turnover"]

_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Drop:
    """A fall in turnover. ``percent`` is 100·(1 − support/reference), not rounded, negative for a rise."""

    percent: float
    support: Amount
    reference: Amount


@dataclass(frozen=True)
class NoDrop:
    """Why a fall cannot be told: the reason, and the months that are missing if that is it."""

    reason: Reason
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class YearTurnover:
    """Turnover of a financial year; ``certain`` is False when a later year may have closed in between."""

    start: date
    end: date
    net_turnover: Decimal
    certain: bool


def turnover_drop(
    months: Mapping[str, Amount], period: Span, reference: Span, covered: Collection[str]
) -> Drop | NoDrop:
    """How far net turnover fell in ``period`` against ``reference``.

    Parameters:
        months: net turnover in kronor by ``YYYY-MM``.
        period: first and last day of the support period.
        reference: first and last day compared with.
        covered: the months known whole; a month outside it is never taken as zero.

    Returns:
        the fall, or why there is none: the spans are not whole calendar months (monthly sums
        cannot be split by day), months are missing, or the reference is not above zero.
    """
    support_months, reference_months = whole_months(*period), whole_months(*reference)
    if support_months is None or reference_months is None:
        return NoDrop("not_whole_months")
    needed = dict.fromkeys((*reference_months, *support_months))
    missing = tuple(
        sorted(month for month in needed if month not in covered or month not in months)
    )
    if missing:
        return NoDrop("months_missing", missing)
    support = sum((_exact(months[month]) for month in support_months), Fraction(0))
    base = sum((_exact(months[month]) for month in reference_months), Fraction(0))
    if base <= 0:
        return NoDrop("no_reference_turnover")
    return Drop(float(100 * (1 - support / base)), _decimal(support), _decimal(base))


def calendar_year_turnover(
    months: Mapping[str, Amount], year: int, covered: Collection[str] | None = None
) -> Decimal | None:
    """Net turnover of a calendar year, or None unless all twelve months are known whole.

    ``covered`` limits which months count as whole; without it every month given does.
    """
    twelve = [f"{year:04d}-{month:02d}" for month in range(1, 13)]
    if any(
        month not in months or (covered is not None and month not in covered) for month in twelve
    ):
        return None
    return _decimal(sum((_exact(months[month]) for month in twelve), Fraction(0)))


def last_closed_year(years: Iterable[FinancialYear], before: date) -> YearTurnover | None:
    """Turnover of the financial year that closed last before a day (for instance 1 January 2020).

    None when no such year is known with its whole turnover, or when the nearest one closed more
    than a year before: then another year must have closed since. Certain when the following
    year is known too, or when the year ended the day before.
    """
    known = sorted(years, key=lambda year: year.end)
    closed = [year for year in known if year.end < before]
    if not closed:
        return None
    last = closed[-1]
    if last.net_turnover is None or before - last.end > _YEAR:
        return None
    follows = any(
        year.start == last.end + timedelta(days=1) and year.end >= before for year in known
    )
    certain = follows or last.end + timedelta(days=1) == before
    return YearTurnover(last.start, last.end, last.net_turnover, certain)


def what_is_missing(missing: Iterable[str], covered_to: date | None) -> tuple[Problem, ...]:
    """What the company can do about missing months, as sentences to show.

    Months of a year the file has begun are not booked yet; other years need a file of their own.
    """
    later: list[str] = []
    years: dict[str, list[str]] = {}
    for month in sorted(set(missing)):
        if (
            covered_to is not None
            and month > f"{covered_to:%Y-%m}"
            and month[:4] == f"{covered_to:%Y}"
        ):
            later.append(month)
        else:
            years.setdefault(month[:4], []).append(month)
    told = [Problem("add_year", {"year": year, "months": needed}) for year, needed in years.items()]
    if later and covered_to is not None:
        told.append(Problem("not_yet_booked", {"last": covered_to.isoformat(), "months": later}))
    return tuple(told)


def _exact(amount: Amount) -> Fraction:
    # A float is taken as what it prints, so sums stored as JSON give the same as the Decimal read.
    return Fraction(str(amount)) if isinstance(amount, float) else Fraction(amount)


def _decimal(amount: Fraction) -> Decimal:
    return Decimal(amount.numerator) / Decimal(amount.denominator)
