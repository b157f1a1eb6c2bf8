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
from typing import Final

from lotsa.core.criteria.company import fields_from
from lotsa.core.criteria.logic import Truth
from lotsa.core.criteria.measures import Time, Window
from lotsa.core.criteria.registry import Registry
from lotsa.core.criteria.verdicts import MeasureVerdict, WindowVerdict

_LATER_WEIGHT: Final = 0.5
"""A window that has yet to open weighs half of one that is open."""


@dataclass(frozen=True)
class Question:
    """One question to ask.

    Attributes:
        field: the fact that is asked for.
        asked_for: the windows, as (measure, window), that the answer is about
            when the fact is per window; they share the same months.
        window: one of those windows, to name the months; ``None`` otherwise.
        settles: measures that wait for this fact alone.
        affects: every measure that waits for it.
    """

    field: str
    asked_for: tuple[tuple[str, str], ...] = ()
    window: Window | None = None
    settles: tuple[str, ...] = ()
    affects: tuple[str, ...] = ()


_Key = tuple[str, object, object]


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
        unanswerable: fields the company has said it does not know.
        with_later: windows that open later matter too.
    """
    waiting: dict[_Key, dict[str, float]] = defaultdict(dict)
    alone: dict[_Key, set[str]] = defaultdict(set)
    windows: dict[_Key, dict[tuple[str, str], Window]] = defaultdict(dict)
    for verdict in verdicts:
        if needs and not set(verdict.measure.needs) & set(needs):
            continue
        if verdict.answer is Truth.YES:
            continue
        for one in verdict.windows:
            weight = _weight(one, with_later=with_later)
            fields = [field for field in one.open_questions if field not in unanswerable]
            if not weight or not fields:
                continue
            keys = {_key(field, one.window, registry) for field in fields}
            for key in keys:
                measure_id = verdict.measure.id
                share = weight / len(keys)
                waiting[key][measure_id] = max(share, waiting[key].get(measure_id, 0.0))
                windows[key][measure_id, one.window.id] = one.window
                if len(one.open_questions) == 1:
                    alone[key].add(measure_id)
    ranked = sorted(
        waiting,
        key=lambda key: (-_score(key, waiting, registry), registry.fields[key[0]].effort, str(key)),
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


def _key(field: str, window: Window, registry: Registry) -> _Key:
    """Windows about the same months share one question; a plain fact has one question in all."""
    if registry.fields[field].per_window:
        return (field, window.period, window.reference)
    return (field, None, None)


def _score(key: _Key, waiting: Mapping[_Key, Mapping[str, float]], registry: Registry) -> float:
    field = registry.fields[key[0]]
    shares = dict(waiting[key])
    if not field.per_window:
        for derived in fields_from(registry, frozenset({field.id})) - {field.id}:
            for measure, share in waiting.get((derived, None, None), {}).items():
                shares[measure] = shares.get(measure, 0.0) + share
    return sum(shares.values()) / field.effort


def _question(
    key: _Key,
    affected: Mapping[str, float],
    alone: Collection[str],
    windows: Mapping[tuple[str, str], Window],
    registry: Registry,
) -> Question:
    field = key[0]
    per_window = registry.fields[field].per_window
    return Question(
        field=field,
        asked_for=tuple(windows) if per_window else (),
        window=next(iter(windows.values())) if per_window else None,
        settles=tuple(measure for measure in affected if measure in alone),
        affects=tuple(affected),
    )
