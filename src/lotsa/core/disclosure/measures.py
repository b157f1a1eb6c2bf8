"""Shares, means and medians as they may be shown in public."""

from typing import TypeVar

from lotsa.core.disclosure.tables import THRESHOLD

Value = TypeVar("Value")


def protect_measure(value: Value | None, base: int, threshold: int = THRESHOLD) -> Value | None:
    """A mean, a median or another measure of a group; None when the group is too small.

    Args:
        value: the measure, such as working days to first contact.
        base: how many companies it is taken over.
        threshold: the smallest number of companies a figure may tell about.

    Raises:
        ValueError: `base` is negative.
    """
    if base < 0:
        raise ValueError("A number of companies cannot be negative.")
    return value if base >= threshold else None


def protect_share(part: int, base: int, threshold: int = THRESHOLD) -> float | None:
    """The share `part / base`, from 0 to 1; None when it would tell about too few companies.

    A share beside its base gives away both the part and the rest, so neither may be 1 to 4. None
    and all of a large enough group may be told.

    Args:
        part: how many companies of the group it holds for.
        base: how many companies the group has.
        threshold: the smallest number of companies a figure may tell about.

    Raises:
        ValueError: `part` is negative or larger than `base`.
    """
    if not 0 <= part <= base:
        raise ValueError(f"{part} of {base} is no share.")
    if base < threshold or 0 < part < threshold or 0 < base - part < threshold:
        return None
    return part / base
