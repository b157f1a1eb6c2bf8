import datetime
import subprocess
import sys
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsa.core.calendar.working_days import (
    add_working_days,
    due_at,
    elapsed_working_days,
    is_working_day,
    working_days_between,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def day(text):
    return datetime.date.fromisoformat(text)


def stockholm(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    ("free", "why"),
    [
        ("2020-05-02", "Saturday"),
        ("2020-05-03", "Sunday"),
        ("2020-01-01", "New Year's Day"),
        ("2020-01-06", "Epiphany"),
        ("2020-04-10", "Good Friday"),
        ("2020-04-13", "Easter Monday"),
        ("2026-04-03", "Good Friday"),
        ("2026-04-06", "Easter Monday"),
        ("2020-05-01", "May Day"),
        ("2020-05-21", "Ascension Day"),
        ("2025-06-06", "National Day on a Friday"),
        ("2020-06-19", "Midsummer's Eve 2020"),
        ("2026-06-19", "Midsummer's Eve 2026"),
        ("2020-12-24", "Christmas Eve"),
        ("2020-12-25", "Christmas Day"),
        ("2018-12-26", "Boxing Day on a Wednesday"),
        ("2020-12-31", "New Year's Eve"),
        ("2004-05-31", "Whit Monday, a holiday until 2004"),
    ],
)
def test_a_free_day(free, why):
    assert not is_working_day(day(free)), why


@pytest.mark.parametrize(
    ("worked", "why"),
    [
        ("2020-05-04", "an ordinary Monday"),
        ("2020-04-09", "Maundy Thursday is only shortened"),
        ("2020-04-30", "so is Walpurgis Night"),
        ("2020-05-22", "the Friday between Ascension Day and the weekend"),
        ("2020-06-18", "the day before Midsummer's Eve"),
        ("2020-12-23", "the day before Christmas Eve"),
        ("2021-01-05", "Twelfth Night"),
        ("2005-05-16", "Whit Monday is worked since 2005"),
        ("2003-06-06", "National Day became a holiday in 2005"),
    ],
)
def test_a_working_day(worked, why):
    assert is_working_day(day(worked)), why


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2020-05-04", 0, "2020-05-04"),
        ("2020-05-02", 0, "2020-05-04"),
        ("2020-05-04", 1, "2020-05-05"),
        ("2020-05-08", 1, "2020-05-11"),
        ("2020-05-09", 1, "2020-05-11"),
        # Over Easter.
        ("2020-04-09", 1, "2020-04-14"),
        ("2026-04-02", 2, "2026-04-08"),
        # Over Midsummer.
        ("2020-06-18", 1, "2020-06-22"),
        ("2026-06-18", 2, "2026-06-23"),
        # Over the turn of the year: 24–27, 31 December, 1–3 and 6 January are free.
        ("2020-12-23", 1, "2020-12-28"),
        ("2020-12-30", 1, "2021-01-04"),
        ("2020-12-30", 3, "2021-01-07"),
    ],
)
def test_adding_working_days(start, days, expected):
    assert add_working_days(day(start), days) == day(expected)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2020-05-04", "2020-05-04", 0),
        ("2020-05-04", "2020-05-05", 1),
        ("2020-05-05", "2020-05-04", -1),
        ("2020-05-08", "2020-05-10", 0),
        ("2020-04-09", "2020-04-14", 1),
        ("2020-12-30", "2021-01-07", 3),
        # The 261 Mondays to Fridays of 2019 less 11 free: 1/1, 19/4, 22/4, 1/5, 30/5, 6/6,
        # 21/6, 24–26/12 and 31/12.
        ("2018-12-31", "2019-12-31", 250),
    ],
)
def test_counting_working_days(start, end, expected):
    assert working_days_between(day(start), day(end)) == expected


@pytest.mark.parametrize(
    ("received", "days", "expected"),
    [
        ("2020-05-08 16:00", 2, "2020-05-12 17:00"),
        ("2020-05-08 16:59:59", 2, "2020-05-12 17:00"),
        ("2020-05-08 17:00", 2, "2020-05-13 17:00"),
        ("2020-05-09 11:00", 2, "2020-05-13 17:00"),
        ("2020-05-11 03:00", 2, "2020-05-13 17:00"),
        ("2020-05-11 09:00", 0, "2020-05-11 17:00"),
        ("2020-05-10 09:00", 0, "2020-05-11 17:00"),
        # The eve of Midsummer's Eve, after closing.
        ("2026-06-18 18:00", 1, "2026-06-23 17:00"),
        # Summer time begins on the Sunday between, and ends.
        ("2020-03-27 10:00", 1, "2020-03-30 17:00"),
        ("2020-10-23 10:00", 1, "2020-10-26 17:00"),
    ],
)
def test_when_a_promise_runs_out(received, days, expected):
    assert due_at(stockholm(received), days) == stockholm(expected)


