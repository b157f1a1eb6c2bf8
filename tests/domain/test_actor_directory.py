from datetime import UTC, date, datetime, timedelta

import pytest

from lotsa.core.routing.territory import NATIONAL, Territory
from lotsa.domain.actors import directory
from lotsa.domain.actors.models import Actor, Team, TeamAbsence
from lotsa.domain.actors.services import replace_actors

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
ROWS = [
    {
        "id": "region",
        "name": "Regionen",
        "territory": {"regions": ["04"], "municipalities": []},
        "competences": ["rent"],
        "languages": ["sv", "ar"],
        "website": "https://example.se",
    },
    {"id": "state", "name": "Staten", "territory": "SE", "competences": ["loans"]},
]


def team(slug, actor="region", *, areas=("rent",), **columns):
    row = Team.objects.create(
        actor=Actor.objects.get(slug=actor),
        slug=slug,
        name=slug.title(),
        created_at=NOW,
        updated_at=NOW,
        **columns,
    )
    for area in areas:
        row.competences.create(area=area)
    return row


@pytest.fixture(autouse=True)
def _actors():
    replace_actors(ROWS, NOW)


def test_a_team_follows_its_actor_until_it_says_otherwise():
    team("desk")
    team("town", territory={"municipalities": ["0484"]}, languages=["so"], capacity=4)
    found = directory.directory()
    region = next(actor for actor in found.actors if actor.id == "region")
    desk, town = region.teams
    assert (region.territory, region.languages) == (Territory.of(["04"]), ("sv", "ar"))
    assert (desk.territory, desk.languages, desk.capacity) == (None, (), None)
    assert town.territory == Territory.of((), ["0484"])
    assert (town.languages, town.capacity) == (("so",), 4)


def test_what_its_managers_wrote_goes_before_the_catalogue():
    team("desk", "region")
    Actor.objects.filter(slug="region").update(territory="SE", languages=["uk"])
    (actor,) = directory.directory().actors
    assert (actor.territory, actor.languages) == (NATIONAL, ("uk",))


def test_actors_without_teams_and_withdrawn_ones_take_no_cases_but_closed_teams_are_told_of():
    team("closed", "region", is_active=False)
    team("gone", "state")
    Actor.objects.filter(slug="state").update(withdrawn_at=NOW)
    assert {slug: one.active for slug, one in directory.directory().teams.items()} == {
        "closed": False
    }


def test_criteria_that_cannot_be_read_become_a_question():
    team("odd", criteria={"nonsense": 1})
    assert directory.directory().teams["odd"].criteria is directory.UNREADABLE


def test_substitutes_in_a_ring_are_let_go_of():
    one, two = team("one"), team("two")
    TeamAbsence.objects.create(team=one, first=date(2026, 5, 1), substitute=two)
    TeamAbsence.objects.create(team=two, first=date(2026, 5, 1), substitute=one)
    teams = directory.directory().teams
    assert {teams[slug].absences[0].substitute for slug in ("one", "two")} != {"one", "two"}


@pytest.mark.parametrize("rows", [1, 20])
def test_the_directory_is_read_in_four_queries(rows, django_assert_num_queries):
    for number in range(rows):
        one = team(f"team-{number}", areas=("rent", "loans"))
        TeamAbsence.objects.create(team=one, first=date(2026, 5, 1))
    with django_assert_num_queries(4):
        assert len(directory.directory().teams) == rows


def _new_team():
    team("another")


def _edited_team():
    Team.objects.update(name="New", updated_at=NOW + timedelta(seconds=1))


def _edited_actor():
    Actor.objects.filter(slug="state").update(updated_at=NOW)


def _withdrawn_actor():
    Actor.objects.filter(slug="state").update(withdrawn_at=NOW)


def _absence():
    TeamAbsence.objects.create(team=Team.objects.get(), first=date(2026, 5, 1))


def _fewer_competences():
    Team.objects.get().competences.all().delete()


@pytest.mark.parametrize(
    "change",
    [_new_team, _edited_team, _edited_actor, _withdrawn_actor, _absence, _fewer_competences],
)
def test_every_change_gives_another_stamp_in_one_query(change, django_assert_num_queries):
    team("desk")
    before = directory.state()
    assert directory.state() == before
    change()
    with django_assert_num_queries(1):
        assert directory.state() != before


def test_the_catalogue_leaves_what_managers_wrote_and_what_the_directory_made():
    Actor.objects.filter(slug="region").update(
        presentation_sv="Vi hjälper.", phone="016-00 00 00", website="https://example.com"
    )
    Actor.objects.create(
        slug="own", name="Egen", position=9, document="{}", recorded_at=NOW, origin="directory"
    )
    replace_actors([{**ROWS[0], "name": "Nytt namn", "website": "https://example.org"}], NOW)
    region = Actor.objects.get(slug="region")
    assert (region.name, region.presentation_sv) == ("Nytt namn", "Vi hjälper.")
    assert (region.website, region.phone) == ("https://example.com", "016-00 00 00")
    assert set(Actor.objects.listed().values_list("slug", flat=True)) == {"region", "own"}


def test_an_actor_with_teams_that_leaves_the_catalogue_goes_on_in_the_directory():
    team("desk", "state")
    replace_actors(ROWS[:1], NOW)
    assert set(Actor.objects.listed().values_list("slug", "origin")) == {
        ("region", "catalogue"),
        ("state", "directory"),
    }
    replace_actors(ROWS, NOW)
    assert Actor.objects.get(slug="state").origin == "catalogue"
