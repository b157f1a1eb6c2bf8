"""Falls in turnover, reference years, what is missing, and several files together."""

from __future__ import annotations

import itertools
import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lotsa.core.bookkeeping.combining import combine
from lotsa.core.bookkeeping.faults import SieFault
from lotsa.core.bookkeeping.problems import Problem, month_name, months_said
from lotsa.core.bookkeeping.reading import FinancialYear, to_document
from lotsa.core.bookkeeping.sie import read_sie
from lotsa.core.bookkeeping.turnover import (
    Drop,
    NoDrop,
    calendar_year_turnover,
    last_closed_year,
    turnover_drop,
    what_is_missing,
)
from tests.core.bookkeeping.sie_factory import SALES, head, restaurant, restaurant_2019, with_sales

PERIOD = (date(2020, 3, 1), date(2020, 4, 30))
REFERENCE = (date(2019, 3, 1), date(2019, 4, 30))
NEEDED = ("2019-03", "2019-04", "2020-03", "2020-04")

kronor = st.decimals(min_value=-(10**7), max_value=10**9, places=2)
four_months = st.lists(kronor, min_size=4, max_size=4).map(
    lambda sums: dict(zip(NEEDED, sums, strict=True))
)


def drop(months, period=PERIOD, reference=REFERENCE, covered=None):
    return turnover_drop(months, period, reference, months if covered is None else covered)


@pytest.mark.parametrize(
    ("reference", "support", "percent"),
    [
        (1000, 400, 60.0),
        (1000, 700, 30.0),
        (1000, 1000, 0.0),
        (1000, 0, 100.0),
        (1000, 1250, -25.0),
        (3, 2, 100 / 3),
        (1000, -100, 110.0),
        ("0.3", "0.21", 30.0),
    ],
)
def test_the_fall_is_exact_and_not_rounded(reference, support, percent):
    months = dict(zip(NEEDED, (Decimal(reference), 0, 0, Decimal(support)), strict=True))
    found = drop(months)
    assert isinstance(found, Drop)
    assert found.percent == percent


def test_a_month_that_is_not_covered_is_never_zero():
    months = dict.fromkeys(NEEDED, Decimal(5))
    assert drop(months, covered=NEEDED[:3]) == NoDrop("months_missing", ("2020-04",))
    del months["2019-04"]
    assert drop(months, covered=NEEDED) == NoDrop("months_missing", ("2019-04",))


@pytest.mark.parametrize("reference", [0, -10])
def test_no_fall_from_nothing(reference):
    months = dict(zip(NEEDED, (reference, 0, 5, 5), strict=True))
    assert drop(months) == NoDrop("no_reference_turnover")


@pytest.mark.parametrize(
    "period",
    [
        (date(2020, 3, 10), date(2020, 4, 30)),
        (date(2020, 3, 1), date(2020, 4, 29)),
        (date(2020, 4, 30), date(2020, 3, 1)),
    ],
)
def test_parts_of_months_cannot_be_told(period):
    months = dict.fromkeys(NEEDED, 5)
    assert drop(months, period=period) == NoDrop("not_whole_months")
    assert drop(months, reference=period) == NoDrop("not_whole_months")


@given(four_months, st.integers(1, 1000))
def test_scale_does_not_matter(months, factor):
    found = drop(months)
    scaled = drop({month: amount * factor for month, amount in months.items()})
    if isinstance(found, Drop):
        assert isinstance(scaled, Drop)
        assert scaled.percent == found.percent
    else:
        assert scaled == found


@given(st.lists(st.decimals(1, 10**9, places=2), min_size=2, max_size=2))
def test_the_same_again_is_no_fall(sums):
    found = drop(dict(zip(NEEDED, sums * 2, strict=True)))
    assert isinstance(found, Drop)
    assert found.percent == 0.0


@given(four_months)
def test_stored_sums_say_the_same_as_sums_just_read(months):
    stored = json.loads(json.dumps({month: float(amount) for month, amount in months.items()}))
    now, later = drop(months), drop(stored)
    assert type(now) is type(later)
    if isinstance(now, Drop) and isinstance(later, Drop):
        assert now.percent == later.percent


@given(four_months)
def test_a_long_period_falls_between_its_parts(months):
    parts = [
        drop(months, (date(2020, m, 1), last), (date(2019, m, 1), last.replace(year=2019)))
        for m, last in ((3, date(2020, 3, 31)), (4, date(2020, 4, 30)))
    ]
    found = drop(months)
    assume(all(isinstance(part, Drop) for part in parts))
    assert isinstance(found, Drop)
    low, high = sorted(part.percent for part in parts if isinstance(part, Drop))
    slack = 1e-9 * max(1.0, abs(low), abs(high))
    assert low - slack <= found.percent <= high + slack


@given(four_months, st.decimals(1, 10**6, places=2))
def test_more_support_turnover_is_a_smaller_fall(months, more):
    found = drop(months)
    better = drop({**months, "2020-03": months["2020-03"] + more})
    assume(isinstance(found, Drop))
    assert isinstance(found, Drop)
    assert isinstance(better, Drop)
    assert better.percent < found.percent


# Reference years


def test_a_calendar_year_needs_all_its_months():
    months = {f"2019-{month:02d}": Decimal("100.25") for month in range(1, 13)}
    assert calendar_year_turnover(months, 2019) == Decimal(1203)
    assert calendar_year_turnover(months, 2019, tuple(months)[:-1]) is None
    assert calendar_year_turnover(months, 2020) is None


