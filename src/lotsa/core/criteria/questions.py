"""Which question to ask next: the unknown fact that settles most for least effort.

Every measure that is still unknown shares one point among the facts it waits
for, so that a fact which alone settles a measure weighs more than one among
five. The sum over the measures is divided by the field's effort. A fact that
other missing facts are derived from counts for those too. The greedy choice
is made anew after each answer; it needs no probabilities and can always say
why it asks.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lotsa.core.criteria.company import derived_from
from lotsa.core.criteria.conditions import leaves
from lotsa.core.criteria.logic import Truth
from lotsa.core.criteria.measures import RuleBook, Time, Window
from lotsa.core.criteria.periods import Span
from lotsa.core.criteria.registry import Field, Registry
from lotsa.core.criteria.verdicts import MeasureVerdict, WindowVerdict

_LATER_WEIGHT: Final = 0.5
"""A window that has yet to open weighs half of one that is open."""


@dataclass(frozen=True)
class Question:
    """One question to ask.

    Attributes:
        key: names the question: the field, and for one about a window's months, the months too.
        field: the fact that is asked for.
        asked_for: the windows, as (measure, window), that the answer is about
            when the fact is per window; they share the same months.
        window: one of those windows, to name the months; ``None`` otherwise.
        settles: measures that wait for this fact alone.
        affects: every measure that waits for it.
    """

    key: str
    field: str
    asked_for: tuple[tuple[str, str], ...] = ()
    window: Window | None = None
    settles: tuple[str, ...] = ()
    affects: tuple[str, ...] = ()


def ranked_questions(
    verdicts: Iterable[MeasureVerdict],
    registry: Registry,
    *,
    needs: Collection[str] = (),
    unanswerable: Collection[str] = (),
    with_later: bool = False,
) -> tuple[Question, ...]:
    """The questions whose answers can change something, best first.

    Args:
        verdicts: the answers so far.
        registry: the facts.
        needs: only measures that meet one of these needs matter; empty means all.
        unanswerable: keys of questions, or fields, that the company cannot answer.
        with_later: windows that open later matter too.
    """
    waiting: dict[str, dict[str, float]] = defaultdict(dict)
    alone: dict[str, set[str]] = defaultdict(set)
    windows: dict[str, dict[tuple[str, str], Window]] = defaultdict(dict)
    for verdict in verdicts:
        if needs and not set(verdict.measure.needs) & set(needs):
            continue
        if verdict.answer is Truth.YES:
            continue
        for one in verdict.windows:
            weight = _weight(one, with_later=with_later)
            measure_id = verdict.measure.id
            keys = {
                key
                for field in one.open_questions
                if (key := question_key(registry.fields[field], measure_id, one.window))
                and field not in unanswerable
                and key not in unanswerable
            }
            if not weight or not keys:
                continue
            for key in keys:
                share = weight / len(keys)
                waiting[key][measure_id] = max(share, waiting[key].get(measure_id, 0.0))
                windows[key][measure_id, one.window.id] = one.window
                if len(one.open_questions) == 1:
                    alone[key].add(measure_id)
    ranked = sorted(
        waiting,
        key=lambda key: (
            -_score(key, waiting, registry),
            registry.fields[field_of(key)].effort,
            key,
        ),
    )
    return tuple(_question(key, waiting[key], alone[key], windows[key], registry) for key in ranked)


def next_question(
    verdicts: Iterable[MeasureVerdict],
    registry: Registry,
    *,
    needs: Collection[str] = (),
    unanswerable: Collection[str] = (),
    with_later: bool = False,
) -> Question | None:
    """The best question of ``ranked_questions``; ``None`` when no answer can change anything."""
    ranked = ranked_questions(
        verdicts, registry, needs=needs, unanswerable=unanswerable, with_later=with_later
    )
    return ranked[0] if ranked else None


def _weight(verdict: WindowVerdict, *, with_later: bool) -> float:
    if verdict.criteria is not Truth.UNKNOWN:
        return 0.0
    if verdict.answer is Truth.UNKNOWN:
        return 1.0
    return _LATER_WEIGHT if with_later and verdict.time.time is Time.OPENS else 0.0


def question_key(field: Field, measure_id: str, window: Window) -> str:
    """The key of the question about ``field`` as a window asks it.

    Windows about the same months share one question. A window that does not
    state its months has one of its own; a plain fact has one question in all.
    """
    if not field.per_window:
        return field.id
    if window.period is None or window.reference is None:
        return f"{field.id}@{measure_id}/{window.id}"
    return f"{field.id}@{_days(window.period, window.reference)}"


@lru_cache(maxsize=4096)
def _days(period: Span, reference: Span) -> str:
    days = (period.start, period.end, reference.start, reference.end)
    return "-".join(f"{day:%Y%m%d}" for day in days)


def field_of(key: str) -> str:
    """The field that the question with ``key`` asks for."""
    return key.partition("@")[0]


def windows_asking(key: str, rulebook: RuleBook) -> tuple[tuple[str, Window], ...]:
    """Every window, with its measure's id, that the answer to a per-window question is about."""
    field = rulebook.registry.fields.get(field_of(key))
    if field is None or not field.per_window:
        return ()
    return tuple(
        (measure.id, window)
        for measure in rulebook.measures
        for window in measure.windows
        if question_key(field, measure.id, window) == key
        and any(
            leaf.field == field.id
            for condition in (measure.criteria, window.criteria)
            for leaf in leaves(condition)
        )
    )


def _score(key: str, waiting: Mapping[str, Mapping[str, float]], registry: Registry) -> float:
    field = registry.fields[field_of(key)]
    shares = dict(waiting[key])
    if not field.per_window:
        for derived in derived_from(registry, frozenset({field.id})) - {field.id}:
            for measure, share in waiting.get(derived, {}).items():
                shares[measure] = shares.get(measure, 0.0) + share
    return sum(shares.values()) / field.effort


def _question(
    key: str,
    affected: Mapping[str, float],
    alone: Collection[str],
    windows: Mapping[tuple[str, str], Window],
    registry: Registry,
) -> Question:
    field = field_of(key)
    per_window = registry.fields[field].per_window
    return Question(
        key=key,
        field=field,
        asked_for=tuple(windows) if per_window else (),
        window=next(iter(windows.values())) if per_window else None,
        settles=tuple(measure for measure in affected if measure in alone),
        affects=tuple(affected),
    )
