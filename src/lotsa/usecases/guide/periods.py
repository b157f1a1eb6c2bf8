"""The months that per-window questions are about, as seen from a day."""

from dataclasses import dataclass
from datetime import date, timedelta

from lotsa.core.criteria.measures import RuleBook
from lotsa.core.criteria.periods import Span, months_of
from lotsa.core.criteria.questions import question_key, windows_asking

_AHEAD = timedelta(days=31)
_BACK = timedelta(days=400)


@dataclass(frozen=True)
class Asked:
    """Months that some window asks about.

    Attributes:
        key: names the question.
        period: the support period.
        reference: what it is compared with.
    """

    key: str
    period: Span
    reference: Span

    @property
    def month_numbers(self) -> tuple[int, ...]:
        """The period's months, 1–12."""
        return tuple(int(month[-2:]) for month in months_of(self.period))


def periods_asked(rulebook: RuleBook, field_id: str, as_of: date) -> tuple[Asked, ...]:
    """The months that windows not yet closed ask about, the latest ended first.

    Only months that have begun, or begin within a month, can be known.
    """
    field = rulebook.registry.fields.get(field_id)
    if field is None:
        return ()
    found: dict[str, Asked] = {}
    for measure in rulebook.measures:
        for window in measure.windows:
            if window.period is None or window.reference is None or not months_of(window.period):
                continue
            if window.period.start > as_of + _AHEAD or window.period.end < as_of - _BACK:
                continue
            if window.apply_to is not None and window.apply_to < as_of:
                continue
            key = question_key(field, measure.id, window)
            if key not in found and windows_asking(key, rulebook):
                found[key] = Asked(key, window.period, window.reference)
    ended = sorted(
        (one for one in found.values() if one.period.end <= as_of),
        key=lambda one: one.period.end,
        reverse=True,
    )
    running = sorted(
        (one for one in found.values() if one.period.end > as_of),
        key=lambda one: one.period.start,
    )
    return (*ended, *running)
