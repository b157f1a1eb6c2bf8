import re

import pytest
from django.urls import reverse
from django.utils import translation

from lotsa.core.directory.coverage import Covered
from lotsa.domain.desks.models import Desk, ReceptionRules
from lotsa.domain.desks.rules import rules_for
from lotsa.foundation.audit.models import AuditEvent
from tests.support.factories import (
    DeskFactory,
    MemberFactory,
    TeamAbsenceFactory,
    TeamFactory,
    TerritoryFactory,
)
from tests.support.guide import seen
from tests.support.staff import signed_in

pytestmark = pytest.mark.usefixtures("facts")

SORMLAND = {"regions": ["04"], "municipalities": []}


def at(name, *args, language="en"):
    with translation.override(language):
        return reverse(f"desks:{name}", args=args)


@pytest.fixture
def member():
    return MemberFactory(coordinator=True, territories=[TerritoryFactory(code="04")])


@pytest.fixture
def client(member):
    return signed_in(member)


WORDS = {
    "name_sv": "Företagsakuten för besöksnäringen",
    "name_en": "Emergency desk for the visitor economy",
    "intro_sv": "För hotell och restauranger.\n\nRing eller skriv.",
    "territory": "04",
    "areas": ["liquidity", "rent"],
    "question_1": "employees",
    "question_3": "sni",
    "languages": ["ar"],
    "phone": "016-00 00 00",
    "mon_from": "09:00",
    "mon_to": "12:00",
}


def test_a_desk_is_set_up_filled_and_opened_without_code(client, member):
    here = TeamFactory(areas=["rent"], territory=SORMLAND, name="Hyresgruppen")
    TeamFactory(areas=["insurance"], territory=SORMLAND, name="Försäkring")
    TeamFactory(areas=["rent"], territory={"regions": ["19"]}, name="Grannarna")
    offered = client.post(at("desk_new"), WORDS, follow=True)
    assert [line["team"].name for line in offered.context["lines"]] == ["Hyresgruppen"]
    desk = Desk.objects.get()
    assert (desk.slug, desk.is_open) == ("foretagsakuten-for-besoksnaringen", False)
    assert (desk.actor, desk.territory.code) == (member.actor, "04")
    assert (desk.questions, desk.opening_hours) == (
        ["employees", "sni"],
        {"mon": ["09:00", "12:00"]},
    )
    page = client.post(at("desk_teams", desk.slug), {"teams": [here.slug]}, follow=True)
    assert list(desk.teams.all()) == [here]
    missing = {line.name: line.nobody for line in page.context["missing"]}
    assert missing == {"Cash flow": 9}
    assert "nobody, anywhere" in seen(page)
    client.post(at("desk_open", desk.slug))
    client.post(at("desk_open", desk.slug))
    desk.refresh_from_db()
    assert desk.is_open
    events = AuditEvent.objects.filter(name="desk.changed").order_by("id")
    assert [event.data["what"] for event in events] == [
        "desk.created",
        "desk.teams",
        "desk.opened",
    ]


def test_a_new_name_keeps_the_address(client, member):
    desk = DeskFactory(actor=member.actor, territory=TerritoryFactory(code="04"))
    client.post(at("desk_edit", desk.slug), WORDS | {"name_sv": "Nytt namn"})
    renamed = Desk.objects.get()
    assert (renamed.slug, renamed.name_sv) == (desk.slug, "Nytt namn")


def test_teams_that_are_not_shown_stay_behind_the_desk(client, member):
    elsewhere = TeamFactory(areas=["rent"], territory={"regions": ["19"]})
    here = TeamFactory(areas=["rent"], territory=SORMLAND)
    desk = DeskFactory(actor=member.actor, areas=["rent"], territory=TerritoryFactory(code="04"))
    client.post(at("desk_teams", desk.slug), {"teams": [here.slug, elsewhere.slug]})
    assert set(desk.teams.all()) == {here}, "what is not offered cannot be chosen"
    client.post(at("desk_teams", desk.slug) + "?show=all", {"teams": [elsewhere.slug]})
    assert set(desk.teams.all()) == {elsewhere}