def years(*spans):
    return [
        FinancialYear(0, start, end, None if net is None else Decimal(net), None)
        for start, end, net in spans
    ]


def test_the_year_that_closed_last_before_a_day():
    known = years(
        (date(2017, 7, 1), date(2018, 6, 30), 1),
        (date(2018, 7, 1), date(2019, 6, 30), 2),
        (date(2019, 7, 1), date(2020, 6, 30), None),
    )
    found = last_closed_year(known, date(2020, 1, 1))
    assert found is not None
    assert (found.net_turnover, found.certain) == (2, True)
    alone = last_closed_year(known[1:2], date(2020, 1, 1))
    assert alone is not None
    assert not alone.certain, "a shortened year may have closed in autumn"
    assert last_closed_year(known[:1], date(2020, 1, 1)) is None, "the next year is the right one"
    assert last_closed_year(known, date(2020, 7, 1)) is None, (
        "closed, but its turnover is not known"
    )
    calendar = last_closed_year(years((date(2019, 1, 1), date(2019, 12, 31), 7)), date(2020, 1, 1))
    assert calendar is not None
    assert calendar.certain


# Several files


def test_two_files_of_one_year_each_make_the_whole():
    this = head(years={0: ("20200101", "20201231")})
    with_sales(this, {month: sales for month, sales in SALES.items() if month >= "2020-01"})
    one, other = read_sie(this.encoded()), read_sie(restaurant_2019().encoded("latin-1"))
    alone = turnover_drop(one.months, PERIOD, REFERENCE, one.complete_months)
    assert alone == NoDrop("months_missing", ("2019-03", "2019-04"))
    both = combine([one, other])
    found = turnover_drop(both.months, PERIOD, REFERENCE, both.complete_months)
    assert isinstance(found, Drop)
    assert found.percent == 60.0
    assert (both.covered_from, both.covered_to) == (date(2019, 1, 1), date(2020, 4, 30))
    assert [year.number for year in both.financial_years] == [-1, 0]
    assert dict(both.years) == {"2019": Decimal(6_780_000)}


def test_a_company_with_one_file_is_told_which_to_add():
    told = what_is_missing(("2019-03", "2019-04"), date(2020, 4, 30))
    assert [one.code for one in told] == ["add_year"]
    assert told[0].sentence("sv") == "Lägg till filen för 2019. Den behövs för mars–april 2019."
    assert told[0].sentence("en") == "Add the file for 2019. It is needed for March–April 2019."


def test_a_month_not_booked_yet_is_no_missing_file():
    told = what_is_missing(("2020-05",), date(2020, 4, 30))
    assert [one.sentence("sv") for one in told] == [
        "Bokföringen i filen räcker till och med 30 april 2020. Vi behöver också maj 2020."
    ]


def test_order_does_not_matter_and_repeats_add_nothing():
    readings = [
        read_sie(file.encoded())
        for file in (restaurant(), restaurant("2019-07"), restaurant_2019())
    ]
    documents = [to_document(combine(list(order))) for order in itertools.permutations(readings)]
    assert all(document == documents[0] for document in documents)
    assert (
        to_document(combine([readings[0], readings[0]]))["months"]
        == to_document(readings[0])["months"]
    )
    assert documents[0]["months"].keys() == SALES.keys()


def test_files_that_disagree_are_told():
    changed = restaurant_2019().voucher(
        999, "20190315", ["#TRANS 3010 {} -5000", "#TRANS 1930 {} 5000"]
    )
    both = combine([read_sie(restaurant().encoded()), read_sie(changed.encoded())])
    assert [dict(one.params) for one in both.problems if one.code == "files_differ"] == [
        {"months": ["2019-03"]}
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [("#ORGNR 969000-0105", "different_companies"), ("#VALUTA EUR", "different_currencies")],
)
def test_files_that_do_not_belong_together_are_refused(line, code):
    other = restaurant_2019()
    other.lines.insert(0, line)
    with pytest.raises(SieFault) as caught:
        combine([read_sie(restaurant().encoded()), read_sie(other.encoded())])
    assert caught.value.code == code


def test_one_reading_is_itself_and_none_is_an_error():
    reading = read_sie(restaurant().encoded())
    assert combine([reading]) is reading
    with pytest.raises(ValueError, match="nothing"):
        combine([])


# Sentences


def test_sentences_speak_swedish_and_english():
    told = Problem(
        "result_differs", {"year": "2019", "months_sum": "1234567.50", "result": "-1000.00"}
    )
    assert told.sentence("sv") == (
        "Månaderna 2019 blir 1\u00a0234\u00a0567,50 kr men årets resultatkonton visar −1\u00a0000 kr."
    )
    assert (
        told.sentence("en")
        == "The months of 2019 make SEK 1,234,567.50 but the year's result accounts show SEK −1,000."
    )
    lines = Problem("bad_dates", {"count": 7, "lines": [3, 4, 5, 6, 9]})
    assert lines.sentence("sv").endswith("räknades inte): 7 (rad 3, 4, 5, 6, 9 …).")
    assert (
        months_said(["2019-11", "2019-12", "2020-01", "2020-03"])
        == "november 2019–januari 2020, mars 2020"
    )
    assert (month_name("2020-05"), month_name("2020-05", "en")) == ("maj 2020", "May 2020")
