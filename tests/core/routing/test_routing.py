"""The rules of routing, one by one, in tables of cases."""

from datetime import date

import pytest

from lotsa.core.criteria.faults import CatalogueFault, FactFault
from lotsa.core.criteria.registry import Registry
from lotsa.core.routing.asked import MAX_AREAS
from lotsa.core.routing.directory import (
    Absence,
    Desk,
    Directory,
    DirectoryActor,
    DirectoryTeam,
    TeamCompetence,
)
from lotsa.core.routing.routing import Answer, Router
from lotsa.core.routing.territory import NATIONAL
from tests.support.routing import (
    AREAS,
    AS_OF,
    BY_HAND,
    REGISTRY,
    SMALL,
    TENANT,
    actor,
    answers,
    order,
    request,
    route,
    said,
    team,
)


@pytest.mark.parametrize(
    ("territory", "company", "answer"),
    [
        ("SE", {}, "yes"),
        ({"regions": ["01"]}, {"municipality": ["0101"]}, "yes"),
        ({"regions": ["01"]}, {"municipality": ["0201"]}, "no"),
        ({"regions": ["01"]}, {"region": ["01"]}, "yes"),
        ({"regions": ["01"]}, {}, "maybe"),
        ({"municipalities": ["0101"]}, {"municipality": ["0101"]}, "yes"),
        ({"municipalities": ["0101"]}, {"municipality": ["0102"]}, "no"),
        ({"municipalities": ["0101"]}, {}, "maybe"),
        # Only the region is known, as itself or in place of the municipality.
        ({"municipalities": ["0101"]}, {"region": ["01"]}, "maybe"),
        ({"municipalities": ["0101"]}, {"municipality": ["01"]}, "maybe"),
        ({"municipalities": ["0101"]}, {"region": ["02"]}, "no"),
        # Every municipality of the region is listed, so which of them does not matter.
        ({"municipalities": ["0101", "0102"]}, {"region": ["01"]}, "yes"),
        ({"municipalities": ["0301"]}, {"region": ["03"]}, "yes"),
        # One of the company's places is enough.
        ({"municipalities": ["0101"]}, {"municipality": ["0201", "0101"]}, "yes"),
        ({"municipalities": ["0101"]}, {"municipality": ["0201"], "region": ["01"]}, "maybe"),
        # A municipality that no list has, in a region that nobody can tell.
        ({"regions": ["01"]}, {"municipality": ["9999"]}, "maybe"),
        ({"municipalities": ["0101"]}, {"municipality": ["9999"]}, "no"),
        ({"regions": ["01"], "municipalities": ["0201"]}, {"municipality": ["0201"]}, "yes"),
        # Nobody has said where the team works.
        (None, {"municipality": ["0101"]}, "maybe"),
    ],
)
def test_where_the_company_is(territory, company, answer):
    assert answers(route(team(territory=territory), company=company)) == {"a": answer}


def test_the_most_specific_territory_comes_first():
    routing = route(
        team("a"),
        team("b", territory={"regions": ["01"]}),
        team("c", territory={"regions": ["01"], "municipalities": ["0101"]}),
    )
    assert order(routing) == ["c", "b", "a"]
    scores = [one.score for one in routing.ranked]
    assert len(set(scores)) == 3


def test_without_a_list_of_places_the_codes_are_compared_as_they_are():
    """Another country's registry, of whose places nothing more is known."""
    fields = [
        {"id": name, "type": "list_of_codes", "ops": ["in"]} for name in ("municipality", "region")
    ]
    registry = Registry.from_document({"fields": fields})
    document = {
        "actors": [
            actor(
                team("oslo", territory={"municipalities": ["0301"]}),
                team("viken", territory={"regions": ["30"]}),
            )
        ]
    }
    router = Router(Directory.from_document(document, registry), registry)
    found = [
        answers(router.route(request(company=company, registry=registry)))
        for company in (
            {"municipality": ["0301"]},
            {"municipality": ["0301"], "region": ["03"]},
            {"region": ["30"]},
            {},
        )
    ]
    assert found == [
        {"oslo": "yes", "viken": "maybe"},
        {"oslo": "yes", "viken": "no"},
        {"oslo": "maybe", "viken": "yes"},
        {"oslo": "maybe", "viken": "maybe"},
    ]


