"""The desks that companies find."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lotsa.domain.places.models import Territory
from lotsa.foundation import clock
from tests.support.client import StrictClient
from tests.support.company import Asker
from tests.support.factories import ActorFactory, DeskFactory, TeamFactory
from tests.support.guide import seen

pytestmark = pytest.mark.usefixtures("facts")

WEEKDAYS = {day: ["08:00", "16:30"] for day in ("mon", "tue", "wed", "thu", "fri")}


@pytest.fixture(params=["sv", "en"])
def visitor(client, request):
    return Asker(client, request.param)


@pytest.fixture
def at(monkeypatch):
    def set_to(*parts):
        moment = datetime.datetime(*parts, tzinfo=datetime.UTC)
        monkeypatch.setattr("lotsa.web.public.views.desks.moment", lambda: moment)

    return set_to


def listed(visitor, **query):
    page = visitor.client.get(visitor.address("public:desks"), query)
    assert page.status_code == 200
    return [desk.slug for desk in page.context["desks"]]


def desk_page(visitor, slug, **query):
    return visitor.client.get(visitor.address("public:desk", slug=slug), query)


def test_only_open_desks_of_actors_in_use_are_found(visitor):
    DeskFactory(slug="open")
    DeskFactory(slug="closed", closed=True)
    DeskFactory(slug="gone", actor=ActorFactory(withdrawn_at=clock.now()))

    assert listed(visitor) == ["open"]
    for slug in ("closed", "gone", "no-such"):
        assert desk_page(visitor, slug).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"county", "everywhere", "rent", "town"}),
        ({"place": "04"}, {"county", "everywhere", "rent", "town"}),
        ({"place": "22"}, {"everywhere", "rent"}),
        ({"need": "rent"}, {"county", "everywhere", "rent", "town"}),
        ({"need": "liquidity"}, {"county", "everywhere", "town"}),
        ({"place": "22", "need": "liquidity"}, {"everywhere"}),
        ({"place": "no such", "need": "' --"}, {"everywhere"}),
    ],
)
def test_desks_are_found_by_place_and_need(visitor, query, found):
    DeskFactory(slug="everywhere")
    DeskFactory(slug="county", territory=Territory.objects.get(code="04"))
    DeskFactory(slug="town", territory=Territory.objects.get(code="0484"))
    DeskFactory(slug="rent", areas=["rent"])

    assert set(listed(visitor, **query)) == found


def test_with_no_desk_one_can_ask_all_the_same(visitor):
    page = visitor.client.get(visitor.address("public:desks"))

    assert f'href="{visitor.address("ask")}"' in page.content.decode()


def test_a_desk_tells_who_it_is_and_what_it_is_for(visitor):
    one, two = ActorFactory(name="Almi Påhitt"), ActorFactory(name="Region Påhitt")
    DeskFactory(
        slug="besok",
        name_sv="Akuten",
        name_en="",
        intro_sv="Hej!\n\nVi hjälper till.",
        actor=two,
        areas=["rent"],
        languages=["ar", "sv"],
        teams=[TeamFactory(actor=one), TeamFactory(actor=one)],
    )
    text = seen(desk_page(visitor, "besok"))

    expected = ["Akuten", "Vi hjälper till.", "Almi Påhitt", "Region Påhitt"]
    expected += {
        "sv": ["arabiska", "Lokalhyra", "Hela Sverige"],
        "en": ["Arabic", "All of Sweden"],
    }[visitor.language]
    for words in expected:
        assert words in text
    assert text.count("Almi Påhitt") == 1


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ((2020, 5, 4, 6, 0), True),  # Monday 08.00 in Sweden
        ((2020, 5, 4, 5, 59), False),
        ((2020, 5, 4, 14, 29), True),
        ((2020, 5, 4, 14, 30), False),
        ((2020, 5, 3, 8, 0), False),  # Sunday
        ((2020, 5, 1, 8, 0), False),  # the first of May
    ],
)
def test_open_now(visitor, at, moment, is_open):
    DeskFactory(slug="phone", phone="016-00 00 00", opening_hours=WEEKDAYS)
    at(*moment)
    text = seen(desk_page(visitor, "phone"))

    assert ({"sv": "Öppet nu", "en": "Open now"}[visitor.language] in text) is is_open
    assert "016-00 00 00" in text
    hours = {"sv": "måndag–fredag 08.00–16.30", "en": "Monday–Friday 08.00–16.30"}
    assert hours[visitor.language] in text


def test_without_a_phone_nobody_is_asked_to_call_nor_told_opening_hours(visitor):
    DeskFactory(slug="mail", opening_hours=WEEKDAYS)
    DeskFactory(slug="phone", phone="016-00 00 00")
    call, write = {
        "sv": ("Ring eller skriv", "Skriv till oss"),
        "en": ("Call or write", "Write to us"),
    }[visitor.language]
    mail, phone = (seen(desk_page(visitor, slug)) for slug in ("mail", "phone"))

    assert write in mail
    assert call not in mail
    assert "16.30" not in mail
    assert call in phone
    assert write not in phone


def test_answers_follow_along_to_the_question(visitor):
    DeskFactory(slug="besok", questions=["employees", "sni", "rents_premises", "municipality"])
    posted = {"fact_employees": "10–15", "fact_sni": "56", "fact_rents_premises": "true"}
    page = visitor.client.post(visitor.address("public:desk", slug="besok"), posted, follow=True)

    assert page.redirect_chain[-1][0].endswith("?desk=besok")
    told = visitor.client.session["situation"]["facts"]
    assert told == {
        "employees": {"min": 10, "max": 15},
        "sni": ["56"],
        "rents_premises": True,
    }
    again = desk_page(visitor, "besok")
    assert 'value="10–15"' in again.content.decode()


class TestTheIndustryIsSearchedFor:
    @pytest.fixture
    def send(self, visitor):
        DeskFactory(slug="besok", questions=["employees", "sni", "rents_premises"])
        address = visitor.address("public:desk", slug="besok")
        return lambda **posted: visitor.client.post(address, posted)

    def test_the_button_shows_what_the_words_find_and_keeps_the_other_answers(self, visitor, send):
        page = send(
            query="restaurant", search="1", fact_employees="10–15", fact_rents_premises="true"
        )

        asked = page.context["questions"][1]
        assert page.status_code == 200
        assert asked.chosen.choices[0].value.startswith("56")
        assert asked.chosen.choices[0].chosen
        html = page.content.decode()
        assert 'value="10–15"' in html
        assert 'name="fact_rents_premises" value="true" id="id_fact_rents_premises" checked' in html
        assert "situation" not in visitor.client.session

        send(query="restaurant", searched="restaurant", fact_sni=asked.chosen.choices[0].value)
        told = visitor.client.session["situation"]["facts"]
        assert told == {"sni": [asked.chosen.choices[0].value]}

    @pytest.mark.parametrize(
        ("posted", "goes_on"),
        [
            ({"query": "hotell"}, False),  # Enter in the box, or the search forgotten
            ({"query": "hotell", "searched": "krog", "fact_sni": "56100"}, False),
            ({"query": "hotell", "searched": "hotell", "fact_sni": "55101"}, True),
            ({"query": "hotell", "searched": "hotell"}, True),  # none of them fits
            ({"query": "  "}, True),
            ({"query": "", "search": "1"}, False),
            ({"query": "qqxxzz", "searched": "qqxxzz"}, True),
        ],
    )
    def test_words_that_have_not_been_searched_by_are_searched_by_first(
        self, send, posted, goes_on
    ):
        assert (send(**posted).status_code == 302) is goes_on

    def test_nothing_found_says_so_and_does_not_stop_anyone(self, visitor, send):
        page = send(query="qqxxzz", search="1")

        tip = {"sv": "Prova ett annat ord", "en": "Try another word"}[visitor.language]
        assert tip in seen(page)
        assert send(query="qqxxzz", searched="qqxxzz").status_code == 302


def test_nothing_has_to_be_answered(visitor):
    DeskFactory(slug="besok", questions=["employees"])
    page = visitor.client.post(visitor.address("public:desk", slug="besok"))

    assert page.status_code == 302
    assert "situation" not in visitor.client.session


def test_an_answer_that_cannot_be_used_is_told_and_the_others_are_kept(visitor):
    DeskFactory(slug="besok", questions=["employees", "rents_premises"])
    posted = {"fact_employees": "några", "fact_rents_premises": "true"}
    page = visitor.client.post(visitor.address("public:desk", slug="besok"), posted)

    assert page.status_code == 422
    assert [fault.field_id for fault in page.context["faults"]] == ["id_fact_employees"]
    html = page.content.decode()
    assert 'value="några"' in html
    assert 'name="fact_rents_premises" value="true" id="id_fact_rents_premises" checked' in html


def test_what_may_not_be_asked_is_left_out(visitor):
    DeskFactory(
        slug="besok",
        questions=["owner_on_sick_leave", "monthly_turnover", "turnover_drop_percent", "no_such"],
    )

    assert desk_page(visitor, "besok").context["questions"] == []


def test_a_malformed_week_is_closed(visitor):
    DeskFactory(
        slug="odd", phone="1", opening_hours={"mon": ["x", "y"], "tue": "08", "wed": ["17:00", "8"]}
    )

    assert desk_page(visitor, "odd").status_code == 200


def test_the_number_of_queries_does_not_grow(visitor):
    def count(name, **kwargs):
        with CaptureQueriesContext(connection) as queries:
            assert StrictClient().get(visitor.address(name, **kwargs)).status_code == 200
        return len(queries)

    DeskFactory(slug="one", teams=[TeamFactory()])
    few = count("public:desks"), count("public:desk", slug="one")
    for number in range(19):
        DeskFactory(slug=f"more-{number}", territory=Territory.objects.get(code="04"))
    DeskFactory(slug="big", teams=[TeamFactory() for _ in range(20)])

    assert (count("public:desks"), count("public:desk", slug="big")) == few
