from datetime import UTC, date, datetime, timedelta

import pytest

from lotsa.core.criteria.facts import parse_facts
from lotsa.core.routing.routing import Request
from lotsa.domain.actors.models import Actor, Team
from lotsa.domain.desks.models import Desk
from lotsa.domain.measures.selectors import catalogue
from lotsa.usecases.support.router import router

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = date(2026, 5, 4)


pytestmark = pytest.mark.usefixtures("facts")


def team(slug, actor="region-sormland", areas=("liquidity",), **columns):
    row = Team.objects.create(
        actor=Actor.objects.get(slug=actor),
        slug=slug,
        name=slug,
        created_at=NOW,
        updated_at=NOW,
        **columns,
    )
    for area in areas:
        row.competences.create(area=area)
    return row


def desk(slug, *teams, **columns):
    row = Desk.objects.create(
        slug=slug,
        name_sv=slug,
        actor=Actor.objects.get(slug="region-sormland"),
        created_at=NOW,
        updated_at=NOW,
        **columns,
    )
    row.teams.set(teams)
    return row


def answers(areas=("liquidity",), desk=None, **told):
    facts = parse_facts(told, catalogue().registry)
    request = Request(as_of=DAY, areas=areas, facts=facts, desk=desk)
    return {one.team: one.answer.value for one in router().router.route(request).ranked}


def test_the_router_is_compiled_once_and_again_after_a_change(django_assert_num_queries):
    row = team("first")
    found = router()
    with django_assert_num_queries(2):
        assert router() is found
    assert (found.team_pk["first"], found.team_slug[row.pk]) == (row.pk, "first")
    row.competences.create(area="loans")
    row.updated_at = NOW + timedelta(seconds=1)
    row.save()
    assert set(router().team("first").competences[1:2][0].area.split()) == {"loans"}
    desk("new")
    assert "new" in {one.id for one in router().directory.desks}


def test_a_case_goes_by_territory_competence_and_criteria_of_the_rows():
    few = {"field": "employees", "op": "lte", "value": 9}
    team("here", criteria=few)
    team("elsewhere", territory={"regions": ["19"]})
    team("other", areas=("loans",))
    assert answers(municipality=["0484"], employees=3) == {
        "here": "yes",
        "elsewhere": "no",
        "other": "no",
    }
    assert answers(municipality=["0484"], employees=30)["here"] == "no"
    assert answers(municipality=["0484"])["here"] == "maybe"


def test_a_fact_that_left_the_catalogue_makes_the_team_one_to_ask():
    team("old", criteria={"field": "a_fact_of_old", "op": "eq", "value": True})
    assert answers(municipality=["0484"]) == {"old": "maybe"}


def test_behind_a_desk_stand_those_chosen_or_when_nobody_is_everyone():
    one, _ = team("one"), team("two")
    desk("chosen", one)
    desk("everyone")
    assert answers(municipality=["0484"], desk="chosen") == {"one": "yes", "two": "no"}
    assert answers(municipality=["0484"], desk="everyone") == {"one": "yes", "two": "yes"}
