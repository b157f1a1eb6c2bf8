import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from lotsa.domain.actors.models import Actor, Team
from tests.support.factories import (
    AT,
    ActorFactory,
    MemberFactory,
    ReferralFactory,
    TeamAbsenceFactory,
    TeamFactory,
    TerritoryFactory,
)
from tests.support.guide import seen
from tests.support.queries import queries_of
from tests.support.staff import signed_in

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture
def manager():
    return MemberFactory(manager=True, actor__name="Påhittade Rådgivarna")


@pytest.fixture
def client(manager):
    return signed_in(manager)


@pytest.fixture
def team(manager):
    return TeamFactory(actor=manager.actor, areas=["rent", "loans"], name="Lånegruppen")


SORMLAND = {"regions": ["04"], "municipalities": []}


def at(name, *args, language="en"):
    with translation.override(language):
        return reverse(f"manager:{name}", args=args)


def test_a_manager_comes_straight_to_the_own_entry(client, manager):
    page = client.get(at("directory"), follow=True)
    assert page.redirect_chain == [(at("actor", manager.actor.slug), 302)]
    assert "Påhittade Rådgivarna" in seen(page)


def test_the_entry_shows_each_team_and_how_it_stands(client, team, manager):
    away = TeamFactory(actor=manager.actor, name="Borta")
    TeamAbsenceFactory(team=away)
    full = TeamFactory(actor=manager.actor, name="Full", capacity=1)
    ReferralFactory(team=full)
    TeamFactory(actor=manager.actor, name="Stängd", closed=True)
    rows = {
        row.team.name: (row.standing.away is not None, row.standing.full)
        for row in client.get(at("actor", manager.actor.slug)).context["rows"]
    }
    assert rows == {
        "Lånegruppen": (False, False),
        "Borta": (True, False),
        "Full": (False, True),
        "Stängd": (False, False),
    }


def test_words_and_contact_details_are_changed_and_stand_in_the_history(client, manager):
    posted = {
        "presentation_sv": "Vi hjälper.",
        "website": "https://example.se",
        "email": "hej@example.se",
        "languages": ["ar", "so"],
        "organisation_number": "5560360793",
    }
    client.post(at("actor_edit", manager.actor.slug), posted)
    actor = Actor.objects.get(pk=manager.actor_id)
    assert (actor.presentation_sv, actor.languages) == ("Vi hjälper.", ["ar", "so"])
    assert actor.organisation_number == "", "only administrators set it"
    page = client.get(at("history", actor.slug))
    (line,) = page.context["lines"]
    assert line.by == manager.user.name
    assert "text in Swedish" in line.fields


def test_an_administrator_sets_the_organisation_number(team):
    client = signed_in(MemberFactory(administrator=True))
    address = at("actor_edit", team.actor.slug)
    refused = client.post(address, {"organisation_number": "5560360794"})
    assert refused.status_code == 422
    client.post(address, {"organisation_number": "556036-0793"})
    team.actor.refresh_from_db()
    assert team.actor.organisation_number == "5560360793"


def test_a_new_team_begins_with_what_the_organisation_does_and_gets_its_own_words(client, manager):
    page = client.post(at("team_new", manager.actor.slug), {"name": "Nya"}, follow=True)
    made = Team.objects.get(name="Nya")
    assert page.redirect_chain == [(at("team_areas", made.slug), 302)]
    client.post(at("team_areas", made.slug), {"areas": ["rent"], "sv_rent": "Hyror i kris"})
    assert list(made.competences.values_list("area", "words_sv")) == [("rent", "Hyror i kris")]


