"""Bars for a picture beside a table: two periods for each line, to one scale from zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

SHOWN: Final = 8
"""Lines in the picture; the table beside it has them all."""
_WIDEST: Final = 100.0


@dataclass(frozen=True)
class Bar:
    """One line of the picture: its numbers, and how wide their bars are on a line of 0–100."""

    label: str
    now: int
    before: int
    now_width: float
    before_width: float


@dataclass(frozen=True)
class Bars:
    """The picture, and how many lines of the table it leaves out."""

    rows: tuple[Bar, ...]
    left_out: int


def bars(lines: Sequence[tuple[str, int, int]]) -> Bars:
    """The first lines as bars.

    Args:
        lines: label, the number now and the number before, those with most first.
    """
    shown = lines[:SHOWN]
    most = max((number for _, *both in shown for number in both), default=0) or 1
    rows = tuple(
        Bar(label, now, before, round(_WIDEST * now / most, 2), round(_WIDEST * before / most, 2))
        for label, now, before in shown
    )
    return Bars(rows, len(lines) - len(shown))
