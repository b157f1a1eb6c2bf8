import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsa.core.calendar.opening_hours import DAYS, Days, hours_on, in_lines, is_open
from lotsa.core.calendar.working_days import ZONE

EIGHT, FOUR = datetime.time(8), datetime.time(16, 30)
OFFICE = {day: ["08:00", "16:30"] for day in DAYS[:5]}
TIMES = st.sampled_from([f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30, 59)])


def test_days_in_a_row_are_taken_together():
    assert in_lines(OFFICE) == (Days(0, 4, EIGHT, FOUR),)
    assert in_lines({**OFFICE, "wed": ["08:00", "12:00"], "fri": []}) == (
        Days(0, 1, EIGHT, FOUR),
        Days(2, 2, EIGHT, datetime.time(12)),
        Days(3, 3, EIGHT, FOUR),
    )
    assert in_lines({}) == ()


@pytest.mark.parametrize(
    "hours",
    [["x", "y"], ["08:00"], "08:00", ["16:00", "08:00"], ["08:00", "08:00"], [8, 16], None],
)
def test_what_cannot_be_read_counts_as_closed(hours):
    assert in_lines({"mon": hours}) == ()


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (datetime.date(2020, 5, 4), (EIGHT, FOUR)),  # an ordinary Monday
        (datetime.date(2020, 5, 1), None),  # Friday, the first of May
        (datetime.date(2020, 5, 21), None),  # Ascension Day
        (datetime.date(2020, 5, 2), None),  # Saturday, left out
    ],
)
def test_weekdays_when_nobody_works_are_closed(day, expected):
    assert hours_on(OFFICE, day) == expected


def test_a_saturday_that_is_named_is_open():
    assert hours_on({"sat": ["10:00", "14:00"]}, datetime.date(2020, 5, 2)) == (
        datetime.time(10),
        datetime.time(14),
    )


def test_times_are_swedish_in_summer_and_winter():
    assert is_open(OFFICE, datetime.datetime(2020, 5, 4, 6, 0, tzinfo=datetime.UTC))
    assert not is_open(OFFICE, datetime.datetime(2020, 2, 3, 6, 0, tzinfo=datetime.UTC))
    assert is_open(OFFICE, datetime.datetime(2020, 2, 3, 7, 0, tzinfo=datetime.UTC))


def test_a_moment_needs_its_zone():
    with pytest.raises(ValueError, match="zone"):
        is_open(OFFICE, datetime.datetime(2020, 5, 4, 8))  # noqa: DTZ001


@given(
    week=st.dictionaries(st.sampled_from(DAYS), st.tuples(TIMES, TIMES).map(list)),
    moment=st.datetimes(
        datetime.datetime(2020, 1, 1),  # noqa: DTZ001
        datetime.datetime(2029, 1, 1),  # noqa: DTZ001
        timezones=st.just(ZONE),
    ),
)
def test_it_is_only_open_within_a_line_of_the_week(week, moment):
    number = moment.weekday()
    within = any(
        line.first <= number <= line.last and line.opens <= moment.time() < line.closes
        for line in in_lines(week)
    )
    assert within or not is_open(week, moment)