@pytest.mark.parametrize(
    ("of_actor", "of_team", "company", "answer"),
    [
        (None, SMALL, {"staff": 49}, "yes"),
        (None, SMALL, {"staff": 60}, "no"),
        (None, SMALL, {}, "maybe"),
        (None, SMALL, {"staff": {"min": 10, "max": 60}}, "maybe"),
        (SMALL, None, {"staff": 60}, "no"),
        (SMALL, TENANT, {"staff": 1, "rents": True}, "yes"),
        (SMALL, TENANT, {"staff": 1, "rents": False}, "no"),
        (SMALL, TENANT, {"staff": 60}, "no"),
        (SMALL, TENANT, {"rents": True}, "maybe"),
        (None, BY_HAND, {}, "maybe"),
    ],
)
def test_the_criteria_of_actor_and_team_must_both_hold(of_actor, of_team, company, answer):
    routing = route(actors=[actor(team(criteria=of_team), criteria=of_actor)], company=company)
    assert answers(routing) == {"a": answer}


def test_one_need_of_several_is_enough_and_more_is_better():
    routing = route(
        team("a", competences=["cash"]),
        team("b", competences=["cash", "law"]),
        team("c", competences=["staffing"]),
        areas=["cash", "law"],
    )
    assert order(routing) == ["b", "a", "c"]
    assert answers(routing) == {"b": "yes", "a": "yes", "c": "no"}
    assert [one.covers for one in routing.ranked] == [("cash", "law"), ("cash",), ()]
    assert routing.uncovered_areas == ()


def test_a_competence_may_have_criteria_of_its_own():
    competences = [{"area": "cash", "criteria": SMALL}, "law"]
    both = route(team(competences=competences), areas=["cash", "law"])
    assert (both.ranked[0].covers, both.ranked[0].may_cover) == (("law",), ("cash",))
    assert answers(both) == {"a": "yes"}
    found = [
        answers(route(team(competences=competences), company=company))["a"]
        for company in ({"staff": 1}, {}, {"staff": 60})
    ]
    assert found == ["yes", "maybe", "no"]


def test_a_team_that_states_no_competences_has_its_actors():
    teams = [team("a", competences=None), team("b", competences=[])]
    routing = route(actors=[actor(*teams, competences=["cash"])])
    assert answers(routing) == {"a": "yes", "b": "no"}


def test_a_need_that_is_not_known_is_asked_for():
    routing = route(team("a"), team("b", competences=[]), areas=[])
    assert answers(routing) == {"a": "maybe", "b": "no"}
    assert "Fråga vad företaget behöver hjälp med" in said(routing)
    assert said(routing, "b")[0] == "Har inte angett vad teamet kan hjälpa till med"
    assert (routing.uncovered, routing.uncovered_areas) == (False, ())


def test_what_nobody_helps_with_is_said():
    routing = route(team(), areas=["law", "cash", "gardening"])
    assert (routing.uncovered, routing.uncovered_areas) == (False, ("law", "gardening"))
    routing = route(team(), areas=["law"])
    assert (routing.uncovered, routing.uncovered_areas) == (True, ("law",))
    routing = route(actors=[])
    assert (len(routing.ranked), routing.uncovered) == (0, True)


def test_a_team_that_speaks_the_language_comes_first_and_no_team_is_left_out_for_it():
    teams = [
        team("near", territory={"municipalities": ["0101"]}, competences=["cash", "law"]),
        team("arabic", languages=["ar"]),
    ]
    routing = route(*teams, areas=["cash", "law"], language="ar-SY")
    assert order(routing) == ["arabic", "near"]
    assert answers(routing) == {"arabic": "yes", "near": "yes"}
    assert [one.speaks for one in routing.ranked] == [True, False]
    # Every team speaks Swedish, and no language asked for is no difference.
    for language in ("sv", None):
        swedish = route(*teams, areas=["cash", "law"], language=language)
        assert order(swedish) == ["near", "arabic"]
        assert all(one.speaks for one in swedish.ranked)


