"""Measures, their windows in time, and the rule book that holds them with the registry.

Only what decides an answer is read here. Everything else a measure says stays
in its document, which goes along untouched.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from lotsa.core.criteria.conditions import ALWAYS, Condition, parse_condition
from lotsa.core.criteria.faults import CatalogueFault
from lotsa.core.criteria.logic import Truth
from lotsa.core.criteria.periods import Span
from lotsa.core.criteria.registry import Registry, texts_of
from lotsa.core.criteria.trees import CodeTree


class Time(Enum):
    """Where a window stands on a date."""

    OPEN = "open"
    OPENS = "opens"
    UNKNOWN = "unknown"
    BUDGET_SPENT = "budget_spent"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class TimeState:
    """A window's state on a date, with the day it opens or the last day it is open, if known."""

    time: Time
    opens_on: date | None = None
    closes_on: date | None = None

    @property
    def truth(self) -> Truth:
        """Can it be applied for on the date? A missing date is never a promise."""
        if self.time is Time.OPEN:
            return Truth.YES
        return Truth.UNKNOWN if self.time is Time.UNKNOWN else Truth.NO


@dataclass(frozen=True)
class Window:
    """One application window of a measure.

    Attributes:
        id: unique within the measure.
        label: its name, by language.
        apply_from, apply_to: first and last day, inclusive; ``None`` is not known.
        open_ended: it has no end.
        known_open: ranges in which it is known to have been open.
        budget_spent_on: from this day there is no money left.
        period: the support period.
        reference: what the period is compared with.
        criteria: what this window requires beside the measure's criteria.
    """

    id: str
    label: Mapping[str, str] = field(default_factory=dict)
    apply_from: date | None = None
    apply_to: date | None = None
    open_ended: bool = False
    known_open: tuple[Span, ...] = ()
    budget_spent_on: date | None = None
    period: Span | None = None
    reference: Span | None = None
    criteria: Condition = ALWAYS
    document: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def time_on(self, as_of: date) -> TimeState:
        """The state on ``as_of``, by the table in the catalogue's specification."""
        if self.budget_spent_on is not None and as_of >= self.budget_spent_on:
            return TimeState(Time.BUDGET_SPENT)
        if any(span.start <= as_of <= span.end for span in self.known_open):
            return TimeState(Time.OPEN, closes_on=self.apply_to)
        if self.apply_from is not None and as_of < self.apply_from:
            return TimeState(Time.OPENS, opens_on=self.apply_from, closes_on=self.apply_to)
        if self.apply_to is not None and as_of > self.apply_to:
            return TimeState(Time.CLOSED, closes_on=self.apply_to)
        if self.open_ended:
            return TimeState(Time.OPEN)
        if self.apply_from is not None and self.apply_to is not None:
            return TimeState(Time.OPEN, closes_on=self.apply_to)
        return TimeState(Time.UNKNOWN, closes_on=self.apply_to)


@dataclass(frozen=True)
class Measure:
    """What decides who may get one support measure.

    Attributes:
        id: its slug.
        name: its name, by language.
        needs: ids of the need areas it meets.
        criteria: what every window requires.
        windows: when it can be applied for.
        planned: mentioned, not known to have started; never answered yes.
        decided_by: who makes an assessment of their own, if anyone does.
        document: the whole entry of the catalogue.
    """

    id: str
    name: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    criteria: Condition = ALWAYS
    windows: tuple[Window, ...] = ()
    planned: bool = False
    decided_by: str | None = None
    document: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class RuleBook:
    """The registry and the measures that use it."""

    registry: Registry
    measures: tuple[Measure, ...]

    @staticmethod
    def from_documents(
        fields: Mapping[str, Any],
        measures: Mapping[str, Any],
        trees: Mapping[str, CodeTree] | None = None,
    ) -> "RuleBook":
        """Read ``fields.yaml`` and ``measures.yaml``.

        Raises:
            CatalogueFault: a document that cannot be read as rules.
        """
        registry = Registry.from_document(fields, trees)
        rows = measures.get("measures") if isinstance(measures, Mapping) else None
        if not isinstance(rows, list):
            raise CatalogueFault("measures", "must be a list of measures")
        return RuleBook(registry, parse_measures(rows))


