import datetime

import pytest

from tests.support.client import StrictClient

pytestmark = pytest.mark.django_db


def day_seen_by(client):
    return client.get("/no-such-page/").context["today"]


def test_a_visitor_moves_the_clock_and_comes_back_where_they_were(client):
    response = client.post("/demo/datum/", {"date": "2021-03-01", "next": "/en/somewhere/?q=1"})

    assert response.status_code == 302
    assert response.url == "/en/somewhere/?q=1"
    assert day_seen_by(client) == datetime.date(2021, 3, 1)


def test_one_visitors_clock_is_not_anothers(client):
    client.post("/demo/datum/", {"date": "2021-03-01"})

    assert day_seen_by(StrictClient()) == datetime.date(2020, 5, 4)


def test_an_empty_day_goes_back_to_the_demos_own(client):
    client.post("/demo/datum/", {"date": "2021-03-01"})
    client.post("/demo/datum/", {"date": ""})

    assert day_seen_by(client) == datetime.date(2020, 5, 4)


@pytest.mark.parametrize("written", ["yesterday", "2020-02-31", "1918-01-01", "2999-01-01"])
def test_a_day_that_cannot_be_is_refused_with_a_sentence(client, written):
    response = client.post("/demo/datum/", {"date": written})

    assert day_seen_by(client) == datetime.date(2020, 5, 4)
    assert "messages" in response.cookies


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x", ""]
)
@pytest.mark.parametrize(("door", "home"), [("/demo/datum/", "/"), ("/en/demo/datum/", "/en/")])
def test_the_way_back_never_leaves_the_site(client, elsewhere, door, home):
    response = client.post(door, {"date": "2021-03-01", "next": elsewhere})

    assert response.url == home


def test_outside_the_demo_there_is_no_such_page(client, settings):
    settings.LOTSA_DEMO = False

    assert client.post("/demo/datum/", {"date": "2021-03-01"}).status_code == 404
