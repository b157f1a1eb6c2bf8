from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsa.core.figures.periods import LONGEST, Period, latest, quarters_before, read_period

AS_OF = date(2020, 5, 4)
MONTHS = st.dates(date(1995, 1, 1), date(2090, 12, 31)).map(lambda day: day.replace(day=1))


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2020-01", "2020-03", (date(2020, 1, 1), 3)),
        ("2020-05", "2020-05", (date(2020, 5, 1), 1)),
        ("2019-11", "2020-02", (date(2019, 11, 1), 4)),
        # What makes no sense is the last three months.
        ("", "", (date(2020, 3, 1), 3)),
        ("2020-06", "2020-02", (date(2020, 3, 1), 3)),
        ("2020-13", "2020-14", (date(2020, 3, 1), 3)),
        ("0001-01", "2020-01", (date(2020, 3, 1), 3)),
        # More than is kept is cut at the far end.
        ("2010-01", "2020-04", (date(2017, 5, 1), LONGEST)),
    ],
)
def test_the_period_of_an_address(first, last, expected):
    found = read_period(first, last, AS_OF)

    assert (found.first, found.months) == expected


@given(MONTHS, st.integers(1, LONGEST))
def test_the_period_before_is_as_long_and_ends_where_this_begins(first, months):
    period = Period(first, months)

    assert period.earlier.after == period.first
    assert period.earlier.months == months
    assert period.last < period.after
    assert period.holds(period.after - timedelta(days=1))
    assert not period.holds(period.after)
    assert not period.earlier.holds(period.first)


@given(st.dates(date(1995, 1, 1), date(2090, 12, 31)))
def test_quarters_that_have_ended_do_not_overlap(day):
    quarters = quarters_before(day, 8)

    assert quarters[0].after <= day
    assert all(one.first == other.after for one, other in pairwise(quarters))
    assert {one.first.month for one in quarters} == {1, 4, 7, 10}


def test_a_period_begins_at_midnight_in_sweden():
    assert latest(AS_OF, 1).start.isoformat() == "2020-05-01T00:00:00+02:00"


@pytest.mark.parametrize(("first", "months"), [(date(2020, 5, 2), 1), (date(2020, 5, 1), 0)])
def test_what_is_no_period_is_refused(first, months):
    with pytest.raises(ValueError, match="no period"):
        Period(first, months)
