"""What a SIE file tells of net turnover, in every type and habit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import lotsa
from lotsa.core.bookkeeping.faults import FAULTS, SieFault
from lotsa.core.bookkeeping.reading import SieReading, to_document
from lotsa.core.bookkeeping.sie import read_sie
from lotsa.core.bookkeeping.turnover import Drop, last_closed_year, turnover_drop
from tests.core.bookkeeping.sie_factory import (
    SALES,
    SALES_2019,
    SieFile,
    head,
    restaurant,
    restaurant_2019,
    sale_rows,
    with_sales,
)

SPRING_2020 = (date(2020, 3, 1), date(2020, 4, 30))
SPRING_2019 = (date(2019, 3, 1), date(2019, 4, 30))
DEMO = Path(lotsa.__file__).parent / "data" / "demo" / "restaurang.se"


def read(file: SieFile, encoding: str = "cp437") -> SieReading:
    return read_sie(file.encoded(encoding))


def codes(reading: SieReading) -> set[str]:
    return {problem.code for problem in reading.problems}


def problem(reading: SieReading, code: str) -> dict:
    return dict(next(one.params for one in reading.problems if one.code == code))


# The usual file: vouchers of this year, sums of the last


def test_a_restaurant_in_april_2020_has_lost_sixty_per_cent():
    reading = read(restaurant())
    drop = turnover_drop(reading.months, SPRING_2020, SPRING_2019, reading.complete_months)
    assert isinstance(drop, Drop)
    assert drop.percent == 60.0
    assert reading.source == "vouchers"
    assert (reading.kind, reading.encoding, reading.currency) == ("4E", "cp437", "SEK")
    assert (reading.covered_from, reading.covered_to) == (date(2019, 1, 1), date(2020, 4, 30))
    assert dict(reading.months) == {
        month: Decimal(sales) * 1000 for month, sales in SALES.items() if month >= "2019-01"
    }
    assert dict(reading.years) == {"2019": Decimal(6_780_000)}
    assert reading.problems == ()


def test_other_operating_income_is_not_turnover_and_discounts_are():
    reading = read(restaurant())
    assert reading.account_basis.accounts_used == ("3010", "3011", "3731")
    assert reading.account_basis.account_names["3011"] == "Försäljning öl och vin"
    assert (reading.account_basis.rule, reading.account_basis.chart) == ("bas", "EUBAS97")


def test_nothing_that_names_the_firm_is_kept():
    reading = read(restaurant())
    assert reading.orgnr == "5599990008"
    assert reading.legal_form_hint == "aktiebolag"
    assert "Exempelkrogen" not in str(to_document(reading)) + repr(reading)


def test_the_demo_file_is_the_broken_year_restaurant_and_reads_clean():
    data = DEMO.read_bytes()
    assert data == restaurant("2019-07").encoded()
    reading = read_sie(data)
    assert len(reading.complete_months) == 22
    assert reading.problems == ()
    assert dict(reading.years) == {"2019": Decimal(6_780_000)}
    year = last_closed_year(reading.financial_years, date(2020, 1, 1))
    assert year is not None
    assert (year.end, year.certain) == (date(2019, 6, 30), True)
    assert year.net_turnover == sum(s for m, s in SALES.items() if m < "2019-07") * 1000


# Types of file


def test_type_1_has_years_but_no_months():
    file = head("1", years={0: ("20190101", "20191231"), -1: ("20180101", "20181231")})
    file.add("#RES 0 3010 -900000.50", "#RES 0 3990 -1.00", "#RES -1 3010 -800000")
    reading = read(file)
    assert reading.kind == "1"
    assert reading.source == "year_results"
    assert not reading.months
    assert reading.complete_months == ()
    assert dict(reading.years) == {"2018": Decimal(800000), "2019": Decimal("900000.50")}
    assert codes(reading) == {"only_year_results"}


def test_type_1_of_an_unfinished_year_does_not_pretend():
    file = head("1", years={0: ("20200101", "20201231")}, made="20200504")
    reading = read(file.add("#RES 0 3010 -900000.50"))
    assert reading.financial_years[0].net_turnover is None
    assert not reading.years


def test_type_1_without_a_date_says_that_it_assumes():
    reading = read(head("1", made=None).add("#RES 0 3010 -900000"))
    assert dict(reading.years) == {"2019": Decimal(900000)}
    assert "year_may_be_unfinished" in codes(reading)


@pytest.mark.parametrize("kind", ["2", "3"])
def test_types_2_and_3_are_read_from_period_balances_without_counting_objects_twice(kind):
    file = head(kind)
    for month, sales in SALES_2019.items():
        period = month.replace("-", "")
        file.add(f"#PSALDO 0 {period} 3010 {{}} {-sales}000")
        file.add(f'#PSALDO 0 {period} 3010 {{1 "Bar"}} {-sales}000 12')
    reading = read(file)
    assert reading.kind == kind
    assert reading.source == "period_balances"
    assert dict(reading.years) == {"2019": Decimal(6_780_000)}


def test_balances_given_only_by_cost_centre_are_not_guessed():
    file = head("3").add("#PSALDO 0 201901 1930 {} 5", '#PSALDO 0 201902 3010 {"1" "2"} -70')
    reading = read(file)
    assert problem(reading, "only_object_rows")["count"] == 1
    assert "2019-02" not in reading.months


def test_a_file_without_a_type_is_known_by_what_it_holds():
    vouchers = with_sales(head(), SALES_2019)
    vouchers.lines = [line for line in vouchers.lines if "#SIETYP" not in line]
    assert read(vouchers).kind == "4E"
    balances = [
        line for line in head().add("#PSALDO 0 201901 3010 {} -5").lines if "#SIETYP" not in line
    ]
    assert read(SieFile(lines=balances)).kind == "2"


def test_an_import_file_gives_sums_but_no_whole_months():
    file = head("4", years={}).voucher(1, "20190131", sale_rows(100))
    reading = read(file)
    assert reading.kind == "4I"
    assert dict(reading.months) == {"2019-01": Decimal(100)}
    assert reading.complete_months == ()
    assert {"import_file", "year_missing"} <= codes(reading)


# Rows


def test_only_transactions_count_not_removed_or_supplementary_rows():
    file = head(made="20200301")
    file.add(
        '#VER A 1 20190131 ""', "{", "#BTRANS 3010 {} -7", "#RTRANS 3010 {} -5", "#TRANS 3010 {} -5"
    )
    file.add("#TRANS 1930 {} 5", "}")
    reading = read(file)
    assert reading.months["2019-01"] == 5
    assert codes(reading) <= {"first_months_empty"}


def test_a_supplementary_row_without_its_twin_is_told():
    rows = ["#RTRANS 3010 {} -5", "#TRANS 3011 {} -4", "#TRANS 1930 {} 4", "#RTRANS 3010 {} -1"]
    reading = read(head().voucher(1, "20190131", rows))
    assert reading.months["2019-01"] == 4
    assert problem(reading, "supplements_without_row")["count"] == 2


@pytest.mark.parametrize(
    ("row", "kronor"),
    [
        ("#TRANS 3010 {} -1234.56", "1234.56"),
        ('#TRANS\t3010\t{}\t-1234.56\t20190130\t"Kaffe"', "1234.56"),
        ("#trans 3010 {} -1234,5", "1234.5"),
        ('#TRANS "3010" {} "-1 234,50" "20190130" "a \\"b\\" c"', "1234.5"),
        ('#TRANS 3010 {"1" "a } b" "6" "0001"} -7 "" ""', "7"),
        ("#TRANS 3010 {1 2} -7", "7"),
        ("#TRANS 3010 -7", "7"),
        ("#TRANS 3010 {} −7.005", "7.01"),
        ("#TRANS 3010 {} -.5", "0.5"),
        ("#TRANS 3010 {} +5.", "-5"),
        ("#TRANS 3010 {} -1.234,50", "1234.5"),
        ("#TRANS 3010 {} -1,234.50", "1234.5"),
        ('#TRANS 3010 {} -7 "" "aldrig stängd', "7"),
        ("#TRANS 301055 {} -7", "7"),
        ("#TRANS 3010 {} 0", "0"),
    ],
)
def test_rows_as_programs_write_them(row, kronor):
    file = head(form="UTF-8").voucher(1, "20190131", [row])
    assert read(file, "utf-8").months["2019-01"] == Decimal(kronor)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ('#TRANS 3010 {} ""', "bad_amounts"),
        ("#TRANS 3010 {} NaN", "bad_amounts"),
        ("#TRANS 3010 {} 1e5", "bad_amounts"),
        ("#TRANS 3010 {} 1_000", "bad_amounts"),
        ("#TRANS 3010 {} -9999999999999999", "huge_amounts"),
        ("#TRANS 3O10 {} -5", "bad_accounts"),
        ("#TRANS 3010", "incomplete_rows"),
        ("#TRANS 3010 {}", "incomplete_rows"),
    ],
)
def test_rows_that_cannot_be_read_are_told_with_their_line(row, code):
    file = head().voucher(1, "20190131", [row, "#TRANS 3010 {} -1"])
    reading = read(file)
    assert reading.months["2019-01"] == 1
    told = problem(reading, code)
    assert told["count"] == 1
    assert file.lines[told["lines"][0] - 1] == row


def test_a_row_has_its_own_date_else_its_vouchers():
    rows = ["#TRANS 3010 {} -5 20190228", "#TRANS 3010 {} -3", '#TRANS 1930 {} 8 ""']
    reading = read(head().voucher(1, "20190131", rows))
    assert (reading.months["2019-01"], reading.months["2019-02"]) == (3, 5)
    assert problem(reading, "row_dates_differ")["count"] == 1


def test_impossible_dates_are_told_and_the_rows_left_out():
    file = head().voucher(1, "20190231", ["#TRANS 3010 {} -5"]).voucher(2, "20190131", sale_rows(7))
    reading = read(file)
    assert dict(reading.months) == {"2019-01": Decimal(7)}
    assert problem(reading, "bad_dates")["count"] == 1


def test_sales_outside_the_financial_years_are_told_not_counted():
    file = with_sales(head(), SALES_2019).voucher(99, "21090105", sale_rows(5000))
    file.voucher(98, "20180105", sale_rows(10))
    reading = read(file)
    assert sum(reading.months.values()) == 6_780_000
    told = problem(reading, "outside_years")
    assert told["count"] == 1, "the year 2109 is no date at all"
    assert problem(reading, "bad_dates")["count"] == 1
    assert told == {"count": 1, "first": "2018-01-05", "last": "2018-01-05", "amount": "10.00"}


def test_unknown_accounts_unbalanced_and_unclosed_vouchers_and_strays_are_told():
    file = head().add("#TRANS 3010 {} -1").voucher(1, "20190131", ["#TRANS 3055 {} -5"])
    file.add("hej", "#NYTT 1 2", '#VER A 2 20190131 ""', "{", "#TRANS 3010 {} -5")
    reading = read(file)
    assert problem(reading, "unknown_accounts")["accounts"] == ["3055"]
    assert problem(reading, "unbalanced_vouchers")["count"] == 1
    assert problem(reading, "unclosed_vouchers")["count"] == 1
    assert problem(reading, "rows_outside_voucher")["count"] == 1
    assert problem(reading, "unreadable_lines")["count"] == 1


# Coverage


def test_another_chart_is_read_by_its_tax_codes():
    file = head(chart="EGEN").add("#SRU 8800 7410", "#KONTO 8800 Intäkter", "#SRU 3010 7413")
    file.voucher(1, "20190131", ["#TRANS 8800 {} -50", "#TRANS 3010 {} -7", "#TRANS 1930 {} 57"])
    reading = read(file)
    assert reading.months["2019-01"] == 50
    assert (reading.account_basis.rule, reading.account_basis.accounts) == ("tax_codes", "SRU 7410")
    assert problem(reading, "chart_unknown")["chart"] == "EGEN"


def test_another_chart_without_tax_codes_is_an_assumption():
    reading = read(with_sales(head(chart="EGEN"), SALES_2019))
    assert reading.account_basis.rule == "assumed"
    assert "chart_unknown" in codes(reading)


def test_marks_that_disagree_with_the_bas_number_are_told():
    file = with_sales(head(chart="BAS2014"), SALES_2019)
    file.add("#KTYP 3011 K", "#SRU 3010 7410", "#SRU 3011 7413")
    reading = read(file)
    assert problem(reading, "account_types_differ")["accounts"] == ["3011"]
    assert problem(reading, "tax_codes_differ")["accounts"] == ["3011"]


@pytest.mark.parametrize(
    ("orgnr", "form", "expected"),
    [
        ("559999-0008", "", ("5599990008", "aktiebolag")),
        ("165599990008", "", ("5599990008", "aktiebolag")),
        ("559999-0008", "EK", ("5599990008", "ekonomisk_forening")),
        ("121212-1212", "", (None, "enskild_firma")),
        ("969000-0105", "KB", ("9690000105", "kommanditbolag")),
        ("969000-0105", "", ("9690000105", None)),
        ("559999-0007", "", (None, None)),
        ("", "", (None, None)),
    ],
)
def test_organisation_numbers_are_checked_and_personal_numbers_dropped(orgnr, form, expected):
    file = SieFile().add(
        f'#ORGNR "{orgnr}"', f"#FTYP {form}", "#RAR 0 20190101 20191231", "#RES 0 3010 -5"
    )
    reading = read(file)
    assert (reading.orgnr, reading.legal_form_hint) == expected
    assert ("organisation_number_invalid" in codes(reading)) == (orgnr == "559999-0007")


def test_another_currency_is_said():
    reading = read(restaurant_2019().add("#VALUTA EUR"))
    assert reading.currency == "EUR"
    assert "currency_not_sek" in codes(reading)


# Character sets


@pytest.mark.parametrize(
    ("encoding", "bom", "found"),
    [
        ("cp437", False, "cp437"),
        ("latin-1", False, "latin-1"),
        ("utf-8", False, "utf-8"),
        ("utf-8", True, "utf-8"),
    ],
)
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_the_letters_decide_the_character_set_whatever_the_label_says(
    encoding, bom, found, newline
):
    file = restaurant()
    file.newline = newline
    reading = read_sie(file.encoded(encoding, bom=bom))
    assert reading.encoding == found
    assert reading.account_basis.account_names["3010"] == "Försäljning mat"
    assert ("encoding_differs" in codes(reading)) == (encoding != "cp437")
    assert dict(reading.months) == dict(read(restaurant()).months)


def test_windows_typography_is_told_from_latin_1():
    reading = read(restaurant().add("#PROSA ”Fråga på fredag – åter”"), "cp1252")
    assert reading.encoding == "cp1252"


def test_utf_8_cut_in_the_middle_of_a_letter_is_still_utf_8():
    reading = read_sie(restaurant().encoded("utf-8") + "#PROSA å".encode()[:-1])
    assert reading.encoding == "utf-8"
    assert reading.account_basis.account_names["3010"] == "Försäljning mat"


# What is no SIE file


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\x1a", "empty"),
        (b"%PDF-1.7 ...", "pdf"),
        (b"PK\x03\x04....xl/workbook.xml", "excel"),
        (b"PK\x03\x04....word/document.xml", "word"),
        (b"PK\x03\x04....bok.se", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "excel"),
        (b"\x1f\x8b\x08....", "archive"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xfe#\x00V\x00", "utf16"),
        (b"#\x00V\x00E\x00R\x00", "binary"),
        (bytes(range(256)), "binary"),
        (b'<?xml version="1.0"?><Sie xmlns="http://www.sie.se/sie5">', "sie5"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><SieEntry/>', "sie5"),
        (b'<?xml version="1.0"?><order/>', "xml"),
        (b"<!DOCTYPE html><html>", "html"),
        (b"datum;konto;belopp\n2019-01-01;3010;5\n", "not_sie"),
        (b'{"#VER": 1}', "not_sie"),
        (b"#FLAGGA 0\n#SIETYP 4\n#RAR 0 20190101 20191231\n", "no_amounts"),
        (b"#" * (10 * 1024 * 1024 + 1), "too_big"),
        (b"\n" * 1_000_001 + b"#VER", "too_many_lines"),
        (b"#VER A 1 20190101\n" * 300_001, "too_many_vouchers"),
        (b"".join(b"#KONTO %d x\n" % number for number in range(20_001)), "too_many_accounts"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_a_sie_file_is_named_with_a_way_out(data, code):
    with pytest.raises(SieFault) as caught:
        read_sie(data)
    assert caught.value.code == code
    assert (caught.value.sentence_sv, caught.value.sentence_en) == FAULTS[code]


def test_a_line_without_end_is_skipped_and_told():
    reading = read(restaurant_2019().add("#PROSA " + "x" * 9000))
    assert problem(reading, "long_lines")["count"] == 1
    assert dict(reading.years) == {"2019": Decimal(6_780_000)}
