"""When a case is sent by itself, and why it is held."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsa.core.routing.routing import Answer
from lotsa.core.routing.sending import HELD, CaseWarning, Mode, Part, Policy, decide
from tests.support.routing import SMALL, actors, companies, known, requests, route, team

SEND = Policy(Mode.SEND)


def held(routing, policy=SEND, warnings=(), language="sv"):
    found = decide(routing, policy, warnings)
    assert found.held == bool(found.reasons)
    return [reason.sentence(language) for reason in found.reasons]


def test_a_sure_case_is_sent_to_the_first():
    assert decide(route(team("a"), team("b")), SEND).send == (Part("a", ("cash",)),)


def test_each_need_goes_to_the_first_that_helps_with_it():
    teams = [
        team("a", competences=["law", "staffing"], languages=["ar"]),
        team("b", languages=["ar"]),
        team("c", competences=["staffing", "cash"], languages=["ar"], capacity=1),
    ]
    routing = route(*teams, areas=["cash", "law", "staffing"], language="ar", load={"c": 1, "b": 0})
    assert decide(routing, SEND).send == (Part("a", ("law", "staffing")), Part("b", ("cash",)))


@pytest.mark.parametrize(
    ("keys", "asked", "sv", "en"),
    [
        ({"competences": ["law"]}, {}, "Ingen kan ta ärendet", "Nobody can take the case"),
        (
            {},
            {"areas": ["cash", "law"]},
            "Ingen hjälper med juridik",
            "Nobody helps with law",
        ),
        (
            {"criteria": SMALL},
            {},
            "Mer uppgifter behövs för att veta vem som kan hjälpa till med likviditet",
            "More must be known to tell who can help with cash",
        ),
        (
            {"capacity": 1},
            {"load": {"a": 1}},
            "Alla team som hjälper med likviditet är fulla",
            "Every team that helps with cash is full",
        ),
        (
            {},
            {"language": "ar"},
            "Inget team som hjälper med likviditet och har plats talar företagets språk",
            "No team that helps with cash and has room speaks the company's language",
        ),
        ({}, {"areas": []}, "Behovet är oklart", "The need is unclear"),
    ],
)
def test_a_case_that_is_not_sure_is_held(keys, asked, sv, en):
    routing = route(team(**keys), **asked)
    assert held(routing)[0] == sv
    assert held(routing, language="en")[0] == en


def test_the_policy_is_for_each_need_area():
    policy = Policy(by_area={"cash": Mode.SEND})
    helps = team(competences=["cash", "law", "staffing"])
    assert not decide(route(helps), policy).held
    assert held(route(helps, areas=["cash", "law", "staffing"]), policy) == [
        "Ärenden om juridik och personal gås igenom för hand"
    ]
    assert decide(route(helps), Policy()).held


@pytest.mark.parametrize("warning", list(CaseWarning))
def test_a_warning_holds_the_case(warning):
    assert held(route(team()), warnings=[warning]) == [HELD[warning]["sv"]]
    assert len(held(route(team()), warnings=[warning, warning])) == 1


def test_an_unclear_need_is_said_once():
    assert held(route(team(), areas=[]), warnings=[CaseWarning.UNCLEAR_NEED]) == [
        "Behovet är oklart"
    ]


@given(st.data(), actors(), companies, requests)
def test_what_is_sent_is_sure_and_whole(data, found, company, asked):
    routing = route(actors=found, company=data.draw(known(company)), **asked)
    sending = decide(routing, SEND)
    assert sending.held == bool(sending.reasons)
    if sending.held:
        assert all(reason.sentence("sv") and reason.sentence("en") for reason in sending.reasons)
        return
    sent = [area for part in sending.send for area in part.areas]
    assert sorted(sent) == sorted(asked["areas"])
    for part in sending.send:
        one = routing.by_team[part.team]
        assert (one.answer, one.available, one.speaks) == (Answer.YES, True, True)
        assert set(part.areas) <= set(one.covers)
