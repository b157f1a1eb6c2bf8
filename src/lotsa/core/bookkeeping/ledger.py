"""Reads the lines of a SIE file into sums per account: what the file says, not yet what it means.

Facts from the SIE standard (format 4B) that the code leans on: a voucher's rows stand in
braces after ``#VER``; ``#BTRANS`` is a row that was removed and ``#RTRANS`` a row that was
added, the latter always followed by the same row as ``#TRANS`` for readers that only know
that label; a row without a date has its voucher's; ``#PSALDO`` is the change of a period,
once in total with an empty object list and then again per object; year 0 is the file's own,
−1 the one before; unknown labels are skipped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from lotsa.core.bookkeeping.faults import SieFault
from lotsa.core.bookkeeping.rows import (
    looks_huge,
    parse_account,
    parse_amount,
    parse_date,
    parse_period,
    parse_year_number,
    row_fields,
    split_fields,
)

MAX_LINES = 1_000_000
MAX_LINE = 8_000
MAX_VOUCHERS = 300_000
MAX_ACCOUNTS = 20_000

# Fields each label needs, an object list aside.
_VER_FIELDS = 3
_PSALDO_FIELDS = 4
_RES_FIELDS = 3
_RAR_FIELDS = 3
# A year may be prolonged to 18 months; two years leave room for what programs write.
_LONGEST_YEAR = 2 * 366

_CURRENCY = re.compile("[A-Z]{3}")
_LINES_TOLD = 5
_NAME_LENGTH = 80
_BLANKS = " \r\x0c\x15\x1a\x00\ufeff"
_HEAD_LABELS = frozenset(
    ["#SIETYP", "#FORMAT", "#GEN", "#OMFATTN", "#VALUTA", "#KPTYP", "#ORGNR", "#FTYP"]
)
# They say nothing of turnover, only that the file is no import of single vouchers (4I).
_BALANCE_LABELS = frozenset(["#IB", "#UB"])
_UNUSED_LABELS = frozenset(
    [
        "#FLAGGA",
        "#PROGRAM",
        "#FNAMN",
        "#FNR",
        "#ADRESS",
        "#PROSA",
        "#BKOD",
        "#TAXAR",
        "#ENHET",
        "#DIM",
        "#UNDERDIM",
        "#OBJEKT",
        "#OIB",
        "#OUB",
        "#PBUDGET",
        "#KSUMMA",
    ]
)


class Notes:
    """Tally of what could not be read: how many of each kind, and on which first lines."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.lines: dict[str, list[int]] = {}

    def add(self, code: str, line: int) -> None:
        """Count one occurrence of ``code`` on a line."""
        self.counts[code] = self.counts.get(code, 0) + 1
        lines = self.lines.setdefault(code, [])
        if len(lines) < _LINES_TOLD:
            lines.append(line)


@dataclass(slots=True)
class _Voucher:
    line: int
    day: date | None
    balance: int = 0
    whole: bool = True
    opened: bool = False


