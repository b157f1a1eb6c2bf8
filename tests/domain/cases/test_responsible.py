"""Whose a case is to coordinate: the filter, the question and the mail say the same."""

import itertools

import pytest

from lotsa.core.cases.responsible import is_coordinated_by
from lotsa.domain.actors.recipients import coordination
from lotsa.domain.actors.viewers import viewer_of
from lotsa.domain.cases import policies
from lotsa.domain.cases.models import Case
from lotsa.domain.cases.services.common import coordinators_of
from tests.support.factories import (
    ActorFactory,
    CaseFactory,
    DeskFactory,
    MemberFactory,
    TerritoryFactory,
)

pytestmark = pytest.mark.django_db

KINDS = ("region", "town", "other", "country")


@pytest.fixture
def places():
    return {
        "region": [TerritoryFactory(code="04")],
        "town": [TerritoryFactory(code="0480", municipality=True)],
        "other": [TerritoryFactory(code="05")],
        "country": [],
    }


@pytest.fixture
def cases(places):
    """Every place with every kind of desk."""
    deserted = TerritoryFactory(code="22")
    desks = [
        None,
        DeskFactory(territory=places["region"][0]),
        DeskFactory(territory=places["other"][0]),
        DeskFactory(territory=deserted),
        DeskFactory(territory=None),
    ]
    spots = [("0480", "04"), ("0484", "04"), ("0580", "05"), ("0181", "01"), ("", "")]
    return [
        CaseFactory(municipality_code=town, region_code=region, desk=desk)
        for (town, region), desk in itertools.product(spots, desks)
    ]


@pytest.mark.parametrize(
    "kinds", [some for n in range(1, 5) for some in itertools.combinations(KINDS, n)], ids="-".join
)
def test_every_case_is_somebodys_and_all_say_the_same_of_whose(cases, places, kinds):
    people = {
        member.user_id: viewer_of(member)
        for kind in kinds
        for member in [MemberFactory(coordinator=True, territories=places[kind])]
    }
    everyone = coordination()
    for case in cases:
        desk = policies.desk_of(case)
        place = (case.municipality_code, case.region_code)
        see = {
            user
            for user, viewer in people.items()
            if is_coordinated_by(viewer.coordination, everyone, *place, desk)
        }
        for user, viewer in people.items():
            listed = Case.objects.filter(policies.coordinated(viewer), pk=case.pk).exists()
            assert listed == policies.may_coordinate(viewer, case) == (user in see)
        told = set(coordinators_of(case))
        assert told
        assert told <= see


def test_a_company_from_elsewhere_is_with_the_one_whose_desk_it_came_to(places):
    mine = MemberFactory(coordinator=True, territories=places["region"])
    other = MemberFactory(coordinator=True, territories=places["other"])
    desk = DeskFactory(territory=places["region"][0])
    case = CaseFactory(municipality_code="0181", region_code="01", desk=desk)

    assert coordinators_of(case) == (mine.user_id,)
    assert policies.may_coordinate(viewer_of(mine), case)
    assert not policies.may_coordinate(viewer_of(other), case)


def test_an_organisations_own_desk_is_its_coordinators(places):
    actor = ActorFactory()
    own = MemberFactory(coordinator=True, actor=actor, territories=places["other"])
    MemberFactory(coordinator=True, territories=places["region"])
    case = CaseFactory(
        municipality_code="", region_code="", desk=DeskFactory(actor=actor, territory=None)
    )

    assert coordinators_of(case) == (own.user_id,)


def test_those_who_have_left_keep_nothing(places):
    MemberFactory(coordinator=True, territories=places["region"], user__gone=True)
    there = MemberFactory(coordinator=True, territories=places["other"])
    case = CaseFactory(municipality_code="0484", region_code="04")

    assert coordinators_of(case) == (there.user_id,)
    assert policies.may_coordinate(viewer_of(there), case)


def test_without_anyone_who_coordinates_nobody_is_told():
    assert coordinators_of(CaseFactory()) == ()