@pytest.mark.parametrize(
    "wrong",
    [
        {"name_sv": ""},
        {"territory": ""},
        {"territory": "19"},
        {"question_1": "owner_on_sick_leave"},
        {"areas": ["magic"]},
        {"tue_from": "09:00"},
    ],
)
def test_what_cannot_be_is_refused(wrong, client):
    assert client.post(at("desk_new"), WORDS | wrong).status_code == 422
    assert not Desk.objects.exists()


def test_desks_elsewhere_do_not_exist_but_those_of_the_own_organisation_do(client, member):
    other = DeskFactory(territory=TerritoryFactory(code="19"))
    for name in ("desk", "desk_edit", "desk_teams"):
        assert client.get(at(name, other.slug)).status_code == 404
    assert client.post(at("desk_open", other.slug)).status_code == 404
    own = DeskFactory(actor=member.actor)
    town = DeskFactory(territory=TerritoryFactory(code="0484"))
    listed = client.get(at("desks")).context["desks"]
    assert set(listed) == {own, town}


def test_rules_are_promises_of_a_territory(client):
    address = at("rules_edit", "04")
    told = {"contact_within": 3, "reply_within": 2, "default_mode": "hold", "mode_rent": "send"}
    assert client.post(address, told | {"reply_within": 4}).status_code == 422
    client.post(address, told)
    rules = rules_for("0484", "04")
    assert (rules.contact_within, rules.reply_within) == (3, 2)
    assert (rules.mode("rent"), rules.mode("loans")) == ("send", "hold")
    client.post(at("rules_edit", "0484"), told | {"contact_within": 5})
    assert rules_for("0484", "04").contact_within == 5
    assert "Eskilstuna" in seen(client.get(at("rules")))
    client.post(at("rules_drop", "0484"))
    assert rules_for("0484", "04").contact_within == 3
    assert client.get(at("rules_edit", "19")).status_code == 404
    assert ReceptionRules.objects.count() == 1


def test_saving_the_same_rules_again_logs_nothing(client):
    told = {"contact_within": 3, "reply_within": 2, "default_mode": "hold"}
    for _ in range(2):
        client.post(at("rules_edit", "04"), told)
    assert AuditEvent.objects.filter(name="desk.rules_changed").count() == 1


def states(page, area):
    (row,) = [row for row in page.context["rows"] if row["area"] == area]
    return {re.search(r'data-covered="(\w+)"', cell)[1] for cell in row["cells"]}


def test_where_help_is_missing_is_seen_at_once(client):
    TeamFactory(areas=["rent", "loans"], territory=SORMLAND)
    TeamFactory(areas=["loans"], territory=SORMLAND)
    away = TeamFactory(areas=["insurance"], territory=SORMLAND, name="Bortresta")
    TeamAbsenceFactory(team=away)
    page = client.get(at("coverage"))
    assert page.context["region"] == "04"
    assert states(page, "rent") == {Covered.ONE}
    assert states(page, "loans") == {Covered.SEVERAL}
    assert states(page, "insurance") == {Covered.GAP}
    assert states(page, "liquidity") == {Covered.NONE}
    shown = {row["area"] for row in client.get(at("coverage"), {"show": "gaps"}).context["rows"]}
    assert {"insurance", "liquidity"} <= shown
    assert not shown & {"rent", "loans"}
    details = client.get(at("coverage"), {"area": "insurance"}).context["details"]
    assert "Bortresta" in details[0]["teams"][0]
    assert client.get(at("coverage"), {"region": "19"}).context["region"] == "04"


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", ["desks", "desk", "desk_edit", "desk_teams", "rules", "coverage"])
def test_pages_read_in_both_languages_with_the_same_number_of_queries(
    name, language, member, django_assert_max_num_queries
):
    client = signed_in(member)
    desk = DeskFactory(actor=member.actor, teams=[TeamFactory(areas=["rent"])])
    address = at(name, *([desk.slug] if name in {"desk", "desk_edit", "desk_teams"} else []))

    def count():
        with django_assert_max_num_queries(40) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    count()
    before = count()
    for _ in range(5):
        team = TeamFactory(areas=["rent", "loans"], territory=SORMLAND)
        DeskFactory(actor=member.actor, teams=[team])
        desk.teams.add(team)
    client.get(address)
    assert count() == before
