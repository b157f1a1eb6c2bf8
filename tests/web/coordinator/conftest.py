import pytest

from tests.support.factories import MemberFactory, TerritoryFactory
from tests.web.coordinator.room import InRoom


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
