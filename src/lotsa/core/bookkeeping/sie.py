"""Reads a SIE file (types 1–4) into net turnover by month.

SIE is the Swedish exchange format for bookkeeping; the rules followed are those of the
SIE group's file format 4B. The steps: bytes to text (``decoding``), lines to sums
(``ledger``), which accounts are turnover (``accounts``), which months are whole
(``coverage``), and here what it all amounts to. Time is linear in the size of the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from lotsa.core.bookkeeping.accounts import TurnoverAccounts, choose_accounts
from lotsa.core.bookkeeping.company import who_is_it
from lotsa.core.bookkeeping.coverage import Coverage, Limits, cover_by_days, cover_by_periods
from lotsa.core.bookkeeping.decoding import decode, recognise
from lotsa.core.bookkeeping.faults import SieFault
from lotsa.core.bookkeeping.ledger import Ledger, read_ledger
from lotsa.core.bookkeeping.months import last_day, month_of, months_between
from lotsa.core.bookkeeping.problems import Problem
from lotsa.core.bookkeeping.reading import FinancialYear, SieReading, Source

_TOLERANCE_ORE = 100
_ACCOUNTS_TOLD = 10
_MONTHS_IN_YEAR = 12


def read_sie(data: bytes) -> SieReading:
    """Net turnover by month from the bytes of a SIE file.

    Parameters:
        data: the file as it is, at most 10 MB.

    Returns:
        what was understood, with every doubt listed in ``problems``.

    Raises:
        SieFault: the bytes are no SIE file, hold no amounts, or break a limit. Nothing else.
    """
    recognise(data)
    text, encoding = decode(data)
    ledger = read_ledger(text)
    if not (ledger.postings or ledger.balances or ledger.results):
        raise SieFault("no_amounts")
    return _Assembly(ledger, encoding, choose_accounts(ledger)).reading()


@dataclass
class _Year:
    """One financial year on its way to becoming known."""

    number: int
    start: date
    end: date
    by_voucher: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    by_period: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    days: set[date] = field(default_factory=set)
    periods: set[str] = field(default_factory=set)
    result: int | None = None

    @property
    def span(self) -> tuple[date, date]:
        return (self.start, self.end)

    @property
    def name(self) -> str:
        """The calendar year, or the first and last month of a broken year."""
        months = months_between(*self.span)
        calendar = len(months) == _MONTHS_IN_YEAR and self.start.month == 1
        return months[0][:4] if calendar else f"{months[0]}–{months[-1]}"


class _Assembly:
    """Puts months, years and problems together from one ledger. Sums are öre, sales positive."""

    def __init__(self, ledger: Ledger, encoding: str, accounts: TurnoverAccounts) -> None:
        self.ledger = ledger
        self.encoding = encoding
        self.accounts = accounts
        self.limits = Limits(ledger.made_on, ledger.covers_to)
        self.kind = _kind(ledger)
        self.months: dict[str, int] = {}
        self.complete: set[str] = set()
        self.problems: list[Problem] = []
        self.source: Source = "year_results"
        self.years = [_Year(number, start, end) for number, (start, end) in ledger.years.items()]
        self.years.sort(key=lambda year: (year.start, year.number))

    def reading(self) -> SieReading:
        ledger = self.ledger
        self._tell_notes()
        self._share_out()
        financial_years = tuple(self._settle(year) for year in self.years)
        self._tell_quiet_end()
        company = who_is_it(ledger.organisation_number, ledger.firm_type)
        if company.invalid:
            self._tell("organisation_number_invalid")
        months = {month: _kronor(self.months[month]) for month in sorted(self.months)}
        complete = tuple(sorted(self.complete))
        currency = ledger.currency or "SEK"
        if currency != "SEK":
            self._tell("currency_not_sek", currency=currency)
        if not months:
            self._tell("only_year_results")
        return SieReading(
            kind=self.kind,
            encoding=self.encoding,
            source=self.source,
            currency=currency,
            financial_years=financial_years,
            months=MappingProxyType(months),
            complete_months=complete,
            years=MappingProxyType(calendar_years(months, complete, financial_years)),
            covered_from=date(int(complete[0][:4]), int(complete[0][5:]), 1) if complete else None,
            covered_to=last_day(complete[-1]) if complete else None,
            account_basis=self.accounts.basis,
            orgnr=company.orgnr,
            legal_form_hint=company.legal_form,
            problems=tuple(self.problems),
        )

    def _tell(self, code: str, **params: Any) -> None:
        self.problems.append(Problem(code, MappingProxyType(params)))

    # What the lines left behind

    def _tell_notes(self) -> None:
        ledger = self.ledger
        for code, count in ledger.notes.counts.items():
            self._tell(code, count=count, lines=ledger.notes.lines[code])
        self.problems.extend(self.accounts.problems)
        declared = (ledger.format_label or "PC8").replace("-", "")
        if self.encoding != "ascii" and declared not in _declarations(self.encoding):
            self._tell(
                "encoding_differs",
                declared=ledger.format_label or "PC8",
                found=self.encoding.upper(),
            )
        if ledger.names:
            used = {account for account, _ in ledger.postings} | {
                account for _, _, account in ledger.balances
            }
            unknown = sorted(used - ledger.names.keys())
            if unknown:
                self._tell(
                    "unknown_accounts", count=len(unknown), accounts=unknown[:_ACCOUNTS_TOLD]
                )
        only_objects = sum(
            key[2] in self.accounts.chosen or key[2][:1] == "3"
            for key in ledger.object_balances - ledger.balances.keys()
        )
        if only_objects:
            self._tell("only_object_rows", count=only_objects)
        if self.kind == "4I":
            self._tell("import_file")
        if not self.years:
            self._tell("year_missing")
        overlapping = [
            later.name
            for earlier, later in zip(self.years, self.years[1:], strict=False)
            if later.start <= earlier.end
        ]
        if overlapping:
            self._tell("overlapping_years", years=overlapping)

    # Amounts to years and months

    def _share_out(self) -> None:
        """Give every sum to the financial year it belongs to."""
        self._share_vouchers()
        chosen = self.accounts.chosen
        by_number = {year.number: year for year in self.years}
        misplaced = 0
        for (number, period, account), amount in self.ledger.balances.items():
            year = by_number.get(number)
            if year is None or not month_of(year.start) <= period <= month_of(year.end):
                misplaced += 1
                continue
            # Some programs write zeros for every month of the year, also those not begun.
            if amount:
                year.periods.add(period)
            if account in chosen:
                year.by_period[period] -= amount
        if misplaced:
            self._tell("misplaced_periods", count=misplaced)
        for (number, account), amount in self.ledger.results.items():
            year = by_number.get(number)
            if year is not None:
                year.result = (year.result or 0) - (amount if account in chosen else 0)

    def _share_vouchers(self) -> None:
        chosen = self.accounts.chosen
        homes: dict[date, _Year | None] = {}
        stray: list[date] = []
        stray_sum = 0
        for (account, day), amount in self.ledger.postings.items():
            if day not in homes:
                homes[day] = self._year_of(day)
            year = homes[day]
            if year is not None:
                year.days.add(day)
                if account in chosen:
                    year.by_voucher[month_of(day)] -= amount
            elif account in chosen:
                if self.years:
                    stray.append(day)
                    stray_sum -= amount
                else:
                    # Without years no month is whole, but the sums may still be looked at.
                    self.source = "vouchers"
                    self.months[month_of(day)] = self.months.get(month_of(day), 0) - amount
        if stray:
            first, last = min(stray).isoformat(), max(stray).isoformat()
            self._tell(
                "outside_years",
                count=len(stray),
                first=first,
                last=last,
                amount=str(_kronor(stray_sum)),
            )

    def _year_of(self, day: date) -> _Year | None:
        # The file's own year first, should years overlap.
        return next((year for year in reversed(self.years) if year.start <= day <= year.end), None)

    def _settle(self, year: _Year) -> FinancialYear:
        """Choose the year's source, its whole months and its sum, and compare what can be."""
        vouchers = self._trusts_vouchers(year)
        sums = year.by_voucher if vouchers else year.by_period
        covered = Coverage()
        if vouchers:
            self.source = "vouchers"
        elif year.periods and self.source != "vouchers":
            self.source = "period_balances"
        confirmed = (
            year.result is not None and abs(sum(sums.values()) - year.result) <= _TOLERANCE_ORE
        )
        if self.kind != "4I":
            cover = cover_by_days if vouchers else cover_by_periods
            active: Any = year.days if vouchers else year.periods
            covered = cover(year.span, active, self.limits, confirmed=confirmed)
        for month in covered.whole:
            self.months.setdefault(month, 0)
        for month, amount in sums.items():
            self.months[month] = self.months.get(month, 0) + amount
        self.complete.update(covered.whole)
        self._tell_coverage(year, covered)
        if year.days and year.periods:
            self._compare(year, vouchers=vouchers)
        if (vouchers or year.periods) and year.result is not None and not confirmed:
            self._tell(
                "result_differs",
                year=year.name,
                months_sum=str(_kronor(sum(sums.values()))),
                result=str(_kronor(year.result)),
            )
        return self._sum_up(year, sums)

    def _trusts_vouchers(self, year: _Year) -> bool:
        """Vouchers go before balances, but not when only the balances make up the year's result."""
        if not (year.days and year.periods):
            return bool(year.days)
        if year.number != 0:
            return False
        return _agrees(year.by_voucher, year.result) or not _agrees(year.by_period, year.result)

    def _tell_coverage(self, year: _Year, covered: Coverage) -> None:
        if covered.partial is not None:
            self._tell("last_month_partial", month=covered.partial)
        if covered.first_entry is not None:
            self._tell(
                "first_months_empty", first=year.start.isoformat(), month=covered.first_entry
            )
        for day, whole in (
            (year.start, year.start.day == 1),
            (year.end, year.end == last_day(month_of(year.end))),
        ):
            if not whole and (year.days or year.periods):
                self._tell("year_starts_mid_month", month=month_of(day))

    def _compare(self, year: _Year, *, vouchers: bool) -> None:
        months = sorted(year.periods & {month_of(day) for day in year.days})
        gaps = {
            month: abs(year.by_voucher.get(month, 0) - year.by_period.get(month, 0))
            for month in months
        }
        apart = [month for month in months if gaps[month] > _TOLERANCE_ORE]
        if apart:
            used = (
                {"sv": "Verifikationerna gäller.", "en": "The vouchers count."}
                if vouchers
                else {"sv": "Periodsaldona gäller.", "en": "The period balances count."}
            )
            self._tell(
                "balances_differ", months=apart, amount=str(_kronor(max(gaps.values()))), used=used
            )

    def _sum_up(self, year: _Year, sums: Mapping[str, int]) -> FinancialYear:
        months = months_between(*year.span)
        if all(month in self.complete for month in months):
            total = _kronor(sum(sums.values()))
            return FinancialYear(year.number, year.start, year.end, total, "months")
        if year.result is None or not self._is_closed(year):
            return FinancialYear(year.number, year.start, year.end, None, None)
        return FinancialYear(year.number, year.start, year.end, _kronor(year.result), "year_result")

    def _is_closed(self, year: _Year) -> bool:
        if year.number < 0:
            return True
        if self.limits.end is not None:
            return self.limits.end >= year.end
        if self.kind.startswith("4"):
            return False
        self._tell("year_may_be_unfinished", year=year.name)
        return True

    def _tell_quiet_end(self) -> None:
        quiet = []
        for month in sorted(self.complete, reverse=True):
            if self.months[month]:
                break
            quiet.append(month)
        if quiet and len(quiet) < len(self.complete):
            self._tell("quiet_last_months", months=quiet[::-1])