def test_hours_need_both_ends_and_are_read_back(client, team):
    address = at("team_edit", team.slug)
    posted = {"name": team.name, "capacity": "5", "mon_from": "08:00", "mon_to": "16:30"}
    assert client.post(address, posted | {"tue_from": "08:00"}).status_code == 422
    assert client.post(address, posted | {"tue_from": "17:00", "tue_to": "8:00"}).status_code == 422
    client.post(address, posted)
    team.refresh_from_db()
    assert (team.capacity, team.opening_hours) == (5, {"mon": ["08:00", "16:30"]})
    assert 'value="16:30"' in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("posted", "kept"),
    [
        ({"how": "follow", "places": ["04"]}, None),
        ({"how": "country"}, "SE"),
        ({"how": "places", "places": ["04", "0484"]}, {"regions": ["04"], "municipalities": []}),
        (
            {"how": "places", "places": ["1984"], "names": "Eskilstuna, örebro kommun"},
            {"regions": [], "municipalities": ["0484", "1880", "1984"]},
        ),
    ],
)
def test_where_a_team_works_is_ticked_or_written(client, team, posted, kept):
    client.post(at("team_places", team.slug), posted)
    team.refresh_from_db()
    assert team.territory == kept
    assert client.get(at("team_places", team.slug)).context["form"].value == kept


@pytest.mark.parametrize(
    "posted", [{}, {"how": "places"}, {"how": "places", "names": "Atlantis"}, {"how": "moon"}]
)
def test_a_place_nobody_knows_is_told_and_nothing_is_changed(client, team, posted):
    answer = client.post(at("team_places", team.slug), posted)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert Team.objects.get(pk=team.pk).updated_at == team.updated_at


def test_which_companies_are_taken_decides_which_cases_come(client, team):
    posted = {"employees_max": "49", "sections": ["I"], "legal_forms": ["aktiebolag"]}
    client.post(at("team_companies", team.slug), posted)
    client.post(at("area_companies", team.slug, "rent"), {"years_min": "3"})
    team.refresh_from_db()
    assert [part["field"] for part in team.criteria["all"]] == ["employees", "sni", "legal_form"]
    loans, rent = client.get(at("team", team.slug)).context["shown"].coming
    assert "at most 49 employees" in loans
    assert "at least 3 years" in rent
    assert "at least 3 years" not in loans


def test_sizes_no_company_has_are_refused_with_what_to_do(client, team):
    posted = {"employees_min": "50", "employees_max": "9"}
    answer = client.post(at("team_companies", team.slug), posted)
    assert answer.status_code == 422
    team.refresh_from_db()
    assert team.criteria is None


RENTS = {"field": "rents_premises", "op": "eq", "value": True}


def test_a_manager_keeps_what_the_form_cannot_show_and_a_coordinator_writes_it(client, team):
    address = at("team_companies", team.slug)
    coordinator = signed_in(MemberFactory(coordinator=True))
    assert coordinator.post(address, {"rest": json.dumps(RENTS)}).status_code == 302
    client.post(address, {"employees_max": "9", "rest": ""})
    team.refresh_from_db()
    assert team.criteria["all"][1] == RENTS
    assert coordinator.post(address, {"rest": "{"}).status_code == 422
    wrong = {"rest": json.dumps(RENTS | {"field": "no_such_fact"})}
    assert coordinator.post(address, wrong).status_code == 422
    coordinator.post(address, {"employees_max": "9", "rest": ""})
    team.refresh_from_db()
    assert team.criteria == {"field": "employees", "op": "lte", "value": 9}


def test_absence_with_a_substitute_and_back_again(client, team, manager):
    other = TeamFactory(actor=manager.actor, name="Grannarna")
    address = at("absences", team.slug)
    assert client.post(address, {"first": "2020-05-06", "last": "2020-05-01"}).status_code == 422
    client.post(address, {"first": "2020-05-01", "substitute": other.slug})
    assert "Grannarna stands in" in seen(client.get(at("team", team.slug)))
    absence = team.absences.get()
    client.post(at("absence_end", team.slug, absence.pk))
    absence.refresh_from_db()
    assert absence.last.isoformat() == "2020-05-03", "the day before the demo's"


