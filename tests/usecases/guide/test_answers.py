from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lotsa.core.guide.situation import Situation
from lotsa.core.guide.sorting import Standing
from lotsa.domain.measures.selectors import catalogue
from lotsa.usecases.guide.answers import answer, next_ask
from lotsa.usecases.guide.industries import industries
from lotsa.usecases.guide.periods import periods_asked

pytestmark = pytest.mark.usefixtures("facts")

MAY = date(2020, 5, 4)
RESTAURANT = {"employees": 12, "sni": ["56100"], "municipality": ["0484"]}


@pytest.fixture(autouse=True)
def _swedish():
    with translation.override("sv"):
        yield


@pytest.fixture
def current():
    return catalogue()


def names(page):
    return {
        standing: [entry.id for entry in group.entries] for standing, group in page.groups.items()
    }


def with_local_form(current, parent, place):
    """The catalogue with a local form of a measure in one municipality."""
    above = next(one for one in current.versions if one.measure == parent)
    document = {
        "id": "local-form",
        "parent": parent,
        "name_sv": "Den lokala formen",
        "name_en": "The local form",
        "provider": above.document["provider"],
        "territory": {"municipalities": [place]},
        "extra_criteria": {"field": "municipality", "op": "in", "value": [place]},
    }
    local = replace(above, measure="local-form", document=document)
    return replace(current, versions=(*current.versions, local))


class TestLocalForms:
    def test_one_stands_in_for_the_national_form_where_it_holds(self, current):
        local = with_local_form(current, "almi-foretagslan", "0484")
        page = answer(Situation(facts=RESTAURANT), local, MAY, "sv")
        listed = [name for group in names(page).values() for name in group]

        assert "local-form" in listed
        assert "almi-foretagslan" not in listed

    def test_elsewhere_the_national_form_stands(self, current):
        local = with_local_form(current, "almi-foretagslan", "0484")
        page = answer(Situation(facts=RESTAURANT | {"municipality": ["0180"]}), local, MAY, "sv")

        assert "almi-foretagslan" in names(page)[Standing.DECIDED]
        assert "local-form" not in names(page)[Standing.DECIDED]

    def test_while_the_place_is_not_known_the_national_form_stands(self, current):
        local = with_local_form(current, "almi-foretagslan", "0484")
        page = answer(Situation(facts={"employees": 12}), local, MAY, "sv")

        assert "almi-foretagslan" in [name for group in names(page).values() for name in group]


class TestQuestions:
    def test_each_is_asked_once_and_later_measures_refer_to_it(self, current):
        page = answer(Situation(facts=RESTAURANT), current, MAY, "sv")
        asked = []
        for standing in Standing:
            for entry in page.groups[standing].entries:
                if entry.ask:
                    assert entry.ask.key not in asked
                    asked.append(entry.ask.key)
                if entry.asked_above:
                    assert entry.asked_above.key in asked
        assert len(asked) > 5

    def test_what_stands_fast_is_not_asked_about(self, current):
        page = answer(Situation(facts=RESTAURANT), current, MAY, "sv")

        for standing in (Standing.NOW, Standing.DECIDED, Standing.ONE_AWAY, Standing.NOT):
            assert not any(entry.ask for entry in page.groups[standing].entries)

    def test_the_page_and_the_questions_agree_on_the_next(self, current):
        situation = Situation(needs=("liquidity",), facts=RESTAURANT)
        page = answer(situation, current, MAY, "sv")

        assert page.next_ask == next_ask(situation, current, MAY, "sv")

    def test_none_is_asked_where_no_answer_changes_anything(self, current):
        situation = Situation(needs=("crisis_leadership",), facts={"municipality": ["1480"]})

        assert next_ask(situation, current, date(2035, 1, 1), "sv") is None

    def test_a_sensitive_one_is_never_asked(self, current):
        situation = Situation(needs=("health_safety",), facts={"legal_form": "enskild_firma"})
        asked = set()
        rulebook = current.rules(MAY).rulebook
        while ask := next_ask(situation, current, MAY, "sv"):
            asked.add(ask.field.id)
            situation = situation.not_known(ask.key, rulebook)

        sensitive = {one.id for one in rulebook.registry.fields.values() if one.sensitive}
        assert sensitive
        assert not asked & sensitive


