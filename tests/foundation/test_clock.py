import datetime

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
