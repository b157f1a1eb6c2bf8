import datetime

import pytest
from django.utils import timezone

from tests.support.factories import MemberFactory, TerritoryFactory
from tests.web.coordinator.room import InRoom


@pytest.fixture
def the_story(settings, monkeypatch):
    """The demo, by day: `clock.moment()` is 4 May 2020 at noon, at whatever hour the tests run."""
    settings.LOTSA_DEMO = True
    here = timezone.get_default_timezone()
    noon = timezone.localtime(timezone.now(), here).replace(hour=12, minute=0, second=0)
    monkeypatch.setattr(timezone, "now", lambda: noon.astimezone(datetime.UTC))


@pytest.fixture
def region(facts):
    """The region that the coordinator of these tests coordinates."""
    return TerritoryFactory(code="04")


@pytest.fixture
def elsewhere(facts):
    """Another region, that somebody else coordinates: what lies there is theirs."""
    there = TerritoryFactory(code="01")
    MemberFactory(coordinator=True, territories=[there])
    return there


@pytest.fixture
def member(region, elsewhere):
    return MemberFactory(coordinator=True, territories=[region])


@pytest.fixture(params=["sv", "en"])
def room(member, request):
    return InRoom(member, request.param)


@pytest.fixture
def swedish(member):
    return InRoom(member)
