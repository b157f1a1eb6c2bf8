"""What in a readable file could not be used, or ought to be checked: a code and what it takes to say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lotsa.core.bookkeeping.faults import NBSP
from lotsa.core.bookkeeping.months import first_day, months_between
from lotsa.core.criteria.wording import MONTHS

# Said as "what: how many" so that one and many read equally well.
_COUNT_SV = ": {count} (rad {lines})."
_COUNT_EN = ": {count} (line {lines})."

PROBLEMS: Mapping[str, tuple[str, str]] = {
    "unreadable_lines": (
        "Rader som inte hör till SIE-formatet och hoppades över" + _COUNT_SV,
        "Lines that do not belong to the SIE format and were skipped" + _COUNT_EN,
    ),
    "long_lines": (
        "Orimligt långa rader som hoppades över" + _COUNT_SV,
        "Unreasonably long lines that were skipped" + _COUNT_EN,
    ),
    "incomplete_rows": (
        "Rader som saknar fält och inte räknades" + _COUNT_SV,
        "Rows that lack fields and were not counted" + _COUNT_EN,
    ),
    "bad_accounts": (
        "Rader vars kontonummer inte är ett tal och som inte räknades" + _COUNT_SV,
        "Rows whose account is not a number and that were not counted" + _COUNT_EN,
    ),
    "bad_amounts": (
        "Belopp som inte gick att läsa och inte räknades" + _COUNT_SV,
        "Amounts that could not be read and were not counted" + _COUNT_EN,
    ),
    "huge_amounts": (
        "Orimligt stora belopp som inte räknades" + _COUNT_SV,
        "Unreasonably large amounts that were not counted" + _COUNT_EN,
    ),
    "bad_dates": (
        "Datum som inte finns (rader utan annat datum räknades inte)" + _COUNT_SV,
        "Dates that do not exist (rows without another date were not counted)" + _COUNT_EN,
    ),
    "bad_years": (
        "Räkenskapsår eller årsnummer som inte gick att läsa" + _COUNT_SV,
        "Financial years or year numbers that could not be read" + _COUNT_EN,
    ),
    "bad_periods": (
        "Periodsaldon vars period inte gick att läsa och som inte räknades" + _COUNT_SV,
        "Period balances whose period could not be read and that were not counted" + _COUNT_EN,
    ),
    "repeated_balances": (
        "Saldon som finns mer än en gång (det första räknades)" + _COUNT_SV,
        "Balances that occur more than once (the first was counted)" + _COUNT_EN,
    ),
    "rows_outside_voucher": (
        "Transaktioner utanför en verifikation som inte räknades" + _COUNT_SV,
        "Transactions outside a voucher that were not counted" + _COUNT_EN,
    ),
    "unclosed_vouchers": (
        "Verifikationer som inte avslutas (filen kan vara avklippt)" + _COUNT_SV,
        "Vouchers that do not end (the file may be cut off)" + _COUNT_EN,
    ),
    "unbalanced_vouchers": (
        "Verifikationer där debet och kredit inte går ihop" + _COUNT_SV,
        "Vouchers where debit and credit do not balance" + _COUNT_EN,
    ),
    "supplements_without_row": (
        "Tilläggsrader (#RTRANS) som inte följs av sin transaktion och inte räknades" + _COUNT_SV,
        "Supplementary rows (#RTRANS) not followed by their transaction and not counted"
        + _COUNT_EN,
    ),
    "row_dates_differ": (
        "Transaktioner med datum i en annan månad än sin verifikation (transaktionens datum gäller)"
        + _COUNT_SV,
        "Transactions dated in another month than their voucher (the transaction's date counts)"
        + _COUNT_EN,
    ),
    "misplaced_periods": (
        "Periodsaldon utanför sitt räkenskapsår som inte räknades: {count}.",
        "Period balances outside their financial year that were not counted: {count}.",
    ),
    "only_object_rows": (
        "Periodsaldon som bara finns uppdelade på projekt eller kostnadsställe och inte räknades: {count}.",
        "Period balances split by project or cost centre without a total, not counted: {count}.",
    ),
    "unknown_accounts": (
        "Konton som används men saknas i kontoplanen: {accounts} ({count}).",
        "Accounts that are used but are not in the chart of accounts: {accounts} ({count}).",
    ),
    "outside_years": (
        "Försäljning utanför filens räkenskapsår räknades inte. Antal dagsposter: {count}, från {first} till {last}, summa {amount} kr.",
        "Sales outside the file's financial years were not counted. Daily entries: {count}, from {first} to {last}, sum SEK {amount}.",
    ),
    "year_missing": (
        "Filen anger inget räkenskapsår (#RAR). Vi vet därför inte vilka månader den täcker helt.",
        "The file states no financial year (#RAR). So we do not know which months it covers fully.",
    ),
    "overlapping_years": (
        "Räkenskapsår i filen överlappar varandra: {years}.",
        "Financial years in the file overlap: {years}.",
    ),
    "import_file": (
        "Filen är en importfil (SIE 4I) och kan sakna en del av bokföringen. Exportera en SIE 4-fil i stället.",
        "The file is an import file (SIE 4I) and may lack part of the bookkeeping. Export a SIE 4 file instead.",
    ),
    "year_starts_mid_month": (
        "Räkenskapsåret börjar eller slutar mitt i {month}. Månaden räknas inte som hel.",
        "The financial year begins or ends in the middle of {month}. That month is not counted as whole.",
    ),
    "first_months_empty": (
        "Räkenskapsåret börjar {first}, men den första posten är från {month}. Månaderna före räknas som okända, inte som noll.",
        "The financial year begins {first}, but the first entry is from {month}. The months before are taken as unknown, not as zero.",
    ),
    "last_month_partial": (
        "{month} är inte färdigbokförd i filen och räknas inte som hel.",
        "{month} is not fully booked in the file and is not counted as whole.",
    ),
    "quiet_last_months": (
        "Ingen försäljning är bokförd i {months}. Stämmer det, eller är bokföringen inte klar?",
        "No sales are booked in {months}. Is that right, or is the bookkeeping not finished?",
    ),
    "balances_differ": (
        "Verifikationer och periodsaldon skiljer sig i {months} (som mest {amount} kr). {used}",
        "Vouchers and period balances differ in {months} (at most SEK {amount}). {used}",
    ),
    "result_differs": (
        "Månaderna {year} blir {months_sum} kr men årets resultatkonton visar {result} kr.",
        "The months of {year} make SEK {months_sum} but the year's result accounts show SEK {result}.",
    ),
    "only_year_results": (
        "Filen har bara summor för hela år, inga månader. Exportera en SIE 4-fil för att se omsättningen per månad.",
        "The file has only yearly sums, no months. Export a SIE 4 file to see turnover by month.",
    ),
    "year_may_be_unfinished": (
        "Filen säger inte när den gjordes. Vi räknar {year} som avslutat.",
        "The file does not say when it was made. We take {year} as finished.",
    ),
    "currency_not_sek": (
        "Bokföringen är i {currency}. Beloppen är inte omräknade till kronor.",
        "The bookkeeping is in {currency}. The amounts are not converted to kronor.",
    ),
    "chart_unknown": (
        "Kontoplanen {chart} är inte BAS. Nettoomsättningen är räknad på konto {accounts}. Kontrollera den.",
        "The chart of accounts {chart} is not BAS. Net turnover is counted on accounts {accounts}. Check it.",
    ),
    "account_types_differ": (
        "Konton mellan 3000 och 3799 är märkta som något annat än intäkt: {accounts}. De räknades ändå.",
        "Accounts between 3000 and 3799 are marked as something other than income: {accounts}. They were counted anyway.",
    ),
    "tax_codes_differ": (
        "Kontonummer och SRU-kod säger olika om vad som är nettoomsättning: {accounts}. Kontonumret gäller.",
        "Account number and tax code (SRU) disagree on what is net turnover: {accounts}. The number counts.",
    ),
    "encoding_differs": (
        "Filen säger {declared} men är skriven i {found}. Vi läste den som {found}.",
        "The file says {declared} but is written in {found}. We read it as {found}.",
    ),
    "organisation_number_invalid": (
        "Organisationsnumret i filen är inte giltigt och används inte.",
        "The organisation number in the file is not valid and is not used.",
    ),
    "files_differ": (
        "Filerna säger olika om {months}. Vi använde den fil som säger mest om månaden.",
        "The files disagree on {months}. We used the file that says most about the month.",
    ),
    "bases_differ": (
        "Filerna har olika kontoplaner ({charts}). Jämför månaderna med försiktighet.",
        "The files have different charts of accounts ({charts}). Compare the months with care.",
    ),
    "add_year": (
        "Lägg till filen för {year}. Den behövs för {months}.",
        "Add the file for {year}. It is needed for {months}.",
    ),
    "not_yet_booked": (
        "Bokföringen i filen räcker till och med {last}. Vi behöver också {months}.",
        "The bookkeeping in the file goes up to {last}. We also need {months}.",
    ),
}


@dataclass(frozen=True)
class Problem:
    """Something in a file that could not be used, or that its owner ought to check.

    ``params`` holds what the sentence needs: counts, line numbers, months as ``YYYY-MM``,
    dates as ``YYYY-MM-DD`` and amounts in kronor as text with a dot.
    """

    code: str
    params: Mapping[str, Any]

    def sentence(self, language: str = "sv") -> str:
        """The problem as one or two plain sentences; ``language`` is ``sv`` or ``en``."""
        template = PROBLEMS[self.code][0 if language == "sv" else 1]
        said = {key: _said(key, value, self.params, language) for key, value in self.params.items()}
        text = template.format_map(said)
        return text[:1].upper() + text[1:]


def _said(key: str, value: Any, params: Mapping[str, Any], language: str) -> str:
    if isinstance(value, Mapping):
        return str(value[language])
    if key == "months":
        return months_said(value, language)
    if isinstance(value, (list, tuple)):
        more = " …" if params.get("count", 0) > len(value) else ""
        return ", ".join(_said_one(key, str(one), language) for one in value) + more
    return _said_one(key, str(value), language)


def _said_one(key: str, text: str, language: str) -> str:
    if key == "month":
        return month_name(text, language)
    if key in {"year", "years"} and "–" in text:
        return "–".join(month_name(month, language) for month in text.split("–"))
    if key in {"first", "last"}:
        return f"{int(text[8:])} {month_name(text[:7], language)}"
    if key in {"amount", "months_sum", "result"}:
        return _kronor(text, language)
    return text


def months_said(months: Sequence[str], language: str = "sv") -> str:
    """Months in order as runs: "mars–april 2019, juni 2019"."""
    runs: list[list[str]] = []
    for month in months:
        if runs and months_between(first_day(runs[-1][-1]), first_day(month))[1:2] == (month,):
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(_run_said(run[0], run[-1], language) for run in runs)


def _run_said(first: str, last: str, language: str) -> str:
    if first == last:
        return month_name(first, language)
    begins, ends = month_name(first, language), month_name(last, language)
    return f"{begins.split()[0] if first[:4] == last[:4] else begins}–{ends}"


def month_name(month: str, language: str = "sv") -> str:
    """``2020-04`` as "april 2020" or "April 2020"."""
    names = MONTHS["sv"] if language == "sv" else MONTHS["en"]
    return f"{names[int(month[5:7]) - 1]} {month[:4]}"


def _kronor(amount: str, language: str) -> str:
    sign = "−" if amount.startswith("-") else ""
    whole, _, decimals = amount.lstrip("-").partition(".")
    grouped = f"{int(whole or 0):,}"
    if language == "sv":
        grouped = grouped.replace(",", NBSP)
    mark = "," if language == "sv" else "."
    return f"{sign}{grouped}{mark}{decimals}" if decimals.strip("0") else f"{sign}{grouped}"
