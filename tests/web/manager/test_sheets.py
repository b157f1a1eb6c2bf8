from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from lotsa.domain.actors.models import Actor, Team
from lotsa.foundation.exports import csv_file
from lotsa.foundation.files.models import StoredFile
from lotsa.usecases.directory import columns
from tests.support.factories import ActorFactory, MemberFactory, TeamFactory
from tests.support.guide import seen
from tests.support.staff import signed_in

pytestmark = pytest.mark.usefixtures("facts")


def at(name, *args, language="en"):
    with translation.override(language):
        return reverse(f"manager:{name}", args=args)


def sheet(rows, language="en", keys=None):
    """A CSV file with headings in a language; each row a dict by key."""
    keys = keys or list(dict.fromkeys(key for row in rows for key in row))
    with translation.override(language):
        shown = [columns.columns()[list(columns.HEADINGS).index(key)] for key in keys]
        content = csv_file(shown, [[row.get(key) for key in keys] for row in rows])
    return SimpleUploadedFile("teams.csv", content)


def bring(client, upload):
    """Upload a sheet and come to what it would do."""
    return client.post(at("import_sheet"), {"sheet": upload}, follow=True)


def say_yes(client, page):
    stored = StoredFile.objects.get()
    address = at("import_preview", stored.public_id)
    return client.post(address, {"mark": page.context["mark"]}, follow=True)


@pytest.fixture
def coordinator():
    return signed_in(MemberFactory(coordinator=True))


@pytest.fixture
def actor():
    return ActorFactory(name="Påhittade Rådet")


NEW = {
    "organisation": "Påhittade Rådet",
    "team": "Gruppen",
    "helps_with": "Cash flow; lokalhyra",
    "where": "Eskilstuna; Västmanlands län",
    "languages": "arabiska; somali",
    "capacity": 8,
    "employees_max": 49,
    "email": "gruppen@example.se",
}


def test_a_sheet_is_shown_and_nothing_written_until_one_says_yes(coordinator, actor):
    page = bring(coordinator, sheet([NEW]))
    assert (page.context["new"], Team.objects.count()) == (1, 0)
    done = say_yes(coordinator, page)
    team = Team.objects.get()
    assert set(team.competences.values_list("area", flat=True)) == {"liquidity", "rent"}
    assert team.territory == {"regions": ["19"], "municipalities": ["0484"]}
    assert (team.actor, team.languages, team.capacity) == (actor, ["ar", "so"], 8)
    assert team.criteria == {"field": "employees", "op": "lte", "value": 49}
    assert "New teams: 1" in seen(done)
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_is_taken_out_and_brought_back_changes_nothing(language, coordinator, actor):
    bring_in = bring(coordinator, sheet([NEW, NEW | {"team": "Andra", "where": "Sverige"}]))
    say_yes(coordinator, bring_in)
    Team.objects.update(channels=["phone", "video"], presentation_sv="=1+1 är två; eller hur")
    TeamFactory(actor=actor, areas=["an-area-of-old"], territory={"municipalities": ["1880"]})
    out = coordinator.get(at("export", language=language))
    page = bring(coordinator, SimpleUploadedFile("ut.xlsx", out.content))
    assert page.context["faults"] == ()
    assert (page.context["unchanged"], page.context["lines"]) == (3, [])


def test_the_template_has_the_headings_of_the_language(coordinator):
    book = openpyxl.load_workbook(BytesIO(coordinator.get(at("template")).content))
    assert [cell.value for cell in book.active[1]][:4] == [
        "Organisation",
        "Organisation's id",
        "Team",
        "Team's id",
    ]


