"""Windows laid out in time: bars on a line of months, for a picture and its table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

MONTHS_SHOWN: Final = 15
_BEFORE: Final = 1
"""Months shown before the month of the judgement."""
_THINNEST: Final = 0.8
"""A bar of a single day is still to be seen."""


@dataclass(frozen=True)
class Stretch:
    """A window to lay out.

    Attributes:
        label: what the bar is called.
        tone: which list it belongs to.
        start: first day; ``None`` when it is not known.
        end: last day; ``None`` when it is open-ended or not known.
        end_known: the end is a fact, not a gap.
        key: the measure's id.
    """

    label: str
    tone: str
    start: date | None
    end: date | None
    end_known: bool
    key: str


@dataclass(frozen=True)
class Bar:
    """A bar in shares of the line's width, 0–100."""

    stretch: Stretch
    left: float
    width: float
    fades_left: bool
    fades_right: bool


@dataclass(frozen=True)
class Tick:
    """The first day of a month."""

    month: date
    left: float


@dataclass(frozen=True)
class Timeline:
    """What the picture shows: ``today`` as a share of the width, ticks and bars."""

    first: date
    last: date
    today: float
    ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...]


def lay_out(stretches: Iterable[Stretch], as_of: date, months: int = MONTHS_SHOWN) -> Timeline:
    """Lay ``stretches`` out over ``months`` months around ``as_of``; those outside are left out.

    Raises:
        ValueError: fewer than two months are asked for.
    """
    if months <= _BEFORE:
        raise ValueError("a timeline needs at least two months")
    first = _month(as_of, -_BEFORE)
    last = _month(as_of, months - _BEFORE)
    width = (last - first).days

    def share(day: date) -> float:
        return round(100 * (day - first).days / width, 2)

    bars = []
    for stretch in stretches:
        start = max(stretch.start or first, first)
        # The last day is part of the stretch, so the bar ends where the next day begins.
        after = min(stretch.end + timedelta(days=1), last) if stretch.end else last
        if start >= min(after, last):
            continue
        left = min(share(start), 100 - _THINNEST)
        bars.append(
            Bar(
                stretch,
                left=left,
                width=max(round(share(after) - left, 2), _THINNEST),
                fades_left=stretch.start is None,
                fades_right=stretch.end is None and not stretch.end_known,
            )
        )
    ticks = tuple(
        Tick(month, share(month)) for month in (_month(first, step) for step in range(months))
    )
    return Timeline(first, last, share(as_of), ticks, _by_start(bars))


def _by_start(bars: Sequence[Bar]) -> tuple[Bar, ...]:
    return tuple(sorted(bars, key=lambda bar: (bar.left, -bar.width, bar.stretch.label)))


def _month(day: date, steps: int) -> date:
    """The first day of the month ``steps`` months after that of ``day``."""
    month = day.year * 12 + day.month - 1 + steps
    return date(month // 12, month % 12 + 1, 1)
