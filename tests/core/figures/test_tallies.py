from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsa.core.calendar.working_days import elapsed_working_days
from lotsa.core.figures.tallies import Tally, days_between_hours, grouped, total

HOURS = st.datetimes(datetime(2018, 1, 1), datetime(2026, 12, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(minute=0, second=0, microsecond=0, tzinfo=UTC)
)


def cut(moment):
    return f"{moment:%Y-%m-%d %H}"


@given(HOURS, st.integers(0, 2000))
def test_time_between_two_hours_is_what_the_calendar_says(start, hours):
    end = start + timedelta(hours=hours)

    found = days_between_hours(cut(start), cut(end))

    assert found == pytest.approx(elapsed_working_days(start, end), abs=1e-3)


def test_a_contact_before_the_case_counts_as_none():
    assert days_between_hours("2020-05-05 08", "2020-05-04 08") == 0


TALLIES = st.builds(
    Tally,
    number=st.integers(0, 50),
    contact_days=st.lists(st.floats(0, 9), max_size=3),
    declined=st.dictionaries(st.sampled_from("ab"), st.integers(1, 9)).map(Counter),
    outcomes=st.dictionaries(st.sampled_from(["helped", "partly", "x"]), st.integers(1, 9)).map(
        Counter
    ),
)


@given(st.dictionaries(st.sampled_from("pqrst"), TALLIES))
def test_groups_add_up_to_the_whole(tallies):
    whole = total(tallies.values())
    halves = grouped(tallies, {key: "1" if key in "pq" else "2" for key in tallies})

    assert total(halves.values()) == Tally(
        **{**vars(whole), "contact_days": total(halves.values()).contact_days}
    )
    assert sorted(total(halves.values()).contact_days) == sorted(whole.contact_days)
    assert whole.number == sum(one.number for one in tallies.values())
    assert whole.ended == sum(one.ended for one in tallies.values())


def test_what_a_tally_says():
    tally = Tally(
        number=10,
        contact_days=[1.0, 2.0, 4.0],
        promised=5,
        kept=4,
        outcomes=Counter(helped=3, partly=1, not_helped=4),
        rated=4,
        useful=3,
    )

    assert tally.contact.value == 2.0
    assert tally.in_time.value == 0.8
    assert tally.helped.value == 0.5
    assert tally.satisfied.value == 0.75
    assert Tally().helped is None
