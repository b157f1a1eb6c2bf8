"""The four states in which a measure can stand for a company."""

from enum import IntEnum

from lotsa.core.criteria.logic import Truth
from lotsa.core.criteria.measures import Time
from lotsa.core.criteria.verdicts import MeasureVerdict, WindowVerdict


class Standing(IntEnum):
    """How a measure stands for a company; every company is in exactly one state."""

    NO = 0
    MAYBE = 1
    MANUAL = 2
    YES = 3

    @property
    def word(self) -> str:
        """The word used in files and on the command line."""
        return self.name.lower()


def standing(verdict: MeasureVerdict) -> Standing:
    """Where the measure stands for the company that was judged.

    *Yes* and *no* are the answer's own. An answer that is unknown is *manual*
    when some window can be applied for on the date and everything a fact can
    settle in it holds, so that only a person's decision is left. It is *maybe*
    in every other case: a fact is missing, the window's dates are not known,
    or the measure is only planned. A window where only a decision is left
    goes before another window where facts are missing, since the company can
    already turn to the one who decides.
    """
    if verdict.answer is Truth.YES:
        return Standing.YES
    if verdict.answer is Truth.NO:
        return Standing.NO
    if verdict.measure.planned:
        return Standing.MAYBE
    return Standing.MANUAL if any(map(_awaits_decision, verdict.windows)) else Standing.MAYBE


def _awaits_decision(window: WindowVerdict) -> bool:
    return window.time.time is Time.OPEN and window.only_manual_left
