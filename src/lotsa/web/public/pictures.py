"""Pictures drawn on the server: bars in time, with the same facts as a table.

Each row is a small SVG that stretches with the page while its label stays
text, so that a phone shows readable words (see docs/adr on pictures).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lotsa.core.criteria.wording import MONTHS
from lotsa.core.guide.timeline import Timeline

_EVERY = 3
"""Months between two names on the scale."""


@dataclass(frozen=True)
class Row:
    """One bar: where it leads, what it is called, its place (0–100) and its days."""

    key: str
    label: str
    tone: str
    left: float
    width: float
    fades: bool
    first: date | None
    last: date | None
    open_ended: bool


@dataclass(frozen=True)
class TimelinePicture:
    """A picture of time: the scale, where today is, and the rows."""

    months: tuple[tuple[str, bool], ...]
    ticks: tuple[float, ...]
    today: float
    rows: tuple[Row, ...]


def timeline_picture(timeline: Timeline, language: str) -> TimelinePicture:
    """What the template draws."""
    names: Mapping[str, list[str]] = MONTHS
    shown = names.get(language, names["en"])
    months = tuple(
        (_month_name(tick.month, shown), index % _EVERY == 0)
        for index, tick in enumerate(timeline.ticks)
    )
    rows = tuple(
        Row(
            key=bar.stretch.key,
            label=bar.stretch.label,
            tone=bar.stretch.tone,
            left=bar.left,
            width=bar.width,
            fades=bar.fades_left or bar.fades_right,
            first=bar.stretch.start,
            last=bar.stretch.end,
            open_ended=bar.stretch.end_known and bar.stretch.end is None,
        )
        for bar in timeline.bars
    )
    ticks = tuple(tick.left for tick in timeline.ticks[::_EVERY])
    return TimelinePicture(months, ticks, timeline.today, rows)


def _month_name(month: date, names: list[str]) -> str:
    short = names[month.month - 1][:3]
    return f"{short} {month.year}" if month.month == 1 else short
