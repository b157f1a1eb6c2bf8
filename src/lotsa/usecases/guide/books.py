"""What a company's bookkeeping answers of the guide's questions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from lotsa.core.bookkeeping.months import last_day
from lotsa.core.bookkeeping.problems import Problem
from lotsa.core.bookkeeping.reading import SieReading, number
from lotsa.core.bookkeeping.turnover import (
    Drop,
    NoDrop,
    last_closed_year,
    turnover_drop,
    what_is_missing,
)
from lotsa.core.criteria.facts import parse_value
from lotsa.core.criteria.faults import FactFault
from lotsa.core.criteria.measures import RuleBook
from lotsa.core.criteria.periods import Span, months_of
from lotsa.core.criteria.questions import windows_asking
from lotsa.core.criteria.registry import Field, Registry
from lotsa.core.guide.situation import Situation
from lotsa.usecases.guide.periods import periods_asked

LATEST_YEAR: Final = "turnover_sek"
LEGAL_FORM: Final = "legal_form"
KRONOR: Final = "SEK"
_MONTHS_KEPT: Final = 120


@dataclass(frozen=True)
class PeriodDrop:
    """How turnover changed in the months that some windows ask about.

    Attributes:
        key: the question it answers.
        period, reference: the months, and those they are compared with.
        drop: the fall, or why there is none.
        over: the period has ended.
        measures: ids of the measures that ask.
    """

    key: str
    period: Span
    reference: Span
    drop: Drop | NoDrop
    over: bool
    measures: tuple[str, ...]


@dataclass(frozen=True)
class Answers:
    """The answers found, as JSON values that a situation can hold.

    Attributes:
        drops: by question about a window's months, in per cent.
        facts: by field.
        months: turnover by month in kronor; empty when the books are in another currency.
        legal_form: what the file says of the company's form, or empty.
    """

    drops: Mapping[str, float] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    months: Mapping[str, int | float] = field(default_factory=dict)
    legal_form: str = ""

    @property
    def any(self) -> bool:
        """Is there anything to use?"""
        return bool(self.drops or self.facts)

    def as_json(self) -> dict[str, Any]:
        """The answers as JSON, which ``from_json`` reads back."""
        return {
            "drops": dict(self.drops),
            "facts": dict(self.facts),
            "months": dict(self.months),
            "legal_form": self.legal_form,
        }

    @staticmethod
    def from_json(raw: Mapping[str, Any]) -> "Answers":
        """Read back what ``as_json`` wrote."""
        return Answers(raw["drops"], raw["facts"], raw["months"], raw["legal_form"])


@dataclass(frozen=True)
class Findings:
    """What was found in the books, seen from a day.

    Attributes:
        reading: the books.
        turnover: turnover of the whole months, by ``YYYY-MM``.
        periods: the periods asked about, the latest ended first.
        missing: what would tell more, as sentences.
        answers: what can be used.
        years: the years that each fact about a year was counted on, by field.
    """

    reading: SieReading
    turnover: Mapping[str, Decimal]
    periods: tuple[PeriodDrop, ...]
    missing: tuple[Problem, ...]
    answers: Answers
    years: Mapping[str, tuple[Span, ...]]

    @property
    def first_drop(self) -> PeriodDrop | None:
        """The latest period whose change is known."""
        return next((one for one in self.periods if isinstance(one.drop, Drop)), None)


def look_into(reading: SieReading, rulebook: RuleBook, as_of: date) -> Findings:
    """What the books answer of what windows not yet closed on ``as_of`` ask about."""
    registry = rulebook.registry
    turnover = reading.complete_turnover()
    periods = _periods(turnover, rulebook, as_of)
    in_kronor = reading.currency == KRONOR
    counted = _year_facts(reading, registry, as_of) if in_kronor else {}
    kept = sorted(turnover)[-_MONTHS_KEPT:] if in_kronor and series_field(registry) else []
    answers = Answers(
        drops={
            one.key: _within(one.drop.percent, registry.fields[one.key.partition("@")[0]])
            for one in periods
            if isinstance(one.drop, Drop)
        },
        facts={name: value for name, (value, _) in counted.items()},
        months={month: number(turnover[month]) for month in kept},
        legal_form=_legal_form(reading, registry),
    )
    return Findings(
        reading=reading,
        turnover=turnover,
        periods=periods,
        missing=_missing(reading, periods, as_of),
        answers=answers,
        years={name: spans for name, (_, spans) in counted.items()},
    )


def use(
    answers: Answers,
    situation: Situation,
    rulebook: RuleBook,
    *,
    keep_months: bool,
    keep_legal_form: bool,
) -> Situation:
    """The situation with the answers in it; the months and the form only if asked for."""
    registry = rulebook.registry
    for key, percent in answers.drops.items():
        if windows_asking(key, rulebook):
            situation = situation.answered(key, percent, rulebook)
    facts = dict(answers.facts)
    series = series_field(registry)
    if keep_months and answers.months and series is not None:
        facts[series.id] = dict(answers.months)
    if keep_legal_form and answers.legal_form:
        facts[LEGAL_FORM] = answers.legal_form
    return situation.told({name: value for name, value in facts.items() if name in registry.fields})


def series_field(registry: Registry) -> Field | None:
    """The field that holds turnover by month, if the catalogue has one."""
    return next((one for one in registry.fields.values() if one.type == "series"), None)


def year_fields(registry: Registry) -> tuple[tuple[Field, int], ...]:
    """Fields about the turnover of a certain year, with the year."""
    return tuple(
        (one, int(one.derivation.value))
        for one in registry.fields.values()
        if one.derivation is not None and one.derivation.form == "year_sum"
    )


def _periods(
    turnover: Mapping[str, Decimal], rulebook: RuleBook, as_of: date
) -> tuple[PeriodDrop, ...]:
    found = []
    for one in rulebook.registry.fields.values():
        if one.derivation is None or one.derivation.form != "drop":
            continue
        for asked in periods_asked(rulebook, one.id, as_of):
            drop = turnover_drop(
                turnover,
                (asked.period.start, asked.period.end),
                (asked.reference.start, asked.reference.end),
                turnover,
            )
            measures = dict.fromkeys(name for name, _ in windows_asking(asked.key, rulebook))
            over = asked.period.end < as_of
            found.append(
                PeriodDrop(asked.key, asked.period, asked.reference, drop, over, tuple(measures))
            )
    return tuple(found)


def _within(percent: float, known: Field) -> float:
    """Credited sales can make a fall of more than 100 per cent, which no question has room for."""
    return percent if known.maximum is None else min(percent, known.maximum)


def _year_facts(
    reading: SieReading, registry: Registry, as_of: date
) -> dict[str, tuple[Any, tuple[Span, ...]]]:
    """Turnover of the years asked about: the value, and the years it was counted on."""
    found: dict[str, tuple[Any, tuple[Span, ...]]] = {}
    for one, year in year_fields(registry):
        after = date(year + 1, 1, 1)
        if after > as_of:
            continue
        sums: dict[Span, Decimal] = {}
        if (calendar := reading.years.get(str(year))) is not None:
            sums[Span(date(year, 1, 1), date(year, 12, 31))] = calendar
        if (closed := last_closed_year(reading.financial_years, after)) is not None:
            sums.setdefault(Span(closed.start, closed.end), closed.net_turnover)
        if sums:
            # Some rules count the calendar year, others the financial year that closed last
            # before its end. Where they differ, the answer is an interval and claims neither.
            low, high = number(min(sums.values())), number(max(sums.values()))
            value = low if low == high else {"min": low, "max": high}
            found[one.id] = (value, tuple(sums))
    if (latest := last_closed_year(reading.financial_years, as_of)) is not None:
        found[LATEST_YEAR] = (number(latest.net_turnover), (Span(latest.start, latest.end),))
    return {name: fact for name, fact in found.items() if _fits(fact[0], registry.fields.get(name))}


def _fits(value: Any, known: Field | None) -> bool:
    if known is None:
        return False
    lowest = value["min"] if isinstance(value, Mapping) else value
    return known.minimum is None or lowest >= known.minimum


def _legal_form(reading: SieReading, registry: Registry) -> str:
    known = registry.fields.get(LEGAL_FORM)
    if known is None or not reading.legal_form_hint:
        return ""
    try:
        parse_value(reading.legal_form_hint, known)
    except FactFault:
        return ""
    return reading.legal_form_hint


def _missing(
    reading: SieReading, periods: Iterable[PeriodDrop], as_of: date
) -> tuple[Problem, ...]:
    """What to add for the months that have ended; the others nobody has booked."""
    months = {
        month
        for one in periods
        if isinstance(one.drop, NoDrop)
        for month in one.drop.missing
        if one.over or month in months_of(one.reference)
    }
    return what_is_missing(
        sorted(month for month in months if last_day(month) < as_of), reading.covered_to
    )
