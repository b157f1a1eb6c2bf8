"""What was understood of a company's bookkeeping: net turnover by month, and how it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from lotsa.core.bookkeeping.problems import Problem

Source = Literal["vouchers", "period_balances", "year_results"]


@dataclass(frozen=True)
class FinancialYear:
    """A financial year named in the file.

    ``number`` is 0 for the file's own year, −1 for the one before. ``net_turnover`` is None
    when the file does not tell the whole year. ``basis`` says where the sum comes from.
    """

    number: int
    start: date
    end: date
    net_turnover: Decimal | None
    basis: Literal["months", "year_result"] | None


@dataclass(frozen=True)
class AccountBasis:
    """Which accounts were counted as net turnover, and why.

    ``accounts`` is the rule in words for the eye ("3000–3799"), ``rule`` one of ``bas``
    (numbers of the BAS chart), ``tax_codes`` (the accounts' SRU codes) and ``assumed``
    (BAS numbers in a chart that does not call itself BAS). ``chart`` is the file's own
    #KPTYP, None when absent (the standard then says BAS 95).
    """

    accounts: str
    rule: Literal["bas", "tax_codes", "assumed"]
    chart: str | None
    accounts_used: tuple[str, ...]
    account_names: Mapping[str, str]


@dataclass(frozen=True)
class SieReading:
    """Net turnover as a SIE file tells it. Nothing that names a person or the firm is kept.

    Attributes:
        kind: type of file: ``1``, ``2``, ``3``, ``4E`` or ``4I``; several joined with ``+``.
        encoding: character set the file was written in.
        source: the finest grain the months come from.
        currency: accounting currency, mostly ``SEK``; amounts are in it.
        financial_years: oldest first.
        months: net turnover by ``YYYY-MM``. A month may be here and not be whole.
        complete_months: the months that the file covers whole. Only these may be compared.
        years: net turnover of whole calendar years by ``YYYY``.
        covered_from: first day of the first whole month, None when there is none.
        covered_to: last day of the last whole month.
        account_basis: which accounts were counted.
        orgnr: organisation number when it is valid and not a personal number.
        legal_form_hint: a value of the fact ``legal_form``, or None.
        problems: what could not be read or ought to be checked.
    """

    kind: str
    encoding: str
    source: Source
    currency: str
    financial_years: tuple[FinancialYear, ...]
    months: Mapping[str, Decimal]
    complete_months: tuple[str, ...]
    years: Mapping[str, Decimal]
    covered_from: date | None
    covered_to: date | None
    account_basis: AccountBasis
    orgnr: str | None
    legal_form_hint: str | None
    problems: tuple[Problem, ...]

    def complete_turnover(self) -> dict[str, Decimal]:
        """The whole months only: what may be compared, and what a company may choose to store."""
        return {month: self.months[month] for month in self.complete_months}


def to_document(reading: SieReading) -> dict[str, Any]:
    """The reading as plain JSON values, amounts in kronor, problems with both sentences."""
    basis = reading.account_basis
    return {
        "kind": reading.kind,
        "encoding": reading.encoding,
        "source": reading.source,
        "currency": reading.currency,
        "orgnr": reading.orgnr,
        "legal_form_hint": reading.legal_form_hint,
        "covered_from": _iso(reading.covered_from),
        "covered_to": _iso(reading.covered_to),
        "months": {month: number(amount) for month, amount in reading.months.items()},
        "complete_months": list(reading.complete_months),
        "years": {year: number(amount) for year, amount in reading.years.items()},
        "financial_years": [
            {
                "number": year.number,
                "start": year.start.isoformat(),
                "end": year.end.isoformat(),
                "net_turnover": None if year.net_turnover is None else number(year.net_turnover),
                "basis": year.basis,
            }
            for year in reading.financial_years
        ],
        "account_basis": {
            "accounts": basis.accounts,
            "rule": basis.rule,
            "chart": basis.chart,
            "accounts_used": list(basis.accounts_used),
            "account_names": dict(basis.account_names),
        },
        "problems": [
            {
                "code": problem.code,
                "params": dict(problem.params),
                "sentence_sv": problem.sentence("sv"),
                "sentence_en": problem.sentence("en"),
            }
            for problem in reading.problems
        ],
    }


def number(amount: Decimal) -> int | float:
    """An amount as a JSON number: an integer when it has no öre."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
