"""Draws synthetic companies. They have no names and no numbers, and are nobody's.

Facts are drawn independently of one another, except that legal form and
turnover follow the number of employees and F-tax the legal form. What depends
on how facts go together (large companies in farming, say) is therefore not to
be read from such a population.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lotsa.core.population.shares import (
    F_TAX,
    F_TAX_OTHERS,
    LEGAL_FORMS,
    LEGAL_FORMS_BY_SIZE,
    MEAN_AGE_YEARS,
    OLDEST_YEARS,
    TURNOVER_ALONE,
    TURNOVER_CLASSES,
    TURNOVER_PER_EMPLOYEE,
    TURNOVER_SPREAD,
    Shares,
)

MOST_COMPANIES: Final = 20_000_000
_DAYS_A_YEAR: Final = 365.25
_OPEN_CLASS_FACTOR: Final = 2
"""A class without an end is taken to reach this many times its start, to place turnover by."""

BASIS: Final[Mapping[str, str]] = {
    "employees": "published: active companies by size class, Sweden 2015 (SCB)",
    "sni": "shares of sections A, F and M published, the others approximate; "
    "within a section every code is as likely",
    "municipality": "approximate: number of postal codes in the municipality",
    "legal_form": "assumed, by size class",
    "founded_on": "assumed: ages fall off exponentially, mean 12 years",
    "has_fskatt": "assumed, by legal form",
    "turnover_sek": "assumed, by size class; told as a class",
}
"""What the shares of each fact rest on."""

NOTICE: Final = (
    "Synthetic companies. Shares are approximate; facts are drawn independently of one another, "
    "except that legal form and turnover follow size and F-tax follows legal form."
)


def make_companies(
    shares: Shares, companies: int, seed: int, today: date = date(2020, 1, 1)
) -> tuple[pl.DataFrame, dict[str, str]]:
    """Draw companies, the same every time for the same arguments.

    Args:
        shares: what to draw from.
        companies: how many.
        seed: any whole number from zero.
        today: the day that ages are counted back from.

    Returns:
        The companies, and what is to be said of them: text by key, for the file.

    Raises:
        ValueError: the number of companies or the seed is out of bounds.
    """
    if not 1 <= companies <= MOST_COMPANIES:
        raise ValueError(f"the number of companies must be 1 to {MOST_COMPANIES}")
    if seed < 0:
        raise ValueError("the seed must be zero or more")
    # A stream of its own for each fact: adding a fact leaves the others as they were.
    streams = [np.random.default_rng([seed, number]) for number in range(len(BASIS))]
    sizes = _drawn([one.companies for one in shares.sizes], streams[0], companies)
    forms = _legal_forms(shares, sizes, streams[3])
    low, high = _turnover(shares, sizes, streams[6])
    frame = pl.DataFrame(
        {
            "municipality": _coded(
                list(shares.municipalities),
                _drawn(list(shares.municipalities.values()), streams[2], companies),
            ),
            "sni": _trades(shares, streams[1], companies),
            "employees_min": pl.Series([one.low for one in shares.sizes], dtype=pl.Int32)[sizes],
            "employees_max": pl.Series([one.high for one in shares.sizes], dtype=pl.Int32)[sizes],
            "legal_form": _coded(LEGAL_FORMS, forms),
            "founded_on": _founded(streams[4], companies, today),
            "has_fskatt": _f_tax(forms, streams[5]),
            "turnover_sek_min": low,
            "turnover_sek_max": high,
        }
    )
    return frame, _notes(seed, companies, today)


def _notes(seed: int, companies: int, today: date) -> dict[str, str]:
    approximate = [name for name, basis in BASIS.items() if not basis.startswith("published")]
    return {
        "lotsa.synthetic": "true",
        "lotsa.notice": NOTICE,
        "lotsa.seed": str(seed),
        "lotsa.companies": str(companies),
        "lotsa.ages_counted_from": today.isoformat(),
        "lotsa.approximate": json.dumps(approximate),
        "lotsa.basis": json.dumps(dict(BASIS)),
    }


def _drawn(weights: Sequence[float], random: np.random.Generator, count: int) -> NDArray[np.int64]:
    """Places in ``weights``, each as often as it weighs."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    places = np.searchsorted(edges / edges[-1], random.random(count), side="right")
    return np.minimum(places, len(weights) - 1).astype(np.int64)


def _coded(codes: Sequence[str], places: NDArray[np.int64]) -> pl.Series:
    return pl.Series(codes, dtype=pl.Enum(codes))[places]


def _trades(shares: Shares, random: np.random.Generator, count: int) -> pl.Series:
    """A finest SNI code, or null where the section is not known."""
    codes: list[str] = []
    weights: list[float] = []
    for section in shares.sections:
        for code in section.leaves:
            codes.append(code)
            weights.append(section.share / len(section.leaves))
    known = sum(weights)
    total = sum(section.share for section in shares.sections)
    places = _drawn([*weights, total - known], random, count)
    return pl.Series([*codes, None], dtype=pl.Enum(codes))[places]


def _legal_forms(
    shares: Shares, sizes: NDArray[np.int64], random: np.random.Generator
) -> NDArray[np.int64]:
    chance = random.random(len(sizes))
    forms = np.zeros(len(sizes), dtype=np.int64)
    for place, size in enumerate(shares.sizes):
        start = max(low for low in LEGAL_FORMS_BY_SIZE if low <= size.low)
        edges = np.cumsum(LEGAL_FORMS_BY_SIZE[start])
        here = sizes == place
        forms[here] = np.searchsorted(edges / edges[-1], chance[here], side="right")
    return np.minimum(forms, len(LEGAL_FORMS) - 1)


def _founded(random: np.random.Generator, count: int, today: date) -> pl.Series:
    years = np.minimum(-np.log1p(-random.random(count)) * MEAN_AGE_YEARS, OLDEST_YEARS)
    last = (today - date(1970, 1, 1)).days
    days = (last - np.floor(years * _DAYS_A_YEAR)).astype(np.int32)
    return pl.Series(days).cast(pl.Date)


def _f_tax(forms: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.bool_]:
    shares = np.array([F_TAX.get(form, F_TAX_OTHERS) for form in LEGAL_FORMS])
    result: NDArray[np.bool_] = random.random(len(forms)) < shares[forms]
    return result


def _turnover(
    shares: Shares, sizes: NDArray[np.int64], random: np.random.Generator
) -> tuple[pl.Series, pl.Series]:
    medians = np.array([_median_turnover(one.low, one.high) for one in shares.sizes])
    sums: NDArray[Any] = medians[sizes] * np.exp(
        TURNOVER_SPREAD * random.standard_normal(len(sizes))
    )
    places = np.searchsorted(TURNOVER_CLASSES, sums, side="right") - 1
    ends = [*(start - 1 for start in TURNOVER_CLASSES[1:]), None]
    return (
        pl.Series(TURNOVER_CLASSES, dtype=pl.Int64)[places],
        pl.Series(ends, dtype=pl.Int64)[places],
    )


def _median_turnover(low: int, high: int | None) -> float:
    middle = (low + (low * _OPEN_CLASS_FACTOR if high is None else high)) / 2
    return middle * TURNOVER_PER_EMPLOYEE if middle else TURNOVER_ALONE
