import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsa.foundation.ui import formatting as f

D = datetime.date


def plain(text):
    """No-break spaces as "_", so that a test shows where they stand."""
    return text.replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("value", "decimals", "swedish", "english"),
    [
        (0, 0, "0", "0"),
        (1500, 0, "1_500", "1,500"),
        (15000, 0, "15_000", "15,000"),
        (1234567, 0, "1_234_567", "1,234,567"),
        (-60.5, 1, "−60,5", "−60.5"),
        (-15000, 0, "−15_000", "−15,000"),
        (2.50, 2, "2,5", "2.5"),
        (0.05, 1, "0,1", "0.1"),
        (2.5, 0, "3", "3"),
        (-0.4, 0, "0", "0"),
        (Decimal("99.95"), 1, "100", "100"),
    ],
)
def test_number(value, decimals, swedish, english):
    assert plain(f.number(value, "sv", decimals)) == swedish
    assert plain(f.number(value, "en", decimals)) == english


@given(st.integers(-(10**15), 10**15), st.sampled_from(["sv", "en"]))
def test_a_number_keeps_its_digits(value, language):
    shown = f.number(value, language)
    digits = shown.replace("\u00a0", "").replace(",", "").replace("−", "-")
    assert int(digits) == value


def test_money():
    assert plain(f.money(150000, "sv")) == "150_000_kr"
    assert plain(f.money(-150000, "sv")) == "−150_000_kr"
    assert plain(f.money(150000, "en")) == "SEK_150,000"
    assert plain(f.money(-150000, "en")) == "SEK_−150,000"


def test_percent():
    assert plain(f.percent(60, "sv")) == "60_%"
    assert plain(f.percent(-60.55, "sv")) == "−60,6_%"
    assert f.percent(60, "en-gb") == "60%"


@pytest.mark.parametrize(
    ("low", "high", "swedish", "english"),
    [
        (1, 4, "1–4", "1–4"),
        (5, 5, "5", "5"),
        (None, 4, "högst 4", "at most 4"),
        (5, None, "minst 5", "at least 5"),
        (None, 0, "högst 0", "at most 0"),
        (-10, 5, "−10 till 5", "−10 to 5"),
    ],
)
def test_number_range(low, high, swedish, english):
    assert f.number_range(low, high, "sv") == swedish
    assert f.number_range(low, high, "en") == english


def test_a_range_without_ends_is_refused():
    with pytest.raises(ValueError, match="at least one end"):
        f.number_range(None, None, "sv")


@pytest.mark.parametrize(
    ("day", "year_now", "swedish", "english"),
    [
        (D(2020, 5, 31), 2020, "31_maj", "31_May"),
        (D(2021, 5, 31), 2020, "31_maj 2021", "31_May 2021"),
        (D(2020, 5, 1), None, "1_maj 2020", "1_May 2020"),
    ],
)
def test_date(day, year_now, swedish, english):
    assert plain(f.date(day, "sv", year_now)) == swedish
    assert plain(f.date(day, "en", year_now)) == english


@pytest.mark.parametrize(
    ("first", "last", "swedish", "english"),
    [
        (D(2020, 5, 1), D(2020, 5, 31), "1–31_maj", "1–31_May"),
        (D(2020, 5, 1), D(2020, 5, 1), "1_maj", "1_May"),
        (D(2020, 6, 29), D(2020, 8, 31), "29_juni–31_augusti", "29_June – 31_August"),
        (D(2021, 2, 25), D(2021, 3, 31), "25_februari–31_mars 2021", "25_February – 31_March 2021"),
        (D(2020, 12, 1), D(2021, 1, 31), "1_december 2020–31_januari 2021", "1_December 2020 – 31_January 2021"),
        (D(2019, 12, 1), D(2020, 1, 31), "1_december 2019–31_januari 2020", "1_December 2019 – 31_January 2020"),
    ],
)  # fmt: skip
def test_date_range(first, last, swedish, english):
    assert plain(f.date_range(first, last, "sv", 2020)) == swedish
    assert plain(f.date_range(first, last, "en", 2020)) == english


@pytest.mark.parametrize(
    ("first", "last", "swedish"),
    [
        (D(2020, 3, 1), D(2020, 4, 30), "mars–april 2020"),
        (D(2020, 5, 1), D(2020, 5, 31), "maj 2020"),
        (D(2020, 12, 1), D(2021, 1, 31), "december 2020–januari 2021"),
    ],
)
def test_month_range(first, last, swedish):
    assert f.month_range(first, last, "sv") == swedish


def test_ranges_that_end_before_they_begin_are_refused():
    for write in (
        lambda a, b: f.date_range(a, b, "sv", 2020),
        lambda a, b: f.month_range(a, b, "sv"),
    ):
        with pytest.raises(ValueError, match="ends"):
            write(D(2020, 5, 1), D(2020, 4, 1))
