from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from lotsa.web.public.month_bars import month_bars

MONTHS = st.integers(2015 * 12, 2022 * 12).map(lambda n: f"{n // 12}-{n % 12 + 1:02d}")
TURNOVER = st.dictionaries(MONTHS, st.decimals(-(10**9), 10**9, places=2), max_size=40)


def test_this_year_s_months_beside_the_same_months_the_year_before():
    turnover = {"2019-01": Decimal(100), "2019-02": Decimal(50), "2020-01": Decimal(80)}
    picture = month_bars(turnover, "", 1, "sv")

    assert picture.years == ("2020", "2019")
    assert picture.zero == 0
    (row,) = picture.rows
    assert (row.short, row.month, row.name) == ("jan", "januari", "januari 2020")
    assert [(bar.year, bar.left, bar.width) for bar in row.bars] == [
        ("2020", 0, 80),
        ("2019", 0, 100),
    ]
    assert row.change == -20


def test_a_period_of_the_year_before_is_seen_too_and_then_the_rows_have_no_one_year():
    turnover = {"2020-11": Decimal(1), "2021-01": Decimal(2)}
    picture = month_bars(turnover, "2020-11", 1, "en")

    assert [row.name for row in picture.rows] == ["November 2020", "December 2020", "January 2021"]
    assert picture.years == ()
    assert picture.rows[1].bars == ()


def test_credited_sales_reach_left_of_zero():
    picture = month_bars({"2020-01": Decimal(-25), "2020-02": Decimal(75)}, "", 1, "sv")

    assert picture.zero == 25
    assert [(bar.left, bar.width) for row in picture.rows for bar in row.bars] == [
        (0, 25),
        (25, 75),
    ]


def test_no_change_is_told_against_nothing_or_less():
    for before in (0, -10):
        turnover = {"2019-01": Decimal(before), "2020-01": Decimal(5)}
        assert month_bars(turnover, "", 1, "sv").rows[0].change is None


@given(TURNOVER, st.sampled_from(["", "2019-03"]), st.integers(1, 3))
def test_every_bar_stays_on_the_line_and_touches_zero(turnover, since, years_back):
    picture = month_bars(turnover, since, years_back, "sv")

    assert len(picture.rows) <= 12
    for row in picture.rows:
        for bar in row.bars:
            assert 0 <= bar.left <= bar.left + bar.width <= 100.02
            edge = bar.left if bar.amount >= 0 else bar.left + bar.width
            assert abs(edge - picture.zero) < 0.02
