"""What is said for and against a team, in both languages."""

from datetime import date

import pytest

from lotsa.core.routing.reasons import Side
from tests.support.routing import AS_OF, BY_HAND, SMALL, TENANT, actor, route, said, team

ARABIC = {"language": "ar"}


@pytest.mark.parametrize(
    ("keys", "asked", "sv", "en"),
    [
        ({}, {}, "Hjälper med likviditet", "Helps with cash"),
        ({"competences": ["law"]}, {}, "Hjälper inte med likviditet", "Does not help with cash"),
        ({}, {}, "Täcker hela landet", "Covers the whole country"),
        (
            {"territory": {"regions": ["01"]}},
            {},
            "Täcker hela Norra länet",
            "Covers the whole of Norra länet",
        ),
        ({"territory": {"municipalities": ["0101"]}}, {}, "Täcker Ytterby", "Covers Ytterby"),
        (
            {"territory": {"municipalities": ["0201"]}},
            {"company": {"municipality": ["0101", "0301"]}},
            "Täcker inte Ytterby eller Öby",
            "Does not cover Ytterby or Öby",
        ),
        (
            {"territory": {"regions": ["01"], "municipalities": ["0201"]}},
            {"company": {}},
            "Fråga var företaget ligger: teamet täcker Norra länet och Åstad",
            "Ask where the company is: the team covers Norra länet and Åstad",
        ),
        (
            {"territory": {"municipalities": ["0101", "0102", "0201", "0202", "0301"]}},
            {"company": {}},
            "Fråga var företaget ligger: teamet täcker Ytterby, Innerby, Åstad och 2 till",
            "Ask where the company is: the team covers Ytterby, Innerby, Åstad and 2 more",
        ),
        (
            {"territory": {"municipalities": ["0101", "0201"]}},
            {"company": {"region": ["01"]}},
            "Fråga i vilken kommun företaget ligger: teamet täcker Ytterby",
            "Ask which municipality the company is in: the team covers Ytterby",
        ),
        (
            {"territory": {"regions": ["01"]}},
            {"company": {"municipality": ["9999"]}},
            "Fråga i vilket län företaget ligger: teamet täcker Norra länet",
            "Ask which county the company is in: the team covers Norra länet",
        ),
        (
            {"territory": None},
            {},
            "Har inte angett vilket område teamet täcker",
            "Has not stated which area the team covers",
        ),
        (
            {"criteria": SMALL},
            {"company": {"staff": 60}},
            "Krav: högst 49 anställda (företaget: 60)",
            "Requirement: at most 49 employees (the company: 60)",
        ),
        (
            {"criteria": SMALL},
            {"company": {"staff": {"min": 50}}},
            "Krav: högst 49 anställda (företaget: minst 50)",
            "Requirement: at most 49 employees (the company: at least 50)",
        ),
        (
            {"criteria": {"not": TENANT}},
            {"company": {"rents": True}},
            "Krav: företaget hyr inte lokal",
            "Requirement: the business does not rent",
        ),
        (
            {"criteria": SMALL},
            {"company": {}},
            "Fråga: Hur många anställda har ni? Krav: högst 49 anställda",
            "Ask: How many employees do you have? Requirement: at most 49 employees",
        ),
        (
            {"competences": [{"area": "cash", "criteria": SMALL}]},
            {"company": {"staff": 60}},
            "Krav för likviditet: högst 49 anställda (företaget: 60)",
            "Requirement for cash: at most 49 employees (the company: 60)",
        ),
        (
            {"criteria": BY_HAND},
            {},
            "Bedöms av Team A: rådgivaren bedömer",
            "Decided by Team A: rådgivaren bedömer",
        ),
        (
            {"criteria": SMALL},
            {"company": {"staff": 3}},
            "Företaget uppfyller kraven",
            "The company meets the requirements",
        ),
        ({"languages": ["ar"]}, ARABIC, "Talar arabiska", "Speaks Arabic"),
        ({"languages": ["en"]}, ARABIC, "Talar inte arabiska", "Does not speak Arabic"),
        (
            {},
            ARABIC,
            "Har inte angett att teamet talar arabiska",
            "Has not stated that the team speaks Arabic",
        ),
        ({}, {"language": "tlh"}, "Har inte angett att teamet talar tlh", None),
        ({"capacity": 12}, {"load": {"a": 3}}, "Har plats: 3 av 12 ärenden", "Has room: 3 of 12 cases"),
        ({"capacity": 12}, {"load": {"a": 12}}, "Fullt: 12 av 12 ärenden", "Full: 12 of 12 cases"),
        ({"capacity": 1}, {"load": {"a": 4}}, "Fullt: 4 av 1 ärende", "Full: 4 of 1 case"),
        ({"capacity": 0}, {}, "Fullt: 0 av 0 ärenden", "Full: 0 of 0 cases"),
        ({}, {"load": {"a": 1}}, "Har 1 pågående ärende", "Has 1 open case"),
        (
            {"absence": {"from": "2020-05-01", "to": "2021-01-03"}},
            {},
            "Frånvarande till och med 3 januari 2021",
            "Away up to and including 3 January 2021",
        ),
        (
            {"absence": {"from": "2020-05-01", "note": "sjuk"}},
            {},
            "Frånvarande tills vidare",
            "Away until further notice",
        ),
    ],
)  # fmt: skip
def test_what_is_said(keys, asked, sv, en):
    routing = route(team(**keys), **asked)
    assert sv in said(routing)
    assert en is None or en in said(routing, language="en")


def test_an_actors_criteria_are_said_to_be_the_actors():
    routing = route(actors=[actor(team(), criteria=SMALL)], company={"staff": 60})
    assert said(routing)[0] == "Krav från Aktören: högst 49 anställda (företaget: 60)"


def test_what_decides_comes_first():
    away = {"from": "2020-05-01", "to": None}
    no = route(team(criteria=SMALL, absence=away), company={"staff": 60, "municipality": ["0101"]})
    sides = [reason.side for reason in no.by_team["a"].reasons]
    assert sides == [Side.AGAINST, Side.AGAINST, Side.FOR, Side.FOR]
    yes = route(team(capacity=1), areas=["cash", "law"], load={"a": 1})
    assert [reason.side for reason in yes.by_team["a"].reasons] == [
        Side.FOR,
        Side.FOR,
        Side.AGAINST,
        Side.AGAINST,
    ]


def test_a_maybe_tells_which_facts_to_ask_for():
    both = {"any": [SMALL, TENANT]}
    routing = route(team(criteria=both, territory={"regions": ["01"]}), company={})
    asked = [reason.fields for reason in routing.by_team["a"].reasons if reason.fields]
    assert asked == [("municipality",), ("staff", "rents")]


def test_the_note_on_an_absence_is_never_said():
    """It may be about somebody's health."""
    away = {"from": "2020-05-01", "to": "2020-05-31", "note": "operation", "substitute": "b"}
    routing = route(team("a", absence=away), team("b"), as_of=AS_OF)
    assert "operation" not in repr([routing.by_team[name].reasons for name in "ab"])


def test_of_two_absences_the_longest_is_told():
    absences = [
        {"from": "2020-05-01", "to": "2020-05-05"},
        {"from": "2020-05-04", "to": "2020-06-02"},
    ]
    routing = route(team(absence=absences), as_of=date(2020, 5, 4))
    assert said(routing)[0] == "Frånvarande till och med 2 juni"
