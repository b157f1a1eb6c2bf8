"""Where a measure stands in time for anyone, whatever their situation."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from lotsa.core.criteria.measures import Measure, Time, TimeState, Window


class State(Enum):
    """Can the measure be applied for on a day?"""

    OPEN = "open"
    LATER = "later"
    UNKNOWN = "unknown"
    CLOSED = "closed"


_STATE_OF: Final = {
    Time.OPEN: State.OPEN,
    Time.OPENS: State.LATER,
    Time.UNKNOWN: State.UNKNOWN,
    Time.BUDGET_SPENT: State.CLOSED,
    Time.CLOSED: State.CLOSED,
}
_ORDER: Final = (Time.OPEN, Time.OPENS, Time.UNKNOWN, Time.BUDGET_SPENT, Time.CLOSED)


@dataclass(frozen=True)
class Standing:
    """Where a measure stands on a day.

    Attributes:
        state: open, opens later, not known or closed.
        window: the window that says so; ``None`` when the measure has none.
        time: that window's place in time.
    """

    state: State
    window: Window | None
    time: TimeState


def standing_on(measure: Measure, as_of: date) -> Standing:
    """The measure's state on ``as_of``: that of its most promising window.

    An open window goes before one that opens, and that before one whose dates are not known.
    Of several the nearest in time is named; of closed ones the last. A measure that is only
    planned, or has no windows, is never said to be open or closed.
    """
    found = [(window, window.time_on(as_of)) for window in measure.windows]
    best = min(found, key=lambda one: _rank(one[1]), default=None)
    if best is None:
        return Standing(State.UNKNOWN, None, TimeState(Time.UNKNOWN))
    state = State.UNKNOWN if measure.planned else _STATE_OF[best[1].time]
    return Standing(state, *best)


def _rank(time: TimeState) -> tuple[int, int]:
    if time.time is Time.CLOSED and time.closes_on is not None:
        nearness = -time.closes_on.toordinal()
    else:
        nearness = (time.opens_on or time.closes_on or date.max).toordinal()
    return (_ORDER.index(time.time), nearness)
