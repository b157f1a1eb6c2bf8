"""Writes SIE files for tests: any type, character set and habit met in the wild."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from lotsa.core.bookkeeping.months import first_day, last_day

NAMES = {
    "1930": "Företagskonto",
    "2611": "Utgående moms på försäljning, 25 %",
    "2621": "Utgående moms på försäljning, 12 %",
    "3010": "Försäljning mat",
    "3011": "Försäljning öl och vin",
    "3731": "Lämnade rabatter",
    "3990": "Övriga ersättningar och intäkter",
    "4010": "Inköp av råvaror",
    "5010": "Lokalhyra",
    "7010": "Löner till kollektivanställda",
}
# A restaurant's sales by month in thousands of kronor: good years, then the spring of 2020.
SALES = {
    **dict(
        zip((f"2018-{m:02d}" for m in range(7, 13)), (531, 588, 559, 549, 590, 768), strict=True)
    ),
    **dict(
        zip((f"2019-{m:02d}" for m in range(1, 7)), (410, 432, 500, 520, 588, 655), strict=True)
    ),
    **dict(
        zip((f"2019-{m:02d}" for m in range(7, 13)), (540, 602, 571, 566, 609, 787), strict=True)
    ),
    **dict(zip((f"2020-{m:02d}" for m in range(1, 5)), (421, 447, 228, 180), strict=True)),
}
SALES_2019 = {month: sales for month, sales in SALES.items() if month[:4] == "2019"}
SHARES = (("3010", 75), ("3011", 25))


@dataclass
class SieFile:
    """A file under construction; every ``add`` writes one line."""

    newline: str = "\r\n"
    lines: list[str] = field(default_factory=list)

    def add(self, *lines: str) -> SieFile:
        self.lines.extend(lines)
        return self

    def voucher(self, number: int, day: str, rows: list[str], series: str = "A") -> SieFile:
        return self.add(f'#VER {series} {number} {day} "Dagskassa"', "{", *rows, "}")

    def text(self) -> str:
        return self.newline.join(self.lines) + self.newline

    def encoded(self, encoding: str = "cp437", *, bom: bool = False) -> bytes:
        return (b"\xef\xbb\xbf" if bom else b"") + self.text().encode(encoding)


def head(
    kind: str = "4",
    years: dict[int, tuple[str, str]] | None = None,
    made: str | None = "20200504",
    chart: str | None = "EUBAS97",
    form: str = "PC8",
) -> SieFile:
    """The head of a file, with a chart of accounts."""
    years = {0: ("20190101", "20191231")} if years is None else years
    file = SieFile().add("#FLAGGA 0", '#PROGRAM "Kassaboken" 3.1', f"#FORMAT {form}")
    if made:
        file.add(f"#GEN {made}")
    file.add(
        f"#SIETYP {kind}", '#FNAMN "Exempelkrogen vid Ån AB"', "#ORGNR 559999-0008", "#FTYP AB"
    )
    file.add(*(f"#RAR {number} {start} {end}" for number, (start, end) in years.items()))
    if chart:
        file.add(f"#KPTYP {chart}")
    for account, name in NAMES.items():
        file.add(f'#KONTO {account} "{name}"', f"#KTYP {account} {_type(account)}")
    return file


def _type(account: str) -> str:
    return {"1": "T", "2": "S", "3": "I"}.get(account[0], "K")


def sale_rows(kronor: Decimal | int, account: str = "3010", tail: str = "") -> list[str]:
    """A day's takings: bank, sales and VAT of 12 per cent, balanced to the öre."""
    net = Decimal(kronor).quantize(Decimal("0.01"))
    vat = (net * Decimal("0.12")).quantize(Decimal("0.01"))
    return [
        f"   #TRANS 1930 {{}} {net + vat}{tail}",
        f"   #TRANS {account} {{}} {-net}{tail}",
        f"   #TRANS 2621 {{}} {-vat}{tail}",
    ]


