"""What a SIE file tells of net turnover, in every type and habit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import lotsa
from lotsa.core.bookkeeping.reading import SieReading
from lotsa.core.bookkeeping.sie import read_sie
from tests.core.bookkeeping.sie_factory import (
    SALES_2019,
    SieFile,
    head,
    restaurant,
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


def test_months_ahead_are_unknown_not_zero():
    reading = read(restaurant())
    assert "2020-05" not in reading.months
    assert reading.complete_months[-1] == "2020-04"


def test_a_month_half_booked_is_not_whole():
    file = with_sales(head(years={0: ("20200101", "20201231")}, made="20200413"), {"2020-03": 228})
    file.voucher(9, "20200403", sale_rows(9000)).voucher(10, "20200107", sale_rows(1))
    reading = read(file)
    assert reading.complete_months == ("2020-01", "2020-02", "2020-03")
    assert reading.months["2020-04"] == 9000
    assert problem(reading, "last_month_partial") == {"month": "2020-04"}
    assert reading.covered_to == date(2020, 3, 31)


def test_a_bookkeeping_that_lags_is_noticed_by_its_own_rhythm():
    file = with_sales(
        head(years={0: ("20200101", "20201231")}, made="20200504"), {"2020-01": 5, "2020-02": 5}
    )
    file.voucher(9, "20200303", sale_rows(9000))
    assert read(file).complete_months == ("2020-01", "2020-02")


def test_one_voucher_a_month_in_mid_month_is_a_rhythm_too():
    file = head(made=None)
    for month in range(1, 13):
        file.voucher(month, f"2019{month:02d}15", sale_rows(1000))
    reading = read(file)
    assert len(reading.complete_months) == 12
    assert dict(reading.years) == {"2019": Decimal(12000)}


def test_vouchers_booked_ahead_do_not_make_the_future_known():
    file = with_sales(
        head(years={0: ("20200101", "20201231")}, made="20200504"), {"2020-01": 5, "2020-04": 5}
    )
    file.voucher(9, "20201231", ["#TRANS 5010 {} 5", "#TRANS 1930 {} -5"])
    reading = read(file)
    assert reading.covered_to == date(2020, 4, 30)
    assert reading.months["2020-02"] == 0


def test_zeros_written_for_months_not_begun_are_not_sales_of_nothing():
    file = head("2", years={0: ("20200101", "20201231")}, made="20200710")
    for month in range(1, 13):
        file.add(f"#PSALDO 0 2020{month:02d} 3010 {{}} {-100 if month < 5 else 0}.00")
    reading = read(file)
    assert reading.complete_months == ("2020-01", "2020-02", "2020-03", "2020-04")


def test_an_export_of_the_later_months_does_not_make_the_earlier_zero():
    file = with_sales(head(), {"2019-03": 500, "2019-04": 520})
    reading = read(file)
    assert reading.complete_months == ("2019-03", "2019-04")
    assert problem(reading, "first_months_empty")["month"] == "2019-03"


def test_a_firm_that_began_late_in_the_year_is_whole_when_its_result_says_so():
    file = with_sales(head(), {"2019-11": 500, "2019-12": 520}).add(
        "#RES 0 3010 -770000", "#RES 0 3011 -250000"
    )
    reading = read(file)
    assert len(reading.complete_months) == 12
    assert dict(reading.years) == {"2019": Decimal(1_020_000)}


def test_months_at_the_end_without_sales_are_asked_about():
    file = with_sales(head(), {month: s for month, s in SALES_2019.items() if month < "2019-12"})
    file.voucher(99, "20191231", ["#TRANS 5010 {} 5", "#TRANS 1930 {} -5"])
    reading = read(file)
    assert reading.months["2019-12"] == 0
    assert problem(reading, "quiet_last_months") == {"months": ["2019-12"]}


def test_a_year_beginning_in_mid_month_leaves_that_month_partial():
    file = head(years={0: ("20190115", "20191231")})
    reading = read(with_sales(file, SALES_2019))
    assert reading.complete_months[0] == "2019-02"
    assert problem(reading, "year_starts_mid_month") == {"month": "2019-01"}


# Sources against each other


def test_vouchers_and_period_balances_are_compared():
    file = restaurant().add("#PSALDO 0 202003 3041 {} -700")
    told = problem(read(file), "balances_differ")
    assert told["months"] == ["2020-03"]
    assert told["amount"] == "700.00"


def test_balances_win_when_only_they_make_up_the_years_result():
    file = head().add("#RES 0 3010 -300").voucher(1, "20190331", sale_rows(100))
    file.add(*(f"#PSALDO 0 2019{month:02d} 3010 {{}} -25" for month in range(1, 13)))
    reading = read(file)
    assert reading.source == "period_balances"
    assert dict(reading.years) == {"2019": Decimal(300)}
    assert "balances_differ" in codes(reading)


def test_months_that_do_not_make_up_the_years_result_are_told():
    told = problem(read(with_sales(head(), SALES_2019).add("#RES 0 3010 -5")), "result_differs")
    assert (told["months_sum"], told["result"]) == ("6780000.00", "5.00")


def test_the_year_before_may_be_known_by_its_result_alone():
    file = head(years={0: ("20200101", "20201231"), -1: ("20190101", "20191231")})
    with_sales(file, {"2020-01": 421}).add("#RES -1 3010 -6000000", "#RES -1 3990 -1")
    reading = read(file)
    assert dict(reading.years) == {"2019": Decimal(6_000_000)}
    assert reading.complete_months == ("2020-01",)


# Charts, companies, currency
