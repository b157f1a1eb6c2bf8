"""Turnover by month beside the same months of an earlier year, ready to be drawn as bars.

Each bar is a small SVG that stretches with the page; its year and amount are text, so
that a phone shows readable words. The table holds the same figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from lotsa.core.bookkeeping.problems import month_name

_SHOWN: Final = 12
_YEAR: Final = 12


@dataclass(frozen=True)
class Bar:
    """One bar: its year, its amount, and where it lies on a line 0–100 wide."""

    year: str
    amount: Decimal
    left: float
    width: float
    is_reference: bool


@dataclass(frozen=True)
class MonthRow:
    """One month and the same month earlier.

    Attributes:
        short, month, name: the month cut short, in full, and with its year.
        now, before: the amounts; ``None`` where the month is not known whole.
        change: per cent from before to now; ``None`` where it cannot be told.
        bars: those that are known.
    """

    short: str
    month: str
    name: str
    now: Decimal | None
    before: Decimal | None
    change: float | None
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class MonthBars:
    """The picture.

    Attributes:
        rows: in order of time.
        zero: where zero lies on the line.
        years_back: how many years earlier the second bar of each row is.
        years: the two years, when every row has the same two; else empty.
    """

    rows: tuple[MonthRow, ...]
    zero: float
    years_back: int
    years: tuple[str, ...]


def month_bars(
    turnover: Mapping[str, Decimal], since: str, years_back: int, language: str
) -> MonthBars:
    """The last year's months of ``turnover`` and the same months earlier.

    Args:
        turnover: the months known whole, by ``YYYY-MM``.
        since: a month that should be seen even if it is of the year before the last; may be empty.
        years_back: how many years earlier to compare with.
        language: ``sv`` or ``en``.
    """
    months = _last_months(turnover, since)
    years = sorted({month[:4] for month in months})
    pairs = [
        (month, turnover.get(month), turnover.get(_back(month, years_back))) for month in months
    ]
    amounts = [amount for _, *both in pairs for amount in both if amount is not None]
    low, high = min([Decimal(0), *amounts]), max([Decimal(0), *amounts])
    room = high - low or Decimal(1)

    def bar(month: str, amount: Decimal, *, is_reference: bool) -> Bar:
        left = 100 * (min(amount, Decimal(0)) - low) / room
        width = 100 * abs(amount) / room
        return Bar(month[:4], amount, round(float(left), 2), round(float(width), 2), is_reference)

    rows = []
    for month, now, before in pairs:
        bars = [] if now is None else [bar(month, now, is_reference=False)]
        if before is not None:
            bars.append(bar(_back(month, years_back), before, is_reference=True))
        name = month_name(month, language)
        change = float(100 * (now / before - 1)) if now is not None and before else None
        rows.append(
            MonthRow(
                short=name[:3],
                month=name.split()[0],
                name=name,
                now=now,
                before=before,
                change=change if before is not None and before > 0 else None,
                bars=tuple(bars),
            )
        )
    return MonthBars(
        rows=tuple(rows),
        zero=round(float(-100 * low / room), 2),
        years_back=years_back,
        years=(years[0], f"{int(years[0]) - years_back:04d}") if len(years) == 1 else (),
    )


def _last_months(turnover: Mapping[str, Decimal], since: str) -> tuple[str, ...]:
    if not turnover:
        return ()
    latest = max(turnover)
    first = min(month for month in (f"{latest[:4]}-01", since) if month)
    start = max(_index(first), _index(min(turnover)), _index(latest) - _SHOWN + 1)
    return tuple(map(_month, range(start, _index(latest) + 1)))


def _back(month: str, years: int) -> str:
    return _month(_index(month) - _YEAR * years)


def _index(month: str) -> int:
    return int(month[:4]) * _YEAR + int(month[5:7]) - 1


def _month(index: int) -> str:
    return f"{index // _YEAR:04d}-{index % _YEAR + 1:02d}"