def parse_measures(rows: Sequence[Any]) -> tuple[Measure, ...]:
    """Read measures from their documents.

    Raises:
        CatalogueFault: a row without id, an id given twice, or a part that cannot be read.
    """
    parsed = tuple(parse_measure(row, f"measures[{index}]") for index, row in enumerate(rows))
    seen: set[str] = set()
    for index, measure in enumerate(parsed):
        if measure.id in seen:
            raise CatalogueFault(
                f"measures[{index}].id", f"the measure {measure.id!r} is given twice"
            )
        seen.add(measure.id)
    return parsed


def parse_measure(row: Any, path: str) -> Measure:
    """Read one measure from its document.

    Raises:
        CatalogueFault: it has no id or a part of it cannot be read.
    """
    if not isinstance(row, Mapping) or not isinstance(row.get("id"), str) or not row["id"]:
        raise CatalogueFault(path, "a measure needs an id")
    windows = row.get("windows") or []
    needs = row.get("needs") or []
    if not isinstance(windows, list):
        raise CatalogueFault(f"{path}.windows", "must be a list of windows")
    if not isinstance(needs, list):
        raise CatalogueFault(f"{path}.needs", "must be a list of need areas")
    parsed = tuple(_window(one, f"{path}.windows[{index}]") for index, one in enumerate(windows))
    if len({window.id for window in parsed}) < len(parsed):
        raise CatalogueFault(f"{path}.windows", "two windows have the same id")
    decided_by = row.get("provider") if row.get("discretionary") is True else None
    return Measure(
        id=row["id"],
        name=texts_of(row, "name"),
        needs=tuple(str(need) for need in needs),
        criteria=parse_condition(row.get("criteria"), f"{path}.criteria"),
        windows=parsed,
        planned=row.get("status") == "planned",
        decided_by=str(decided_by) if decided_by else None,
        document=row,
    )


def _window(row: Any, path: str) -> Window:
    if not isinstance(row, Mapping) or row.get("id") is None:
        raise CatalogueFault(path, "a window needs an id")
    known = row.get("known_open") or []
    if not isinstance(known, list):
        raise CatalogueFault(f"{path}.known_open", "must be a list of ranges")
    return Window(
        id=str(row["id"]),
        label=texts_of(row, "label"),
        apply_from=_day(row, "apply_from", path),
        apply_to=_day(row, "apply_to", path),
        open_ended=row.get("open_ended") is True,
        known_open=tuple(
            span
            for index, one in enumerate(known)
            if (span := _span(one, ("from", "to"), f"{path}.known_open[{index}]"))
        ),
        budget_spent_on=_day(row, "budget_spent_on", path),
        period=_span(row, ("period_from", "period_to"), path),
        reference=_span(row, ("reference_from", "reference_to"), path),
        criteria=parse_condition(row.get("criteria"), f"{path}.criteria"),
        document=row,
    )


def _span(row: Any, keys: tuple[str, str], path: str) -> Span | None:
    if not isinstance(row, Mapping):
        raise CatalogueFault(path, "must be a range with from and to")
    start, end = (_day(row, key, path) for key in keys)
    return Span(start, end) if start is not None and end is not None else None


def _day(row: Mapping[str, Any], key: str, path: str) -> date | None:
    raw = row.get(key)
    if raw is None or type(raw) is date:
        return raw
    if isinstance(raw, str):
        try:
            return date.fromisoformat(raw)
        except ValueError:
            pass
    raise CatalogueFault(f"{path}.{key}", f"{raw!r} is not a date (year-month-day)")
