import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from lotsa.foundation import clock
from lotsa.foundation.ratelimit.address import client_address
from lotsa.foundation.ratelimit.jobs import forget_allowances
from lotsa.foundation.ratelimit.limiter import Rate, limited, take
from lotsa.foundation.ratelimit.models import Allowance
from tests.support.factories import UserFactory

START = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


@pytest.fixture
def wind(monkeypatch):
    """Sets the real clock to so many seconds after the start."""

    def to(seconds):
        monkeypatch.setattr(clock, "now", lambda: START + datetime.timedelta(seconds=seconds))

    to(0)
    return to


def test_the_whole_allowance_can_be_used_at_once_and_then_no_more(wind, db):
    rate = Rate.parse("3/m")

    assert [take("x", "a", rate) for _ in range(5)] == [0, 0, 0, 20, 20]


def test_it_comes_back_evenly_so_that_nobody_waits_out_a_window(wind, db):
    rate = Rate.parse("3/m")
    for _ in range(3):
        take("x", "a", rate)

    wind(19)
    assert take("x", "a", rate) == 1
    wind(20)
    assert take("x", "a", rate) == 0
    assert take("x", "a", rate) == 20
    wind(1000)
    assert [take("x", "a", rate) for _ in range(4)] == [0, 0, 0, 20]


def test_names_and_visitors_have_allowances_of_their_own(wind, db):
    rate = Rate.parse("1/h")

    assert [take(name, who, rate) for name in "xy" for who in "ab"] == [0, 0, 0, 0]
    assert take("x", "a", rate) == 3600


def test_the_address_is_not_stored(db):
    take("x", "192.0.2.7", Rate.parse("1/h"))

    assert "192.0.2.7" not in str(Allowance.objects.values())


def test_what_limits_nobody_any_more_is_forgotten(wind, db):
    take("x", "a", Rate.parse("1/m"))
    wind(50)
    take("x", "b", Rate.parse("1/m"))
    wind(61)

    assert forget_allowances.call() == 1
    assert Allowance.objects.count() == 1


@pytest.mark.parametrize("written", ["", "3", "3/w", "0/m", "-1/m", "three/m"])
def test_a_rate_that_cannot_be_read_is_refused(written):
    with pytest.raises(ValueError, match="like 20/m"):
        Rate.parse(written)


def test_beyond_the_limit_the_visitor_is_told_when_to_come_back(wind, db, rf):
    view = limited("x", "2/m")(lambda _: HttpResponse("fine"))
    request = rf.get("/")

    assert [view(request).status_code for _ in range(3)] == [200, 200, 429]
    refused = view(request)
    assert refused.headers["Retry-After"] == "30"


def test_a_page_may_be_looked_at_freely_where_only_sending_costs(wind, db, rf):
    view = limited("x", "1/m", looking=False)(lambda _: HttpResponse("fine"))

    assert [view(rf.get("/")).status_code for _ in range(3)] == [200] * 3
    assert [view(rf.post("/")).status_code for _ in range(2)] == [200, 429]


def test_colleagues_behind_one_address_each_have_their_own_where_people_are_signed_in(wind, db, rf):
    view = limited("x", "1/m", each_person=True)(lambda _: HttpResponse("fine"))

    def sent(user, peer):
        request = rf.post("/", REMOTE_ADDR=peer)
        request.user = user
        return view(request).status_code

    one, other = UserFactory(), UserFactory()
    assert [sent(one, "192.0.2.1"), sent(other, "192.0.2.1")] == [200, 200]
    assert [sent(one, "192.0.2.2"), sent(AnonymousUser(), "192.0.2.2")] == [429, 200]
    assert sent(AnonymousUser(), "192.0.2.2") == 429


def address(settings, proxies, peer, forwarded=None):
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    return client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer))


def test_without_a_proxy_of_our_own_what_the_visitor_writes_is_not_believed(settings):
    assert address(settings, 0, "192.0.2.1", "198.51.100.9") == "192.0.2.1"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "198.51.100.9, 203.0.113.5", "203.0.113.5"),
        (2, "198.51.100.9, 203.0.113.5, 10.0.0.2", "203.0.113.5"),
        (2, "203.0.113.5", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_behind_proxies_the_address_they_saw_counts(settings, proxies, forwarded, expected):
    assert address(settings, proxies, "10.0.0.1", forwarded) == expected


def test_a_household_has_one_allowance_on_ipv6(settings):
    first = address(settings, 0, "2001:db8:1:2:aaaa::1")

    assert first == address(settings, 0, "2001:db8:1:2:bbbb::9") == "2001:db8:1:2::"
    assert first != address(settings, 0, "2001:db8:1:3::1")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_processes_that_ask_at_once_share_one_allowance_exactly():
    rate = Rate.parse("10/d")

    def ask(_):
        try:
            return take("x", "a", rate)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(40)))

    assert answers.count(0) == 10