def test_a_moment_is_read_in_swedish_time():
    # 16:30 in London is 17:30 in Stockholm: the office has closed.
    london = datetime.datetime(2020, 5, 8, 16, 30, tzinfo=ZoneInfo("Europe/London"))

    assert due_at(london, 1) == stockholm("2020-05-12 17:00")
    assert due_at(london.astimezone(datetime.UTC), 1) == stockholm("2020-05-12 17:00")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2020-05-08 16:00", "2020-05-12 16:00", 2.0),
        ("2020-05-04 08:00", "2020-05-04 17:00", 1.0),
        ("2020-05-04 08:00", "2020-05-04 12:30", 0.5),
        ("2020-05-04 18:00", "2020-05-05 08:00", 0.0),
        ("2020-05-09 10:00", "2020-05-10 23:00", 0.0),
        ("2020-05-08 18:00", "2020-05-11 17:00", 1.0),
        ("2020-04-09 17:00", "2020-04-14 17:00", 1.0),
        ("2020-03-27 12:30", "2020-03-30 12:30", 1.0),
        ("2020-05-05 12:30", "2020-05-04 12:30", -1.0),
    ],
)
def test_office_time_between_two_moments(start, end, expected):
    assert elapsed_working_days(stockholm(start), stockholm(end)) == pytest.approx(expected)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: is_working_day(day("1952-12-31")),
        lambda: is_working_day(day("2101-01-03")),
        lambda: working_days_between(day("1900-01-01"), day("2020-01-01")),
        lambda: add_working_days(day("2020-05-04"), -1),
        lambda: add_working_days(day("2100-12-30"), 1),
        lambda: due_at(datetime.datetime(2020, 5, 4, 10), 1),  # noqa: DTZ001  that is the fault
    ],
)
def test_what_cannot_be_answered_is_refused(ask):
    with pytest.raises(ValueError, match=r"known|forwards|time zone"):
        ask()


def test_the_list_of_holidays_is_loaded_only_when_a_day_is_asked_about():
    code = "import sys, lotsa.core.calendar.working_days; sys.exit('holidays' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


DAYS = st.dates(datetime.date(1953, 1, 1), datetime.date(2099, 6, 30))
FEW = st.integers(0, 60)
MOMENTS = st.datetimes(
    datetime.datetime(1996, 1, 1),  # noqa: DTZ001
    datetime.datetime(2060, 1, 1),  # noqa: DTZ001
    timezones=st.just(datetime.UTC),
)


@given(DAYS, st.integers(1, 60))
def test_adding_and_counting_agree(start, days):
    assert working_days_between(start, add_working_days(start, days)) == days


@given(DAYS, DAYS, FEW)
def test_a_later_start_never_ends_earlier(a, b, days):
    assert add_working_days(min(a, b), days) <= add_working_days(max(a, b), days)


@given(DAYS, FEW)
def test_adding_never_lands_on_a_free_day(start, days):
    assert is_working_day(add_working_days(start, days))


@given(DAYS, st.integers(0, 800))
def test_counting_is_the_same_as_looking_at_each_day(start, span):
    days = [start + datetime.timedelta(days=n + 1) for n in range(span)]
    end = start + datetime.timedelta(days=span)

    assert working_days_between(start, end) == sum(map(is_working_day, days))
    assert working_days_between(end, start) == -sum(map(is_working_day, days))


@given(MOMENTS, FEW)
def test_a_promise_runs_out_after_it_was_given_at_the_end_of_a_working_day(moment, days):
    due = due_at(moment, days)

    assert due > moment
    assert is_working_day(due.date())
    assert due.time() == datetime.time(17)
    assert days < elapsed_working_days(moment, due) <= days + 1


@given(MOMENTS, MOMENTS, FEW)
def test_a_later_request_is_never_due_earlier(a, b, days):
    assert due_at(min(a, b), days) <= due_at(max(a, b), days)


@given(st.lists(MOMENTS, min_size=3, max_size=3))
def test_office_time_adds_up(moments):
    a, b, c = sorted(moments)
    whole = elapsed_working_days(a, c)

    assert whole >= 0
    assert whole == pytest.approx(elapsed_working_days(a, b) + elapsed_working_days(b, c))
