"""Shares and medians with their base and how far chance alone may have moved them.

The cases of a period are looked at as a sample of how work is done. So a small base gives a wide
interval, and two figures whose intervals meet are not told apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

_Z: Final = 1.959964
"""The normal distribution's 97.5th percentile: both tails leave 95 per cent between them."""
FEWEST: Final = 6
"""The fewest values whose extremes hold the median with 95 per cent: 1 − 2 · 0.5⁶ = 0.97."""


@dataclass(frozen=True)
class Share:
    """A part of a base, with the interval that holds the true share 19 times out of 20.

    Attributes:
        part, base: the counts; the base is at least 1.
        value: part / base, from 0 to 1.
        low, high: the interval.
    """

    part: int
    base: int
    value: float
    low: float
    high: float

    def differs_from(self, other: "Share") -> bool:
        """Whether the intervals are apart, so that chance alone hardly explains the difference."""
        return self.low > other.high or other.low > self.high


@dataclass(frozen=True)
class Median:
    """The middle value, with the interval that holds the true one 19 times out of 20.

    Attributes:
        value: the middle value, or halfway between the two middle ones.
        base: how many values.
        low, high: the interval; None when the values are too few to say.
    """

    value: float
    base: int
    low: float | None
    high: float | None

    def differs_from(self, other: "Median") -> bool:
        """Whether the intervals are apart; never when one of them is not known."""
        if self.low is None or self.high is None or other.low is None or other.high is None:
            return False
        return self.low > other.high or other.low > self.high


def share(part: int, base: int) -> Share | None:
    """The share `part / base`; None when the base is empty.

    Method: Wilson's score interval (Wilson, 1927), which holds also near 0 and 1 and for few.

    Args:
        part: how many it holds for.
        base: how many there are.

    Raises:
        ValueError: `part` is negative or larger than `base`.
    """
    if not 0 <= part <= base:
        raise ValueError(f"{part} of {base} is no share.")
    if base == 0:
        return None
    value, square = part / base, _Z * _Z
    middle = (value + square / (2 * base)) / (1 + square / base)
    half = _Z * sqrt(value * (1 - value) / base + square / (4 * base * base)) / (1 + square / base)
    return Share(part, base, value, max(0.0, middle - half), min(1.0, middle + half))


def median(values: Sequence[float]) -> Median | None:
    """The median of some values; None when there are none.

    Method: the interval between two order statistics (Conover, Practical Nonparametric
    Statistics, 1999, section 3.2), their places by the normal approximation with continuity correction.

    Args:
        values: in any order.
    """
    if not values:
        return None
    ordered = sorted(values)
    count = len(ordered)
    middle = count // 2
    value = ordered[middle] if count % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    if count < FEWEST:
        return Median(value, count, None, None)
    # Half a place further out makes up for the steps of a binomial distribution.
    first = int(count / 2 - _Z * sqrt(count) / 2 - 0.5)
    return Median(value, count, ordered[first], ordered[count - 1 - first])