def with_sales(file: SieFile, sales: Mapping[str, int]) -> SieFile:
    """Four days of takings in each month, the last on the month's last day; drinks apart."""
    number = 0
    for month, total in sales.items():
        parts = [Decimal(total) * 10 * share for share in (20, 25, 25, 30)]
        for day, part in zip((7, 14, 21, last_day(month).day), parts, strict=True):
            number += 1
            account = "3011" if day == 21 else "3010"
            file.voucher(number, f"{compact(month)}{day:02d}", sale_rows(part, account))
    return file


def restaurant(year_begins: str = "2020-01") -> SieFile:
    """A file of 4 May 2020: vouchers of the year so far, period balances and results of the last.

    The form most programs write: year 0 in vouchers, the year before in sums. With the traps
    of the standard inside: cost centres, a removed row, a supplementary row, rents, a discount
    and a support payment that is not turnover.
    """
    start = first_day(year_begins)
    before = start.replace(year=start.year - 1)
    after = start.replace(year=start.year + 1)
    spans = {
        number: (f"{a:%Y%m%d}", f"{b - timedelta(1):%Y%m%d}")
        for number, a, b in ((0, start, after), (-1, before, start))
    }
    file = head(years=spans)
    file.add(
        "#VALUTA SEK",
        f"#OMFATTN {spans[0][1]}",
        '#DIM 1 "Kostnadsställe"',
        '#OBJEKT 1 "1" "Matsalen"',
    )
    last_year = {
        month: sales for month, sales in SALES.items() if f"{before:%Y-%m}" <= month < year_begins
    }
    this_year = {month: sales for month, sales in SALES.items() if month >= year_begins}
    _balances(file, -1, last_year)
    _balances(file, 0, this_year)
    with_sales(file, this_year)
    for number, month in enumerate(this_year, 1):
        file.add(f'#VER B {number} {compact(month)}01 "Hyra \\"Ågatan\\"" {compact(month)}02', "{")
        file.add('#TRANS 5010 {"1" "1"} 32000.00', "#TRANS 1930 {} -32000.00", "}")
    file.add('#VER C 1 20200415 "Rättad dagskassa"', "{")
    file.add("#BTRANS 3010 {} -9999.00 20200415", "#RTRANS 3010 {} -100.00 20200415")
    file.add("#TRANS 3010 {} -100.00 20200415", "#TRANS 3731 {} 100.00 20200415", "}")
    support = ["#TRANS 1930 {} 41000.00", '#TRANS 3990 {} -41000.00 "" "Stöd för korttidsarbete"']
    return file.voucher(2, "20200430", support, series="C")


def restaurant_2019(made: str | None = "20200504") -> SieFile:
    """All of 2019 in vouchers, no earlier year: the file to add for the reference months."""
    file = head(made=made)
    for account, share in SHARES:
        file.add(f"#RES 0 {account} {-sum(SALES_2019.values()) * 10 * share}.00")
    return with_sales(file, SALES_2019)


def _balances(file: SieFile, number: int, sales: Mapping[str, int]) -> None:
    """Period balances and yearly results, in total and again by cost centre."""
    totals = {
        (month, account): -sales[month] * 10 * share for month in sales for account, share in SHARES
    }
    if "2020-04" in sales:
        totals["2020-04", "3010"] -= 100
        totals["2020-04", "3731"] = 100
        totals["2020-04", "3990"] = -41000
    for (month, account), amount in totals.items():
        file.add(f"#PSALDO {number} {compact(month)} {account} {{}} {amount}.00")
        file.add(f'#PSALDO {number} {compact(month)} {account} {{"1" "1"}} {amount}.00')
    for account in dict.fromkeys(account for _, account in totals):
        total = sum(amount for (_, one), amount in totals.items() if one == account)
        file.add(f"#RES {number} {account} {total}.00")


def compact(month: str) -> str:
    return month.replace("-", "")