def test_a_team_with_cases_hands_them_over_before_it_is_closed(client, team):
    referral = ReferralFactory(team=team)
    assert "1 open case" in seen(client.get(at("team_close", team.slug)))
    assert client.post(at("team_close", team.slug)).status_code == 409
    referral.state = "declined"
    referral.save()
    client.post(at("team_close", team.slug))
    team.refresh_from_db()
    assert not team.is_active
    client.post(at("team_reopen", team.slug))
    team.refresh_from_db()
    assert team.is_active


def test_an_old_entry_asks_to_be_confirmed(client, team):
    Team.objects.update(confirmed_at=AT - timedelta(days=181))
    assert "Is this still right?" in seen(client.get(at("team", team.slug)))
    client.post(at("team_confirm", team.slug))
    assert "Is this still right?" not in seen(client.get(at("team", team.slug)))


def test_what_belongs_to_others_does_not_exist(client, team):
    other = TeamFactory(areas=["rent"])
    absence = TeamAbsenceFactory(team=other)
    for address in (
        at("actor", other.actor.slug),
        at("team", other.slug),
        at("team_companies", other.slug),
        at("area_companies", team.slug, "insurance"),
    ):
        assert client.get(address).status_code == 404
    assert client.post(at("absence_end", team.slug, absence.pk)).status_code == 404
    assert client.post(at("team_confirm", other.slug)).status_code == 404


def test_a_coordinator_keeps_the_territorys_and_finds_them(facts):
    region = ActorFactory(territory={"regions": ["04"], "municipalities": []}, name="Länets råd")
    TeamFactory(actor=region, confirmed_at=AT - timedelta(days=181))
    TeamFactory(actor__territory={"municipalities": ["0484"]})
    ActorFactory(territory={"regions": ["19"], "municipalities": []}, name="Grannlänets råd")
    member = MemberFactory(coordinator=True, territories=[TerritoryFactory(code="04")])
    client = signed_in(member)
    names = [row.actor.name for row in client.get(at("directory")).context["found"].rows]
    assert {"Länets råd", "Region Sörmland", "Eskilstuna kommun", member.actor.name} <= set(names)
    assert "Grannlänets råd" not in names
    found = client.get(at("directory"), {"q": "lanets", "show": "stale"}).context["found"]
    assert [row.actor.name for row in found.rows] == ["Länets råd"]


def test_a_coordinator_adds_an_organisation_that_works_in_the_territory(facts):
    client = signed_in(MemberFactory(coordinator=True, territories=[TerritoryFactory(code="04")]))
    taken = client.post(at("actor_new"), {"name": "region  sörmland"})
    assert taken.status_code == 422
    added = client.post(at("actor_new"), {"name": "Påhittade Byrådet", "kind": "network"})
    made = Actor.objects.get(name="Påhittade Byrådet")
    assert added.url == at("actor_places", made.slug)
    assert (made.type, made.territory) == ("network", SORMLAND)
    assert client.get(at("actor", made.slug)).status_code == 200


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", ["team", "team_edit", "team_areas", "team_places", "absences"])
def test_pages_read_in_both_languages_with_the_same_number_of_queries(
    name, language, client, team, django_assert_max_num_queries
):
    def count():
        with django_assert_max_num_queries(40) as queries:
            assert client.get(at(name, team.slug, language=language)).status_code == 200
        return len(queries)

    count()
    before = count()
    for number in range(5):
        TeamAbsenceFactory(team=team, substitute=TeamFactory())
        MemberFactory(adviser=True, actor=team.actor, teams=[team])
        team.competences.create(area=f"area-{number}")
    count()  # the directory is read anew once after it has changed
    assert count() == before


def test_the_lists_take_the_same_number_of_queries_with_more_rows(team):
    client = signed_in(MemberFactory(administrator=True))

    def count(address):
        return queries_of(lambda: client.get(address))

    addresses = [at("directory"), at("actor", team.actor.slug), at("export")]
    before = [count(address) for address in addresses]
    for _ in range(10):
        ReferralFactory(team=TeamFactory(actor=team.actor, areas=["rent"]))
        TeamFactory(areas=["loans"])
    assert [count(address) for address in addresses] == before
    assert max(before) <= 40
