"""What holds for any directory, any company and any case."""

import random

from hypothesis import assume, given
from hypothesis import strategies as st

from lotsa.core.routing.reasons import SENTENCES, as_document, from_document, sentence
from lotsa.core.routing.routing import Answer
from tests.support.routing import (
    AREAS,
    REGIONS,
    TOWNS,
    actors,
    answers,
    companies,
    known,
    order,
    requests,
    route,
    team,
)

RANK = {"yes": 0, "maybe": 1, "no": 2}


def routed(draw, found, company, asked):
    return route(actors=found, company=draw(known(company)), **asked)


@given(st.data(), actors(), companies, requests)
def test_every_team_appears_once_best_first_with_reasons(data, found, company, asked):
    routing = routed(data.draw, found, company, asked)
    names = [one["id"] for actor in found for one in actor["teams"]]
    assert sorted(order(routing)) == sorted(names)
    assert set(routing.by_team) == set(names)
    ranks = [(RANK[one.answer], -one.score) for one in routing.ranked]
    assert ranks == sorted(ranks)
    for one in routing.ranked:
        assert 0 <= one.score <= 1
        assert (one.score == 0) == (one.answer is Answer.NO)
        sides = {reason.side for reason in one.reasons}
        if one.answer is Answer.NO:
            assert "against" in sides
        if one.answer is Answer.MAYBE:
            assert "unknown" in sides


@given(st.data(), actors(), companies, requests)
def test_uncovered_says_that_nobody_can_or_may(data, found, company, asked):
    routing = routed(data.draw, found, company, asked)
    able = [one for one in routing.ranked if one.answer is not Answer.NO]
    assert routing.uncovered == (not able)
    met = {area for one in able for area in (*one.covers, *one.may_cover)}
    assert set(routing.uncovered_areas) == set(asked["areas"]) - met


@given(st.data(), actors(), companies, requests)
def test_learning_a_fact_only_settles_a_maybe(data, found, company, asked):
    """Nothing that was sure is unsaid, whether of facts or of the need."""
    less = data.draw(known(company))
    before = route(actors=found, company=less, **asked)
    more = route(actors=found, company=company, **asked)
    assert set(answers(before)) == set(answers(more))
    for name, answer in answers(before).items():
        assert answer in ("maybe", answers(more)[name])
    if not asked["areas"]:
        after = route(actors=found, company=less, **{**asked, "areas": [data.draw(_area)]})
        for name, answer in answers(before).items():
            assert answer in ("maybe", answers(after)[name])


_area = st.sampled_from(sorted(AREAS))


@given(st.data(), actors(), companies, requests)
def test_one_more_team_changes_nobody_elses_answer(data, found, company, asked):
    """Unless it is away: then its substitute takes its place, and that is the point of one."""
    less = data.draw(known(company))
    names = [one["id"] for actor in found for one in actor["teams"]]
    assume(names)
    newcomer = data.draw(st.sampled_from(names))
    for actor in found:
        for one in actor["teams"]:
            if one["id"] == newcomer or (
                one["absence"] and one["absence"]["substitute"] == newcomer
            ):
                one["absence"] = None
    with_it = route(actors=found, company=less, **asked)
    for actor in found:
        actor["teams"] = [one for one in actor["teams"] if one["id"] != newcomer]
    without = route(actors=found, company=less, **asked)
    assert order(without) == [name for name in order(with_it) if name != newcomer]
    for one in without.ranked:
        same = with_it.by_team[one.team]
        assert (one.answer, one.score, one.covers) == (same.answer, same.score, same.covers)


@given(st.data(), actors(), companies, requests, st.randoms(use_true_random=False))
def test_the_order_of_the_directory_means_nothing(data, found, company, asked, chance):
    less = data.draw(known(company))
    before = route(actors=found, company=less, **asked)
    shuffle(found, chance)
    after = route(actors=found, company=less, **asked)
    assert [(one.team, one.score) for one in before.ranked] == [
        (one.team, one.score) for one in after.ranked
    ]


def shuffle(found, chance: random.Random):
    chance.shuffle(found)
    for actor in found:
        chance.shuffle(actor["teams"])


@given(st.data(), companies)
def test_a_national_team_is_never_left_out_for_where_the_company_is(data, company):
    routing = route(team("a"), company=data.draw(known(company)))
    assert answers(routing) == {"a": "yes"}


_territory = st.fixed_dictionaries(
    {
        "regions": st.lists(st.sampled_from(REGIONS), max_size=2),
        "municipalities": st.lists(st.sampled_from(TOWNS), max_size=2),
    }
).filter(lambda one: one["regions"] or one["municipalities"])


@given(st.data(), companies, _territory, _territory)
def test_a_teams_own_territory_replaces_the_actors(data, company, own, actors_own):
    less = data.draw(known(company))
    teams = [team("a", territory=own), team("b", territory=None)]
    together = [{"id": "x", "territory": actors_own, "teams": teams}]
    apart = [
        {"id": "x", "territory": own, "teams": [team("a", territory=None)]},
        {"id": "y", "teams": [team("b", territory=actors_own)]},
    ]
    first, second = route(actors=together, company=less), route(actors=apart, company=less)
    assert [(one.team, one.score) for one in first.ranked] == [
        (one.team, one.score) for one in second.ranked
    ]


@given(st.data(), actors(absences=False), companies, requests)
def test_a_full_team_stands_below_its_like_with_room(data, found, company, asked):
    teams = [one for actor in found for one in actor["teams"]]
    assume(teams)
    original = data.draw(st.sampled_from(teams))
    original |= {"capacity": 3}
    twin = {**original, "id": "full", "capacity": 2}
    for actor in found:
        if original in actor["teams"]:
            actor["teams"].append(twin)
    asked = {**asked, "load": {**asked["load"], original["id"]: 2, "full": 2}}
    routing = routed(data.draw, found, company, asked)
    places = order(routing)
    free, full = routing.by_team[original["id"]], routing.by_team["full"]
    assert free.answer == full.answer
    if free.answer is not Answer.NO:
        assert places.index(original["id"]) < places.index("full")
        assert (free.available, full.available) == (True, False)


@given(st.data(), actors(), companies, requests)
def test_reasons_can_be_said_and_kept(data, found, company, asked):
    routing = routed(data.draw, found, company, asked)
    for one in routing.ranked:
        for reason in one.reasons:
            assert from_document(as_document(reason)) == reason
            assert set(SENTENCES[reason.code]) == {"sv", "en"}
            for language in ("sv", "en"):
                text = sentence(reason, language)
                assert text[0].isupper()
                assert "{" not in text
