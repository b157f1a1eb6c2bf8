"""One fact heard in a text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Value = bool | int | float | str | Mapping[str, int | float | str] | Sequence[str]
"""A fact's value in the form the registry reads: 12, true, "aktiebolag", {"min", "max"}, ["56100"]."""


@dataclass(frozen=True, slots=True)
class HeardFact:
    """A fact the visitor stated, where in the text, and the words for the chip.

    Attributes:
        field: the fact's id in the registry.
        value: its value, as the registry reads it.
        start: first position in the cleaned text.
        end: position after the last.
        snippet: the words themselves.
        months: months (1–12) named beside a turnover fact, a hint at the window meant.
    """

    field: str
    value: Value
    start: int
    end: int
    snippet: str
    months: tuple[int, ...] = ()
