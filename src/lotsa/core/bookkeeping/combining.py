"""Puts several SIE files of one company together: mostly this year's and last year's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from lotsa.core.bookkeeping.faults import SieFault
from lotsa.core.bookkeeping.months import first_day, last_day
from lotsa.core.bookkeeping.problems import Problem
from lotsa.core.bookkeeping.reading import AccountBasis, FinancialYear, SieReading
from lotsa.core.bookkeeping.sie import calendar_years

_FINENESS = {"vouchers": 2, "period_balances": 1, "year_results": 0}
_ONE_KRONA = Decimal(1)


def combine(readings: Sequence[SieReading]) -> SieReading:
    """One reading of several files. Order does not matter.

    Where files overlap, a whole month goes before a partial one, vouchers before period
    balances, and the file that reaches further before the other; differences are told.

    Raises:
        SieFault: ``different_companies`` or ``different_currencies``.
        ValueError: no readings.
    """
    if not readings:
        raise ValueError("nothing to combine")
    if len(readings) == 1:
        return readings[0]
    if len({one.orgnr for one in readings if one.orgnr}) > 1:
        raise SieFault("different_companies")
    if len({one.currency for one in readings}) > 1:
        raise SieFault("different_currencies")
    ranked = sorted(readings, key=_rank, reverse=True)
    months, apart = _months(ranked)
    complete = tuple(sorted({month for one in ranked for month in one.complete_months}))
    years = _financial_years(ranked)
    problems = [problem for one in ranked for problem in _still_true(one, complete)]
    if apart:
        problems.append(Problem("files_differ", {"months": apart}))
    charts = sorted({one.account_basis.chart or "BAS" for one in ranked})
    if len({one.account_basis.accounts for one in ranked}) > 1:
        problems.append(Problem("bases_differ", {"charts": charts}))
    return SieReading(
        kind=_joined([one.kind for one in ranked]),
        encoding=_joined([one.encoding for one in ranked]),
        source=ranked[0].source,
        currency=ranked[0].currency,
        financial_years=years,
        months=MappingProxyType(months),
        complete_months=complete,
        years=MappingProxyType(calendar_years(months, complete, years)),
        covered_from=first_day(complete[0]) if complete else None,
        covered_to=last_day(complete[-1]) if complete else None,
        account_basis=_basis(ranked),
        orgnr=next((one.orgnr for one in ranked if one.orgnr), None),
        legal_form_hint=next((one.legal_form_hint for one in ranked if one.legal_form_hint), None),
        problems=tuple({_key(problem): problem for problem in problems}.values()),
    )


def _rank(reading: SieReading) -> tuple[int, date, str]:
    # The months in words break ties, so that the order files came in never matters.
    return (
        _FINENESS[reading.source],
        reading.covered_to or date.min,
        repr(sorted(reading.months.items())),
    )


def _months(ranked: Sequence[SieReading]) -> tuple[dict[str, Decimal], list[str]]:
    chosen: dict[str, Decimal] = {}
    whole: dict[str, Decimal] = {}
    apart: set[str] = set()
    for one in ranked:
        for month in one.complete_months:
            amount = one.months[month]
            if abs(whole.setdefault(month, amount) - amount) > _ONE_KRONA:
                apart.add(month)
        for month, amount in one.months.items():
            chosen.setdefault(month, amount)
    return dict(sorted((chosen | whole).items())), sorted(apart)


def _financial_years(ranked: Sequence[SieReading]) -> tuple[FinancialYear, ...]:
    """Each year once, with the sum from months where some file has them."""
    best: dict[tuple[date, date], FinancialYear] = {}
    for year in (year for one in ranked for year in one.financial_years):
        key = (year.start, year.end)
        if key not in best or _worth(year) > _worth(best[key]):
            best[key] = year
    ordered = [best[key] for key in sorted(best)]
    last = len(ordered) - 1
    return tuple(
        FinancialYear(place - last, year.start, year.end, year.net_turnover, year.basis)
        for place, year in enumerate(ordered)
    )


def _worth(year: FinancialYear) -> int:
    return {"months": 2, "year_result": 1, None: 0}[year.basis]


def _still_true(reading: SieReading, complete: tuple[str, ...]) -> list[Problem]:
    """The problems of one file that another file did not mend."""
    return [
        problem
        for problem in reading.problems
        if not (problem.code == "last_month_partial" and problem.params["month"] in complete)
        and not (problem.code == "first_months_empty" and problem.params["first"][:7] in complete)
        and not (problem.code == "only_year_results" and complete)
        and not (
            problem.code == "quiet_last_months" and problem.params["months"][-1] != complete[-1]
        )
    ]


def _basis(ranked: Sequence[SieReading]) -> AccountBasis:
    first = ranked[0].account_basis
    names = {
        key: name
        for one in reversed(ranked)
        for key, name in one.account_basis.account_names.items()
    }
    used = sorted({account for one in ranked for account in one.account_basis.accounts_used})
    return AccountBasis(
        first.accounts, first.rule, first.chart, tuple(used), dict(sorted(names.items()))
    )


def _joined(values: Sequence[str]) -> str:
    return "+".join(dict.fromkeys(values))


def _key(problem: Problem) -> str:
    return f"{problem.code} {sorted(problem.params.items(), key=lambda item: item[0])!r}"