def test_a_language_that_is_required_leaves_the_others_out():
    teams = [team("a"), team("b", languages=["en"]), team("c", languages=[])]
    actors = [actor(*teams, languages=["ar"])]
    found = answers(route(actors=actors, language="ar", language_required=True))
    assert found == {"a": "yes", "b": "no", "c": "yes"}
    desks = [{"id": "d", "teams": ["a", "b"], "language_required": True}]
    found = answers(route(actors=actors, desks=desks, desk="d", language="ar"))
    assert found == {"a": "yes", "b": "no", "c": "no"}


@pytest.mark.parametrize(
    ("capacity", "load", "available"),
    [(2, 1, True), (2, 2, False), (2, 5, False), (0, 0, False), (None, 99, True), (2, None, True)],
)
def test_a_full_team_still_answers_and_stands_last(capacity, load, available):
    teams = [team("a", capacity=capacity), team("b", capacity=100)]
    told = {"b": 90} if load is None else {"a": load, "b": 90}
    routing = route(*teams, load=told)
    assert answers(routing) == {"a": "yes", "b": "yes"}
    assert routing.by_team["a"].available is available
    if not available:
        assert order(routing) == ["b", "a"]


def test_the_less_loaded_of_two_equal_teams_comes_first_and_then_the_id_decides():
    teams = [team("a", capacity=10), team("b", capacity=10), team("c"), team("d")]
    routing = route(*teams, load={"a": 5, "b": 1, "c": 20, "d": 2})
    assert order(routing) == ["b", "d", "a", "c"]
    assert order(route(*teams)) == ["a", "b", "c", "d"]


def test_a_full_team_that_fits_better_stands_below_one_with_room():
    near = team("near", territory={"municipalities": ["0101"]}, capacity=1)
    routing = route(near, team("far"), load={"near": 1})
    assert order(routing) == ["far", "near"]
    unsure = team("unsure", criteria=SMALL)
    assert order(route(near, unsure, load={"near": 1})) == ["near", "unsure"]


AWAY = {"from": "2020-05-01", "to": "2020-05-31", "substitute": "b"}


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2020, 4, 30), {"a": "yes", "b": "yes"}),
        (date(2020, 5, 1), {"a": "no", "b": "yes"}),
        (date(2020, 5, 31), {"a": "no", "b": "yes"}),
        (date(2020, 6, 1), {"a": "yes", "b": "yes"}),
    ],
)
def test_an_absent_team_takes_nothing_from_its_first_day_to_its_last(day, found):
    routing = route(team("a", absence=AWAY), team("b"), as_of=day)
    assert answers(routing) == found
    expected = ("a",) if found["a"] == "no" else ()
    assert routing.by_team["b"].stands_in_for == expected


def test_a_substitute_covers_what_the_absent_team_covers():
    """Else nobody would take the cases of a town whose only team is on holiday."""
    here, elsewhere = {"municipalities": ["0101"]}, {"municipalities": ["0201"]}
    teams = [team("a", territory=here, absence=AWAY), team("b", territory=elsewhere)]
    routing = route(*teams)
    assert answers(routing) == {"a": "no", "b": "yes"}
    assert said(routing, "b")[:2] == [
        "Ersätter Team A, som är frånvarande till och med 31 maj",
        "Hjälper med likviditet",
    ]
    assert said(routing)[0] == "Frånvarande till och med 31 maj, Team B ersätter"
    # But all else it answers for itself.
    unfit = [teams[0], team("b", territory=elsewhere, competences=["law"])]
    routing = route(*unfit)
    assert answers(routing) == {"a": "no", "b": "no"}
    assert routing.uncovered
    assert said(routing)[0].endswith("Team B ersätter men kan inte ta ärendet")
    # And a case that the absent team would not have had is nothing to stand in for.
    routing = route(*teams, company={"municipality": ["0102"]})
    assert answers(routing) == {"a": "no", "b": "no"}