def test_only_the_columns_there_are_changed_and_own_words_stay(coordinator, actor):
    team = TeamFactory(actor=actor, name="Gruppen", phone="016-00 00 00")
    rents = {"field": "rents_premises", "op": "eq", "value": True}
    team.competences.create(area="rent", words_sv="Hyror", criteria=rents)
    team.competences.create(area="loans")
    row = {"team_id": team.slug, "helps_with": "rent; insurance", "employees_min": 5}
    page = bring(coordinator, sheet([row]))
    assert page.context["lines"][0][1] == "which companies, what the team helps with"
    say_yes(coordinator, page)
    team.refresh_from_db()
    assert (team.name, team.phone) == ("Gruppen", "016-00 00 00")
    assert set(team.competences.values_list("area", "words_sv")) == {
        ("rent", "Hyror"),
        ("insurance", ""),
    }
    assert team.competences.get(area="rent").criteria == rents


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"organisation": ""}, "Organisation"),
        ({"team": ""}, "Team"),
        ({"helps_with": "cash flow; magic"}, "Helps with"),
        ({"where": "Atlantis"}, "Where"),
        ({"languages": "klingon"}, "Languages"),
        ({"capacity": "many"}, "Open cases, at most"),
        ({"capacity": -1}, "Open cases, at most"),
        ({"email": "no address"}, "Mail address"),
        ({"team": "x" * 161}, "Team"),
        ({"organisation": "Helt nya rådet", "where": ""}, "Where"),
        ({"team": "Second"}, "Team"),
    ],
)
def test_one_bad_cell_stops_the_whole_sheet_and_is_pointed_out(change, column, coordinator, actor):
    rows = [NEW | {"team": "Second"}, NEW | change]
    page = bring(coordinator, sheet(rows))
    (fault,) = page.context["faults"]
    assert (fault.row, fault.column) == (3, column)
    stored = StoredFile.objects.get()
    refused = coordinator.post(
        at("import_preview", stored.public_id), {"mark": page.context["mark"]}
    )
    assert (refused.status_code, Team.objects.count()) == (409, 0)


def test_sizes_that_no_company_has_are_pointed_out(coordinator, actor):
    page = bring(coordinator, sheet([NEW | {"employees_min": 50, "employees_max": 9}]))
    assert [fault.column for fault in page.context["faults"]] == ["Employees, at least"]


def test_a_new_organisation_is_added_once_for_all_its_teams(coordinator):
    rows = [NEW | {"organisation": "Nya rådet", "team": name} for name in ("Ett", "Två")]
    say_yes(coordinator, bring(coordinator, sheet(rows)))
    made = Actor.objects.get(name="Nya rådet")
    assert (made.origin, made.teams.count()) == ("directory", 2)


def test_a_manager_brings_own_teams_only(actor):
    member = MemberFactory(manager=True)
    client = signed_in(member)
    row = {key: NEW[key] for key in ("team", "where", "helps_with")}
    say_yes(client, bring(client, sheet([row])))
    assert Team.objects.get().actor == member.actor
    other = TeamFactory(actor=actor)
    for wrong in (
        row | {"organisation": "Påhittade Rådet"},
        row | {"organisation": "A new one"},
        row | {"organisation_id": actor.slug},
        {"team_id": other.slug, "where": "Sverige"},
    ):
        assert len(bring(client, sheet([wrong])).context["faults"]) == 1


def test_the_directory_moved_on_between_the_look_and_the_yes(coordinator, actor):
    page = bring(coordinator, sheet([NEW]))
    TeamFactory(actor=actor, name="Gruppen")
    again = say_yes(coordinator, page)
    assert again.status_code == 409
    assert "The directory has changed since you looked" in seen(again)
    assert Team.objects.count() == 1


def test_somebody_elses_sheet_does_not_exist(coordinator, actor):
    bring(coordinator, sheet([NEW]))
    other = signed_in(MemberFactory(coordinator=True))
    address = at("import_preview", StoredFile.objects.get().public_id)
    assert other.get(address).status_code == 404


@pytest.mark.parametrize(
    "upload",
    [
        None,
        SimpleUploadedFile("teams.csv", b""),
        SimpleUploadedFile("teams.xlsx", b"PK\x03\x04 no book"),
        SimpleUploadedFile("teams.csv", b"Team\r\na;b;c\r\n"),
        SimpleUploadedFile("cv.pdf", b"%PDF-1.4 no sheet"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(upload, coordinator):
    page = bring(coordinator, upload) if upload else coordinator.post(at("import_sheet"))
    assert page.status_code == 422
    assert page.context["fault"]


def test_a_sheet_without_teams_or_with_two_columns_of_one_meaning_is_refused(coordinator):
    content = b"Organisation,Something\r\nA,B\r\n"
    page = bring(coordinator, SimpleUploadedFile("a.csv", content))
    assert [fault.row for fault in page.context["faults"]] == [0]
    content = b"Team,team's id,Where,Languages,languages\r\nA,B,,,\r\n"
    assert bring(coordinator, SimpleUploadedFile("b.csv", content)).status_code == 422