class TestPeople:
    def test_those_nearby_come_before_those_of_the_whole_country(self, current):
        situation = Situation(needs=("business_development",), facts=RESTAURANT)
        page = answer(situation, current, MAY, "sv")
        cards = [current.actor_by_slug[person.slug] for person in page.people]

        assert 0 < len(cards) <= 6
        assert [card.country_wide for card in cards] == sorted(card.country_wide for card in cards)
        for card in cards:
            assert "business_development" in card.competences
            near = {"0484"} & set(card.municipalities) or {"04"} & set(card.regions)
            assert card.country_wide or near

    def test_without_needs_no_one_is_proposed(self, current):
        assert answer(Situation(facts=RESTAURANT), current, MAY, "sv").people == ()

    def test_what_they_help_with_begins_with_the_need(self, current):
        page = answer(Situation(needs=("loans",), facts=RESTAURANT), current, MAY, "sv")
        loans = current.need_by_id["loans"].name["sv"]

        for person in page.people:
            assert person.helps_with.startswith(loans)


class TestTime:
    def test_the_same_situation_moves_between_lists_as_time_goes(self, current):
        situation = Situation(needs=("liquidity",), facts=RESTAURANT)
        where = {}
        for day in (MAY, date(2020, 7, 1), date(2020, 9, 1), date(2024, 1, 1)):
            page = answer(situation, current, day, "sv")
            where[day] = next(
                s for s, listed in names(page).items() if "omstallningsstod" in listed
            )

        assert list(where.values()) == [
            Standing.LATER,
            Standing.MAYBE,
            Standing.LATER,
            Standing.NOT,
        ]

    def test_the_picture_starts_before_today_and_shows_what_is_listed(self, current):
        page = answer(Situation(needs=("liquidity",), facts=RESTAURANT), current, MAY, "sv")

        assert page.timeline.first <= MAY <= page.timeline.last
        listed = {
            entry.id
            for standing in (Standing.NOW, Standing.DECIDED, Standing.MAYBE, Standing.LATER)
            for entry in page.groups[standing].entries
        }
        assert {bar.stretch.key for bar in page.timeline.bars} <= listed


class TestPeriods:
    def test_those_that_have_ended_come_first_the_latest_of_them_at_the_top(self, current):
        asked = periods_asked(current.rules(MAY).rulebook, "turnover_drop_percent", MAY)
        ended = [one.period.end for one in asked if one.period.end <= MAY]

        assert ended == sorted(ended, reverse=True)
        assert [one.period.end <= MAY for one in asked] == sorted(
            (one.period.end <= MAY for one in asked), reverse=True
        )

    def test_months_whose_windows_are_all_closed_are_left_out(self, current):
        asked = periods_asked(
            current.rules(date(2030, 1, 1)).rulebook, "turnover_drop_percent", date(2030, 1, 1)
        )

        assert asked == ()

    def test_a_fact_that_is_not_there_has_no_months(self, current):
        assert periods_asked(current.rules(MAY).rulebook, "no_such_fact", MAY) == ()


@pytest.mark.parametrize(
    ("words", "language", "code"),
    [
        ("restaurang", "sv", "56100"),
        ("RESTAURANG", "sv", "56100"),
        ("hotell", "sv", "55"),
        ("frisör", "sv", "960"),
        ("restaurant", "en", "56"),
        ("56.100", "sv", "56100"),
        ("bygg", "sv", "4"),
    ],
)
def test_an_industry_is_found_by_what_people_call_it(words, language, code):
    found = industries(words, language)

    assert any(one.code.startswith(code) for one in found[:3]), found[:3]
    assert len(found) <= 12
    assert len({one.code for one in found}) == len(found)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    facts=st.fixed_dictionaries(
        {},
        optional={
            "employees": st.integers(0, 300)
            | st.fixed_dictionaries({"min": st.integers(0, 10), "max": st.integers(10, 99)}),
            "legal_form": st.sampled_from(["aktiebolag", "enskild_firma", "handelsbolag"]),
            "municipality": st.sampled_from([["0484"], ["0180"], ["04"]]),
            "sni": st.sampled_from([["56100"], ["56"], ["47"]]),
            "founded_on": st.sampled_from(["2001", "2019-03", "2020-01-15"]),
            "rents_premises": st.booleans(),
            "odd": st.none() | st.text(max_size=5),
        },
    ),
    needs=st.lists(st.sampled_from(["liquidity", "rent", "loans", "gone"]), max_size=2),
    day=st.dates(date(2019, 6, 1), date(2024, 1, 1)),
)
def test_every_situation_gets_each_relevant_measure_once_with_its_reasons(
    current, facts, needs, day
):
    page = answer(Situation(needs=tuple(needs), facts=facts), current, day, "sv")
    listed = [entry for group in page.groups.values() for entry in group.entries]

    assert len({entry.id for entry in listed}) == len(listed)
    for entry in listed:
        assert entry.name
        assert entry.who
        if entry.standing is Standing.MAYBE:
            assert entry.conditions, entry.id
        if entry.standing is Standing.ONE_AWAY:
            assert sum(line.state == "no" for line in entry.conditions) == 1, entry.id
        if entry.standing is Standing.NOW:
            assert all(line.state == "yes" for line in entry.conditions), entry.id
