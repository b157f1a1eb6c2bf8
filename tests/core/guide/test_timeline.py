"""Windows laid out in time: in their right place, and never outside the picture."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsa.core.guide.timeline import MONTHS_SHOWN, Stretch, lay_out

TODAY = date(2020, 5, 4)


def stretch(start, end, *, known=True, label="x"):
    days = [date.fromisoformat(day) if day else None for day in (start, end)]
    return Stretch(label, "now", *days, end_known=known, key=label)


def test_the_line_runs_from_the_month_before_today():
    line = lay_out([], TODAY)
    assert (line.first, line.last) == (date(2020, 4, 1), date(2021, 7, 1))
    assert [tick.month for tick in line.ticks][:2] == [date(2020, 4, 1), date(2020, 5, 1)]
    assert len(line.ticks) == MONTHS_SHOWN
    assert line.ticks[0].left == 0
    assert line.bars == ()
    assert line.ticks[1].left < line.today < line.ticks[2].left


def test_a_bar_covers_its_days_the_last_one_too():
    line = lay_out([stretch("2020-05-01", "2020-05-31")], TODAY)
    (bar,) = line.bars
    assert bar.left == line.ticks[1].left
    assert bar.left + bar.width == pytest.approx(line.ticks[2].left, abs=0.02)
    assert (bar.fades_left, bar.fades_right) == (False, False)


@pytest.mark.parametrize(
    ("start", "end", "known", "fades"),
    [
        (None, "2020-06-30", True, (True, False)),
        ("2020-06-01", None, True, (False, False)),
        ("2020-06-01", None, False, (False, True)),
        (None, None, False, (True, True)),
    ],
)
def test_an_end_that_is_not_known_fades(start, end, known, fades):
    (bar,) = lay_out([stretch(start, end, known=known)], TODAY).bars
    assert (bar.fades_left, bar.fades_right) == fades


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2020-03-01", "2020-03-31", False),
        ("2020-03-01", "2020-04-01", True),
        ("2021-06-30", "2021-06-30", True),
        ("2021-07-01", "2021-08-01", False),
        ("2019-01-01", "2025-01-01", True),
        (None, "2020-03-31", False),
        ("2021-07-01", None, False),
        ("2020-07-01", "2020-06-01", False),
    ],
)
def test_what_lies_outside_is_left_out(start, end, shown):
    assert bool(lay_out([stretch(start, end)], TODAY).bars) is shown


def test_bars_stand_in_order_of_time():
    stretches = [
        stretch("2020-06-01", "2020-06-10", label="c"),
        stretch("2020-05-01", "2020-05-10", label="b"),
        stretch("2020-05-01", "2020-07-10", label="a"),
    ]
    assert [bar.stretch.label for bar in lay_out(stretches, TODAY).bars] == ["a", "b", "c"]


def test_one_month_is_no_line():
    with pytest.raises(ValueError, match="two months"):
        lay_out([], TODAY, months=1)
    assert len(lay_out([], TODAY, months=2).ticks) == 2


days = st.dates(date(2017, 1, 1), date(2023, 12, 31))


@given(st.lists(st.tuples(st.none() | days, st.none() | days, st.booleans()), max_size=6), days,
       st.integers(2, 30))  # fmt: skip
def test_every_bar_stays_in_the_picture(pairs, as_of, months):
    stretches = [
        Stretch(str(index), "now", start, end, known, str(index))
        for index, (start, end, known) in enumerate(pairs)
    ]
    line = lay_out(stretches, as_of, months)
    assert 0 <= line.today <= 100
    assert [tick.left for tick in line.ticks] == sorted(tick.left for tick in line.ticks)
    for bar in line.bars:
        assert bar.left >= 0
        assert bar.width >= 0.8
        assert bar.left + bar.width <= 100.01
    seen = {bar.stretch for bar in line.bars}
    for one in stretches:
        last = line.last - timedelta(days=1)
        start, end = one.start or line.first, one.end or last
        overlaps = start <= end and start <= last and end >= line.first
        assert (one in seen) is overlaps