@dataclass(slots=True)
class Ledger:
    """All that was read. Amounts are öre with the sign of the file (income is negative)."""

    labels: int = 0
    type_label: str | None = None
    format_label: str | None = None
    made_on: date | None = None
    covers_to: date | None = None
    currency: str | None = None
    chart: str | None = None
    organisation_number: str | None = None
    firm_type: str | None = None
    has_balances: bool = False
    years: dict[int, tuple[date, date]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    account_types: dict[str, str] = field(default_factory=dict)
    tax_codes: dict[str, str] = field(default_factory=dict)
    postings: dict[tuple[str, date], int] = field(default_factory=dict)
    vouchers: int = 0
    balances: dict[tuple[int, str, str], int] = field(default_factory=dict)
    object_balances: set[tuple[int, str, str]] = field(default_factory=set)
    results: dict[tuple[int, str], int] = field(default_factory=dict)
    notes: Notes = field(default_factory=Notes)


def read_ledger(text: str) -> Ledger:
    """Read every line of a SIE file's text.

    Raises:
        SieFault: ``not_sie``, or one of the limits.
    """
    if text.count("\n") + text.count("\r") > 2 * MAX_LINES:
        raise SieFault("too_many_lines")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > MAX_LINES:
        raise SieFault("too_many_lines")
    reader = _Reader()
    reader.read(lines)
    if not reader.ledger.labels:
        raise SieFault("not_sie")
    return reader.ledger


class _Reader:
    """Walks the lines once; each label has its method."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self._note = self.ledger.notes.add
        self._voucher: _Voucher | None = None
        self._twin: tuple[str, int | None] | None = None
        self._accounts: dict[str, str | None] = {}
        self._days: dict[str, date | None] = {}
        self._labels: dict[str, Callable[[str, int], None]] = {
            "#TRANS": self._row,
            "#RTRANS": self._supplement,
            "#BTRANS": self._removed,
            "#VER": self._open_voucher,
            "#PSALDO": self._period_balance,
            "#RES": self._year_result,
            "#RAR": self._year,
            "#KONTO": self._account_name,
            "#KTYP": self._account_type,
            "#SRU": self._tax_code,
        }
        self._head: dict[str, str] = {}

    def read(self, lines: list[str]) -> None:
        for number, raw in enumerate(lines, 1):
            if len(raw) > MAX_LINE:
                self._note("long_lines", number)
                continue
            line = raw.replace("\t", " ").strip(_BLANKS)
            if not line:
                continue
            first = line[0]
            if first == "#":
                label, _, rest = line.partition(" ")
                self._labelled(label, rest, number)
            elif first == "{":
                if self._voucher is not None:
                    self._voucher.opened = True
            elif first == "}":
                self._close_voucher()
            else:
                self._note("unreadable_lines", number)
        self._drop_open_voucher()
        self._settle_head()

    def _labelled(self, label: str, rest: str, number: int) -> None:
        method = self._labels.get(label)
        if method is None:
            label = label.upper()
            method = self._labels.get(label)
        if method is not None:
            method(rest, number)
        elif label in _HEAD_LABELS:
            self._head.setdefault(label, _first(rest))
        elif label in _BALANCE_LABELS:
            self.ledger.has_balances = True
        elif label not in _UNUSED_LABELS:
            return
        self.ledger.labels += 1

    # Vouchers

    def _open_voucher(self, rest: str, number: int) -> None:
        self._drop_open_voucher()
        self.ledger.vouchers += 1
        if self.ledger.vouchers > MAX_VOUCHERS:
            raise SieFault("too_many_vouchers")
        fields = split_fields(rest)
        opened = bool(fields) and fields[-1] == "{"
        day = self._day(fields[2]) if len(fields) >= _VER_FIELDS else None
        if day is None:
            # Some programs leave out an empty series or number, and so move the date.
            day = next((found for one in fields[:2] if (found := self._day(one))), None)
        if day is None:
            self._note("bad_dates", number)
        self._voucher = _Voucher(number, day, opened=opened)

    def _drop_open_voucher(self) -> None:
        voucher = self._voucher
        if voucher is not None and voucher.opened:
            self._note("unclosed_vouchers", voucher.line)
        self._end_voucher()

    def _close_voucher(self) -> None:
        voucher = self._voucher
        if voucher is not None and voucher.whole and voucher.balance:
            self._note("unbalanced_vouchers", voucher.line)
        self._end_voucher()

    def _end_voucher(self) -> None:
        if self._twin is not None and self._voucher is not None:
            self._note("supplements_without_row", self._voucher.line)
        self._twin = None
        self._voucher = None

    def _row(self, rest: str, number: int) -> None:
        voucher = self._voucher
        if voucher is None:
            self._note("rows_outside_voucher", number)
            return
        account_field, amount_field, day_field = row_fields(rest)
        if amount_field is None:
            voucher.whole = False
            self._note("incomplete_rows", number)
            return
        account = self._account(account_field, number)
        amount = self._amount(amount_field, number)
        if self._twin is not None:
            if self._twin != (account, amount):
                self._note("supplements_without_row", number)
            self._twin = None
        if account is None or amount is None:
            voucher.whole = False
            return
        voucher.balance += amount
        day = self._row_day(day_field, voucher, number)
        if day is None:
            return
        key = (account, day)
        postings = self.ledger.postings
        postings[key] = postings.get(key, 0) + amount

    def _row_day(self, field_text: str, voucher: _Voucher, number: int) -> date | None:
        """The row's own date, else its voucher's."""
        if not field_text or field_text == "0":
            return voucher.day
        day = self._day(field_text)
        if day is None:
            if field_text[0].isdigit():
                self._note("bad_dates", number)
            return voucher.day
        other = voucher.day
        if other is not None and (day.month != other.month or day.year != other.year):
            self._note("row_dates_differ", number)
        return day

    def _supplement(self, rest: str, number: int) -> None:
        if self._twin is not None:
            self._note("supplements_without_row", number)
        account, amount, _ = row_fields(rest)
        self._twin = (account, parse_amount(amount or ""))

    def _removed(self, rest: str, number: int) -> None:
        """A row that was taken back: it has no effect at all."""

    # Balances and results

    def _period_balance(self, rest: str, number: int) -> None:
        fields = split_fields(rest)
        if len(fields) < _PSALDO_FIELDS:
            self._note("incomplete_rows", number)
            return
        objects = ""
        if fields[3].startswith("{"):
            objects = fields.pop(3)[1:].replace('"', "").strip()
        year, period = parse_year_number(fields[0]), parse_period(fields[1])
        if year is None or period is None:
            self._note("bad_years" if year is None else "bad_periods", number)
            return
        account = self._account(fields[2], number)
        if account is None:
            return
        key = (year, period, account)
        if objects:
            self.ledger.object_balances.add(key)
            return
        if len(fields) < _PSALDO_FIELDS:
            self._note("incomplete_rows", number)
            return
        amount = self._amount(fields[3], number)
        if amount is None:
            return
        if key in self.ledger.balances:
            self._note("repeated_balances", number)
            return
        self.ledger.balances[key] = amount

    def _year_result(self, rest: str, number: int) -> None:
        fields = split_fields(rest)
        if len(fields) < _RES_FIELDS:
            self._note("incomplete_rows", number)
            return
        year = parse_year_number(fields[0])
        account = self._account(fields[1], number)
        amount = self._amount(fields[2], number)
        if year is None:
            self._note("bad_years", number)
            return
        if account is None or amount is None:
            return
        self.ledger.has_balances = True
        if (year, account) in self.ledger.results:
            self._note("repeated_balances", number)
            return
        self.ledger.results[(year, account)] = amount

    def _year(self, rest: str, number: int) -> None:
        fields = split_fields(rest)
        year = parse_year_number(fields[0]) if fields else None
        start = self._day(fields[1]) if len(fields) >= _RAR_FIELDS else None
        end = self._day(fields[2]) if len(fields) >= _RAR_FIELDS else None
        if (
            year is None
            or start is None
            or end is None
            or not 0 <= (end - start).days < _LONGEST_YEAR
        ):
            self._note("bad_years", number)
            return
        self.ledger.years.setdefault(year, (start, end))

    # Accounts

    def _account_name(self, rest: str, number: int) -> None:
        fields = split_fields(rest)
        account = self._account(fields[0], number) if fields else None
        if account is not None:
            name = fields[1] if len(fields) > 1 else ""
            self.ledger.names[account] = _printable(name)[:_NAME_LENGTH]

    def _account_type(self, rest: str, number: int) -> None:
        fields = split_fields(rest)
        if len(fields) > 1 and (account := self._account(fields[0], number)):
            self.ledger.account_types[account] = fields[1].upper()[:1]

    def _tax_code(self, rest: str, number: int) -> None:
        fields = split_fields(rest)
        account = self._account(fields[0], number) if len(fields) > 1 else None
        # Several codes may be given for one account; the income statement's begins with 7.
        if account is not None and (
            fields[1].startswith("7") or account not in self.ledger.tax_codes
        ):
            self.ledger.tax_codes[account] = fields[1][:8]

    def _settle_head(self) -> None:
        head, ledger = self._head, self.ledger
        ledger.type_label = head.get("#SIETYP", "")[:4].upper() or None
        ledger.format_label = _printable(head.get("#FORMAT", ""))[:20].upper() or None
        ledger.made_on = self._day(head.get("#GEN", ""))
        ledger.covers_to = self._day(head.get("#OMFATTN", ""))
        currency = head.get("#VALUTA", "").upper()
        ledger.currency = currency if _CURRENCY.fullmatch(currency) else None
        ledger.chart = _printable(head.get("#KPTYP", ""))[:20] or None
        ledger.organisation_number = head.get("#ORGNR", "")[:20] or None
        ledger.firm_type = head.get("#FTYP", "")[:10].upper() or None

    # Values

    def _account(self, token: str, number: int) -> str | None:
        try:
            account = self._accounts[token]
        except KeyError:
            account = parse_account(token)
            self._accounts[token] = account
            if len(self._accounts) > MAX_ACCOUNTS:
                raise SieFault("too_many_accounts") from None
        if account is None:
            self._note("bad_accounts", number)
        return account

    def _amount(self, token: str, number: int) -> int | None:
        amount = parse_amount(token)
        if amount is None:
            self._note("huge_amounts" if looks_huge(token) else "bad_amounts", number)
        return amount

    def _day(self, token: str) -> date | None:
        try:
            return self._days[token]
        except KeyError:
            day = self._days[token] = parse_date(token)
            return day


def _printable(text: str) -> str:
    return "".join(filter(str.isprintable, text))


def _first(rest: str) -> str:
    fields = split_fields(rest)
    return fields[0].strip() if fields else ""
