"""What was found in the books, in words and in the shapes that the page draws."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lotsa.core.bookkeeping.problems import months_said
from lotsa.core.bookkeeping.turnover import Drop, NoDrop
from lotsa.core.criteria.facts import parse_value
from lotsa.core.criteria.registry import Field, Registry
from lotsa.core.criteria.sentences import value_text
from lotsa.core.criteria.wording import capitalised, each, months
from lotsa.domain.measures.selectors import Rules
from lotsa.foundation.ui.formatting import number, percent
from lotsa.usecases.guide.books import KRONOR, Findings, PeriodDrop
from lotsa.usecases.guide.wording import in_language
from lotsa.web.public.month_bars import MonthBars, month_bars

_ACCOUNTS_SHOWN = 40


@dataclass(frozen=True)
class PeriodLine:
    """One period that some support asks about: its months, what is known, and who asks.

    ``waits`` when nothing can be known yet, because the period is not over.
    """

    months: str
    compared: str
    result: str
    known: bool
    measures: str
    waits: bool


@dataclass(frozen=True)
class YearLine:
    """A figure of a whole year: what it is, how much, and which years it was counted on."""

    label: str
    value: str
    years: str
    is_range: bool


@dataclass(frozen=True)
class Shown:
    """The page's content.

    Attributes:
        lead: one sentence that says what one sees.
        picture: the bars, which the table repeats.
        unit: what amounts are counted in.
        in_kronor: amounts can be used as facts.
        periods: the periods asked about.
        facts: figures of whole years that can be used.
        chart: the name of the chart of accounts.
        rule: which accounts were counted, such as 3000–3799.
        accounts: number and name of those found, and how many more there were.
        problems, missing: sentences.
        legal_form: the form in words, when the file tells it.
    """

    lead: str
    picture: MonthBars
    unit: str
    in_kronor: bool
    periods: tuple[PeriodLine, ...]
    facts: tuple[YearLine, ...]
    chart: str
    rule: str
    accounts: tuple[tuple[str, str], ...]
    more_accounts: int
    problems: tuple[str, ...]
    missing: tuple[str, ...]
    legal_form: str


def shown(findings: Findings, rules: Rules, language: str) -> Shown:
    """The findings as the page shows them."""
    reading, registry = findings.reading, rules.rulebook.registry
    first = findings.first_drop
    years_back = first.period.start.year - first.reference.start.year if first else 1
    since = f"{first.period.start:%Y-%m}" if first else ""
    picture = month_bars(findings.turnover, since, max(years_back, 1), language)
    basis = reading.account_basis
    in_kronor = reading.currency == KRONOR
    form = findings.answers.legal_form
    return Shown(
        lead=_lead(findings, picture, language),
        picture=picture,
        unit=_("SEK") if in_kronor else reading.currency,
        in_kronor=in_kronor,
        periods=tuple(_period(one, rules, language) for one in findings.periods),
        facts=tuple(
            YearLine(
                label=_label(registry.fields[name], language),
                value=_value(name, raw, registry, language),
                years=each([months(span, language) for span in findings.years[name]], language),
                is_range=isinstance(raw, dict),
            )
            for name, raw in findings.answers.facts.items()
        ),
        chart=basis.chart or "BAS",
        rule=basis.accounts,
        accounts=tuple(
            (one, basis.account_names.get(one, "")) for one in basis.accounts_used[:_ACCOUNTS_SHOWN]
        ),
        more_accounts=max(0, len(basis.accounts_used) - _ACCOUNTS_SHOWN),
        problems=tuple(problem.sentence(language) for problem in reading.problems),
        missing=tuple(problem.sentence(language) for problem in findings.missing),
        legal_form=_value("legal_form", form, registry, language) if form else "",
    )


def _lead(findings: Findings, picture: MonthBars, language: str) -> str:
    """What one sees, in one sentence: a period that support asks about, else the last month."""
    first = findings.first_drop
    if first is not None and isinstance(first.drop, Drop):
        period, reference = months(first.period, language), months(first.reference, language)
        return _compared(period, reference, -first.drop.percent, language)
    compared = [row for row in picture.rows if row.change is not None]
    if compared:
        row = compared[-1]
        earlier = next(bar.year for bar in row.bars if bar.is_reference)
        before = f"{row.name.rsplit(' ', 1)[0]} {earlier}"
        return _compared(row.name, before, row.change or 0.0, language)
    if findings.turnover:
        return _("We read the turnover of %(months)s.") % {
            "months": months_said(sorted(findings.turnover), language)
        }
    return _("We found no whole months in the files, so no fall can be worked out.")


def _compared(period: str, reference: str, change: float, language: str) -> str:
    words = {
        "period": period,
        "reference": reference,
        "share": number(abs(change), language, 1),
    }
    if words["share"] == "0":
        return _("Turnover in %(period)s was the same as in %(reference)s.") % words
    if change < 0:
        return (
            _("Turnover in %(period)s was %(share)s per cent lower than in %(reference)s.") % words
        )
    return _("Turnover in %(period)s was %(share)s per cent higher than in %(reference)s.") % words


def _period(one: PeriodDrop, rules: Rules, language: str) -> PeriodLine:
    names = (in_language(rules.documents[measure], "name", language) for measure in one.measures)
    return PeriodLine(
        months=capitalised(months(one.period, language)),
        compared=months(one.reference, language),
        result=_outcome(one, language),
        known=isinstance(one.drop, Drop),
        measures=each(tuple(dict.fromkeys(names)), language),
        waits=not one.over and not isinstance(one.drop, Drop),
    )


def _outcome(one: PeriodDrop, language: str) -> str:
    match one.drop:
        case Drop(share):
            text = percent(abs(share), language)
            if number(abs(share), language, 1) == "0":
                return _("the same")
            return (
                _("%(share)s lower") % {"share": text}
                if share > 0
                else _("%(share)s higher") % {"share": text}
            )
        case NoDrop("months_missing", missing):
            if not one.over:
                return _("the period is not over yet")
            return _("%(months)s is missing") % {"months": months_said(missing, language)}
        case NoDrop("no_reference_turnover"):
            return _("there was no turnover to compare with")
        case _:
            return _("cannot be worked out from whole months")


def _label(known: Field, language: str) -> str:
    return known.text(known.label, language)


def _value(name: str, raw: Any, registry: Registry, language: str) -> str:
    known = registry.fields[name]
    return capitalised(value_text(parse_value(raw, known), known, registry, language))
