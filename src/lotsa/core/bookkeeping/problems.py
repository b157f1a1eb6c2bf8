"""What in a readable file could not be used, or ought to be checked: a code and what it takes to say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lotsa.core.bookkeeping.faults import NBSP

_LINES_SV = " Rad {lines}."
_LINES_EN = " Line {lines}."

PROBLEMS: Mapping[str, tuple[str, str]] = {
    "unreadable_lines": (
        "{count} rader hör inte till SIE-formatet och hoppades över." + _LINES_SV,
        "{count} lines do not belong to the SIE format and were skipped." + _LINES_EN,
    ),
    "long_lines": (
        "{count} rader är orimligt långa och hoppades över." + _LINES_SV,
        "{count} lines are unreasonably long and were skipped." + _LINES_EN,
    ),
    "incomplete_rows": (
        "{count} rader saknar fält som behövs och räknades inte." + _LINES_SV,
        "{count} rows lack fields that are needed and were not counted." + _LINES_EN,
    ),
    "bad_accounts": (
        "{count} rader har ett kontonummer som inte är ett tal och räknades inte." + _LINES_SV,
        "{count} rows have an account that is not a number and were not counted." + _LINES_EN,
    ),
    "bad_amounts": (
        "{count} belopp gick inte att läsa och räknades inte." + _LINES_SV,
        "{count} amounts could not be read and were not counted." + _LINES_EN,
    ),
    "huge_amounts": (
        "{count} belopp är orimligt stora och räknades inte." + _LINES_SV,
        "{count} amounts are unreasonably large and were not counted." + _LINES_EN,
    ),
    "bad_dates": (
        "{count} datum finns inte i kalendern. Rader utan annat datum räknades inte." + _LINES_SV,
        "{count} dates do not exist. Rows without another date were not counted." + _LINES_EN,
    ),
    "bad_years": (
        "{count} räkenskapsår eller årsnummer gick inte att läsa." + _LINES_SV,
        "{count} financial years or year numbers could not be read." + _LINES_EN,
    ),
    "misplaced_periods": (
        "{count} periodsaldon ligger utanför sitt räkenskapsår och räknades inte.",
        "{count} period balances lie outside their financial year and were not counted.",
    ),
    "bad_periods": (
        "{count} periodsaldon har en period som inte går att läsa och räknades inte." + _LINES_SV,
        "{count} period balances have a period that cannot be read and were not counted."
        + _LINES_EN,
    ),
    "repeated_balances": (
        "{count} saldon finns mer än en gång i filen. Det första räknades." + _LINES_SV,
        "{count} balances occur more than once in the file. The first was counted." + _LINES_EN,
    ),
    "only_object_rows": (
        "{count} periodsaldon finns bara uppdelade på projekt eller kostnadsställe, utan summa, och räknades inte.",
        "{count} period balances exist only split by project or cost centre, without a total, and were not counted.",
    ),
    "rows_outside_voucher": (
        "{count} transaktioner står utanför en verifikation och räknades inte." + _LINES_SV,
        "{count} transactions stand outside a voucher and were not counted." + _LINES_EN,
    ),
    "unclosed_vouchers": (
        "{count} verifikationer avslutas inte. Filen kan vara avklippt." + _LINES_SV,
        "{count} vouchers do not end. The file may be cut off." + _LINES_EN,
    ),
    "unbalanced_vouchers": (
        "{count} verifikationer går inte ihop (debet och kredit är olika)." + _LINES_SV,
        "{count} vouchers do not balance (debit and credit differ)." + _LINES_EN,
    ),
    "supplements_without_row": (
        "{count} tilläggsrader (#RTRANS) följs inte av sin transaktion och räknades inte."
        + _LINES_SV,
        "{count} supplementary rows (#RTRANS) are not followed by their transaction and were not counted."
        + _LINES_EN,
    ),
    "row_dates_differ": (
        "{count} transaktioner har datum i en annan månad än sin verifikation. Transaktionens datum gäller."
        + _LINES_SV,
        "{count} transactions are dated in another month than their voucher. The transaction's date counts."
        + _LINES_EN,
    ),
    "unknown_accounts": (
        "{count} konton används men saknas i kontoplanen: {accounts}.",
        "{count} accounts are used but are not in the chart of accounts: {accounts}.",
    ),
    "outside_years": (
        "{count} försäljningsposter är daterade utanför filens räkenskapsår ({first}–{last}, summa {amount} kr) och räknades inte.",
        "{count} sales entries are dated outside the file's financial years ({first}–{last}, sum SEK {amount}) and were not counted.",
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
        "Bokföringen i filen räcker till och med {last}. {months} saknas.",
        "The bookkeeping in the file goes up to {last}. {months} are missing.",
    ),
}

_MONTHS_SV = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
]
_MONTHS_EN = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


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
        text = template.format_map(
            {key: _said(key, value, language) for key, value in self.params.items()}
        )
        return text[:1].upper() + text[1:]


def _said(key: str, value: Any, language: str) -> str:
    if isinstance(value, Mapping):
        return str(value[language])
    if isinstance(value, (list, tuple)):
        return ", ".join(_said(key, one, language) for one in value)
    text = str(value)
    if key in {"month", "months"}:
        return month_name(text, language)
    if key in {"first", "last"} and len(text) == len("2019-01-01"):
        return f"{int(text[8:])} {month_name(text[:7], language)}"
    if key in {"amount", "months_sum", "result"}:
        return _kronor(text, language)
    return text


def month_name(month: str, language: str = "sv") -> str:
    """``2020-04`` as "april 2020" or "April 2020"."""
    names = _MONTHS_SV if language == "sv" else _MONTHS_EN
    return f"{names[int(month[5:7]) - 1]} {month[:4]}"


def _kronor(amount: str, language: str) -> str:
    sign = "−" if amount.startswith("-") else ""
    whole, _, decimals = amount.lstrip("-").partition(".")
    grouped = f"{int(whole or 0):,}"
    if language == "sv":
        grouped = grouped.replace(",", NBSP)
    mark = "," if language == "sv" else "."
    return f"{sign}{grouped}{mark}{decimals}" if decimals.strip("0") else f"{sign}{grouped}"
