import datetime
from zoneinfo import ZoneInfo

import pytest

from lotsa.foundation import clock

MAY = datetime.date(2020, 5, 4)


def test_in_the_demo_the_day_is_the_one_it_is_set_to():
    assert clock.today() == MAY


def test_a_set_day_holds_inside_the_block_and_no_longer():
    with clock.set_to(datetime.date(2021, 2, 3)):
        assert clock.today() == datetime.date(2021, 2, 3)
        with clock.set_to(None):
            assert clock.today() == MAY
        assert clock.today() == datetime.date(2021, 2, 3)
    assert clock.today() == MAY


def test_outside_the_demo_the_day_is_the_one_in_sweden(settings, monkeypatch):
    settings.LOTSA_DEMO = False
    new_years_eve_in_london = datetime.datetime(2025, 12, 31, 23, 30, tzinfo=datetime.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: new_years_eve_in_london)

    assert clock.today() == datetime.date(2026, 1, 1)
    assert clock.now() == new_years_eve_in_london


def stockholm(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Stockholm"))


@pytest.fixture
def at(monkeypatch):
    """Set the computer's clock."""

    def set_clock(text):
        instant = stockholm(text).astimezone(datetime.UTC)
        monkeypatch.setattr("django.utils.timezone.now", lambda: instant)
        return instant

    return set_clock


@pytest.mark.parametrize(
    ("real", "day", "expected"),
    [
        ("2026-02-10 14:30", "2020-05-04", "2020-05-04 14:30"),
        ("2026-07-10 14:30", "2021-01-15", "2021-01-15 14:30"),
        # In London it is still the day before; the site's zone decides.
        ("2026-07-10 00:30", "2020-05-04", "2020-05-04 00:30"),
        # 02:30 does not exist when summer time begins.
        ("2026-02-10 02:30", "2020-03-29", "2020-03-29 03:30"),
    ],
)
def test_the_moment_of_the_story_is_the_set_day_at_the_present_time_of_day(at, real, day, expected):
    at(real)

    with clock.set_to(datetime.date.fromisoformat(day)):
        assert clock.moment() == stockholm(expected)
        assert clock.moment().utcoffset() == datetime.timedelta(0)


def test_the_moment_of_the_story_follows_the_demos_own_day(at):
    at("2026-02-10 09:15")

    assert clock.moment() == stockholm("2020-05-04 09:15")


def test_outside_the_demo_the_moment_is_now(at, settings):
    settings.LOTSA_DEMO = False
    # Twice on that night it is half past two; neither may be mistaken for the other.
    instant = at("2026-10-25 02:30")

    assert clock.moment() == clock.now() == instant


@pytest.mark.parametrize(
    ("written", "expected"),
    [("2021-09-01", datetime.date(2021, 9, 1)), ("", MAY), ("nonsense", MAY)],
)
def test_a_visitors_own_day_is_kept_in_the_session(client, db, written, expected):
    client.post("/demo/datum/", {"date": "2022-01-01"})
    session = client.session
    session["demo_date"] = written
    session.save()

    assert client.get("/no-such-page/").context["today"] == expected
