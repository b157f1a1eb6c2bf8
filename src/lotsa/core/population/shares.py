"""The shares that synthetic companies are drawn from, and what each rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

PUBLISHED: Final = "published"

LEGAL_FORMS: Final = (
    "enskild_firma",
    "aktiebolag",
    "handelsbolag",
    "kommanditbolag",
    "ekonomisk_forening",
    "ideell_forening",
    "stiftelse",
    "offentlig",
)

LEGAL_FORMS_BY_SIZE: Final[Mapping[int, tuple[float, ...]]] = {
    0: (0.660, 0.250, 0.050, 0.010, 0.010, 0.015, 0.005, 0.000),
    1: (0.120, 0.780, 0.040, 0.010, 0.020, 0.025, 0.005, 0.000),
    5: (0.020, 0.890, 0.020, 0.010, 0.025, 0.025, 0.010, 0.000),
    50: (0.000, 0.890, 0.005, 0.010, 0.025, 0.020, 0.010, 0.040),
}
"""Assumed: shares of ``LEGAL_FORMS`` from that number of employees and up."""

F_TAX: Final[Mapping[str, float]] = {
    "ekonomisk_forening": 0.85,
    "ideell_forening": 0.30,
    "stiftelse": 0.30,
    "offentlig": 0.10,
}
"""Assumed: share approved for F-tax, by legal form; ``F_TAX_OTHERS`` for the rest."""

F_TAX_OTHERS: Final = 0.96

MEAN_AGE_YEARS: Final = 12.0
OLDEST_YEARS: Final = 60.0
"""Assumed: ages fall off exponentially round this mean, none above the oldest."""

TURNOVER_CLASSES: Final = (
    0,
    1,
    250_000,
    500_000,
    1_000_000,
    3_000_000,
    5_000_000,
    10_000_000,
    20_000_000,
    50_000_000,
    100_000_000,
    500_000_000,
)
"""Lowest SEK a year of each class that turnover is told in."""

TURNOVER_ALONE: Final = 350_000.0
TURNOVER_PER_EMPLOYEE: Final = 1_600_000.0
TURNOVER_SPREAD: Final = 1.1
"""Assumed: medians in SEK a year, and the standard deviation of the logarithm round them."""


@dataclass(frozen=True)
class SizeClass:
    """Companies with ``low`` to ``high`` employees; ``None`` has no upper end."""

    low: int
    high: int | None
    companies: float


@dataclass(frozen=True)
class Section:
    """An SNI section's share of the companies, in per cent, and the finest codes in it."""

    code: str
    share: float
    published: bool
    leaves: tuple[str, ...]


@dataclass(frozen=True)
class Shares:
    """Everything that is drawn from.

    Attributes:
        sizes: companies by number of employees.
        sections: companies by trade; a section without leaves is *not known*.
        municipalities: weights by municipality code.
    """

    sizes: tuple[SizeClass, ...]
    sections: tuple[Section, ...]
    municipalities: Mapping[str, float] = field(default_factory=dict)


def parse_shares(
    sizes: Iterable[Mapping[str, str]],
    sections: Iterable[Mapping[str, str]],
    sni: Iterable[Mapping[str, str]],
    postal_codes: Iterable[Mapping[str, str]],
) -> Shares:
    """Read the shares from the rows of the reference lists.

    Args:
        sizes: ``employees_min``, ``employees_max`` and ``companies``.
        sections: ``sni2007_section``, ``share_pct`` and ``basis``.
        sni: ``code``, ``level`` and ``parent`` of SNI 2007.
        postal_codes: ``municipality_code``; a municipality weighs as many as it has.
    """
    rows = tuple(sni)
    parents = {row["code"]: row["parent"] for row in rows}
    finest = max(int(row["level"]) for row in rows)
    leaves: dict[str, list[str]] = {}
    for row in rows:
        if int(row["level"]) == finest:
            leaves.setdefault(_root(row["code"], parents), []).append(row["code"])
    weights: dict[str, float] = {}
    for row in postal_codes:
        weights[row["municipality_code"]] = weights.get(row["municipality_code"], 0.0) + 1
    return Shares(
        tuple(
            SizeClass(
                int(row["employees_min"]),
                int(row["employees_max"]) if row["employees_max"] else None,
                float(row["companies"]),
            )
            for row in sizes
        ),
        tuple(
            Section(
                row["sni2007_section"],
                float(row["share_pct"]),
                row["basis"] == PUBLISHED,
                tuple(leaves.get(row["sni2007_section"], ())),
            )
            for row in sections
        ),
        dict(sorted(weights.items())),
    )


def _root(code: str, parents: Mapping[str, str]) -> str:
    while parents.get(code):
        code = parents[code]
    return code