def test_substitutes_are_followed_to_the_first_that_is_there():
    chain = [
        team("a", territory={"municipalities": ["0101"]}, absence=AWAY),
        team("b", territory={"regions": ["02"]}, absence={**AWAY, "substitute": "c", "to": None}),
        team("c", territory={"regions": ["03"]}),
    ]
    routing = route(*chain)
    assert answers(routing) == {"a": "no", "b": "no", "c": "yes"}
    assert routing.by_team["c"].stands_in_for == ("a",)
    assert said(routing, "b")[0] == "Frånvarande tills vidare, Team C ersätter"
    ended = [*chain[:2], {**chain[2], "active": False}]
    assert answers(route(*ended)) == {"a": "no", "b": "no", "c": "no"}
    assert said(route(*ended), "c")[0] == "Teamet tar inte emot ärenden"
    assert said(route(*ended))[0] == "Frånvarande till och med 31 maj"


def test_a_ring_of_substitutes_ends():
    """The file is refused, but rows in a database can come to form one."""
    teams = tuple(
        DirectoryTeam(
            id=name,
            actor="x",
            name=name,
            competences=(TeamCompetence("cash"),),
            territory=NATIONAL,
            absences=(Absence(AS_OF, AS_OF, other),),
        )
        for name, other in (("a", "b"), ("b", "a"), ("c", "c"), ("d", "gone"))
    )
    router = Router(Directory((DirectoryActor("x", "X", teams=teams),)), REGISTRY)
    routing = router.route(request(company={"municipality": ["0101"]}))
    assert set(answers(routing).values()) == {"no"}
    assert said(routing)[0] == "Frånvarande till och med 4 maj"


def test_only_the_teams_of_a_desk_take_what_comes_in_by_it():
    desks = [{"id": "d", "name_sv": "Företagsakuten", "teams": ["a"]}]
    routing = route(team("a"), team("b"), desks=desks, desk="d")
    assert answers(routing) == {"a": "yes", "b": "no"}
    assert "Ingår i Företagsakuten" in said(routing)
    assert said(routing, "b")[0] == "Ingår inte i Företagsakuten"
    away = route(team("a", absence=AWAY), team("b"), desks=desks, desk="d")
    assert answers(away) == {"a": "no", "b": "yes"}
    with pytest.raises(FactFault, match="no desk 'q'"):
        route(team("a"), desks=desks, desk="q")


def test_a_desk_tells_what_an_unknown_need_may_be():
    desks = [
        {"id": "one", "teams": ["a", "b", "c"], "areas": ["cash"]},
        {"id": "two", "teams": ["a", "b", "c"], "areas": ["cash", "law"]},
    ]
    teams = [team("a"), team("b", competences=["cash", "law"]), team("c", competences=["staffing"])]
    one = route(*teams, desks=desks, desk="one", areas=[])
    assert answers(one) == {"a": "yes", "b": "yes", "c": "no"}
    two = route(*teams, desks=desks, desk="two", areas=[])
    assert answers(two) == {"a": "maybe", "b": "yes", "c": "no"}
    assert said(two, "c")[0] == "Hjälper inte med något av det som two gäller"


def test_the_order_is_told_by_the_score():
    routing = route(
        team("a"),
        team("b", criteria=SMALL),
        team("c", capacity=1),
        team("d", criteria=SMALL, capacity=1),
        team("e", competences=["law"]),
        load={"c": 1, "d": 1},
    )
    assert order(routing) == ["a", "c", "b", "d", "e"]
    scores = [one.score for one in routing.ranked]
    assert scores == sorted(scores, reverse=True)
    assert [one.answer for one in routing.ranked][::2] == [Answer.YES, Answer.MAYBE, Answer.NO]
    assert routing.ranked[1:3] == (routing.by_team["c"], routing.by_team["b"])
    assert routing.ranked[-1].team == "e"


def test_too_many_needs_in_one_case_are_refused():
    with pytest.raises(FactFault, match=r"need\.areas"):
        route(team(), areas=[str(number) for number in range(MAX_AREAS + 1)])


def test_two_teams_of_one_id_are_refused_at_once():
    same = DirectoryTeam("a", "x", "A")
    with pytest.raises(CatalogueFault, match="given twice"):
        Router(Directory((DirectoryActor("x", "X", teams=(same, same)),)), REGISTRY)


def test_a_desk_may_name_a_team_that_has_left():
    desks = (Desk("d", {"sv": "Ingång"}, frozenset({"gone"})),)
    router = Router(Directory((), desks, AREAS), REGISTRY)
    assert router.route(request(desk="d")).uncovered
