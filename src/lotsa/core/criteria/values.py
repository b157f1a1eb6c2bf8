"""What is known of one fact: an exact value, an interval, or codes that may be coarse."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

Scalar: TypeAlias = bool | int | float | str | date
"""An exactly known value."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A value known only to lie between two bounds, both inclusive; ``None`` is open-ended."""

    min: int | float | date | None
    max: int | float | date | None


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes a company carries. A code may be coarser than the rules ask for (SNI ``56``)."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """Sums per calendar month in SEK, keyed ``YYYY-MM``; a month that is absent is not known."""

    months: tuple[tuple[str, float], ...]


Value: TypeAlias = Scalar | Interval | Codes | Series
"""Any form in which a fact can be known. A fact that is not known is ``None``."""