def calendar_years(
    months: Mapping[str, Decimal], complete: Iterable[str], financial_years: Iterable[FinancialYear]
) -> dict[str, Decimal]:
    """Turnover of the calendar years that are known whole, by months or as a financial year."""
    known: dict[str, Decimal] = {}
    for year in financial_years:
        calendar = (year.start.month, year.start.day, year.end.month, year.end.day) == (
            1,
            1,
            12,
            31,
        )
        if calendar and year.start.year == year.end.year and year.net_turnover is not None:
            known[f"{year.start.year}"] = year.net_turnover
    grouped: dict[str, list[str]] = defaultdict(list)
    for month in complete:
        grouped[month[:4]].append(month)
    for name, twelve in grouped.items():
        if len(twelve) == _MONTHS_IN_YEAR:
            known[name] = sum((months[month] for month in twelve), Decimal(0))
    return dict(sorted(known.items()))


def _agrees(sums: Mapping[str, int], result: int | None) -> bool:
    return result is not None and abs(sum(sums.values()) - result) <= _TOLERANCE_ORE


def _kronor(ore: int) -> Decimal:
    return Decimal(ore).scaleb(-2)


def _declarations(encoding: str) -> frozenset[str]:
    """Values of #FORMAT that mean the character set; Latin-1 has no name of its own in SIE."""
    if encoding == "utf-8":
        return frozenset({"UTF8", "PCUTF8", "UTF_8"})
    if encoding == "cp437":
        return frozenset({"PC8", "CP437", "IBM437", "IBMPC8", "PC850", "CP850"})
    return frozenset({"ISO88591", "LATIN1", "WINDOWS1252", "CP1252", "ANSI", "PCANSI"})


def _kind(ledger: Ledger) -> str:
    """The type of file: what it says, else what it holds.

    4I, the import of single vouchers, has neither financial year nor balances.
    """
    label = ledger.type_label or ""
    if label in {"1", "2", "3"}:
        return label
    if label in {"4", "4E", "4I"} or ledger.vouchers:
        imported = not ledger.years and not ledger.has_balances
        return "4I" if label == "4I" or imported else "4E"
    if ledger.balances:
        return "3" if ledger.object_balances else "2"
    return "1"
