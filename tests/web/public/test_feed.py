from datetime import datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lotsa.domain.measures.selectors import catalogue
from lotsa.usecases.catalogue import import_catalogue
from tests.support import catalogues
from tests.support.guide import Walk
from tests.support.standards import run_checker

ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(params=["sv", "en"])
def walk(client, request):
    return Walk(client, request.param)


@pytest.fixture
def swedish(client):
    return Walk(client, "sv")


def read(answer):
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)  # noqa: S314  our own answer


def entries(answer):
    return read(answer).findall(f"{ATOM}entry")


def text(element, name):
    return element.findtext(f"{ATOM}{name}")


@pytest.mark.usefixtures("facts")
class TestTheRealFeed:
    def test_it_follows_the_standard(self, walk, tmp_path):
        answer = walk.get("feed")
        feed = read(answer)
        assert feed.get(LANGUAGE) == walk.language
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert links["self"] == "http://localhost:8000" + walk.address("feed")
        assert links["alternate"] == "http://localhost:8000" + walk.address("catalogue")
        for element in [feed, *feed.findall(f"{ATOM}entry")]:
            assert datetime.fromisoformat(text(element, "updated")).tzinfo
            assert text(element, "id").startswith("tag:localhost,")
            assert text(element, "title")
        file = tmp_path / "feed.atom"
        file.write_bytes(answer.content)
        run_checker("calendar-feeds/check_atom.py", file, needs="lxml")

    def test_ids_are_each_their_own_and_never_change(self, walk):
        first = [text(entry, "id") for entry in entries(walk.get("feed"))]
        assert len(first) == len(set(first))
        assert [text(entry, "id") for entry in entries(walk.get("feed"))] == first

    def test_every_measure_is_new_and_changes_of_rules_are_there_up_to_the_day(self, swedish):
        found = {text(entry, "id"): text(entry, "title") for entry in entries(swedish.get("feed"))}
        new = [title for title in found.values() if title.startswith("Nytt: ")]
        assert len(new) == len(catalogue().versions)
        deferral = "tag:localhost,2026-01-01:sv/support/tillfalligt-anstand"
        assert f"{deferral}/2020-03-30/sfs-2020-161" in found
        assert not any(key.startswith(f"{deferral}/2021") for key in found)

    def test_latest_first(self, walk):
        times = [datetime.fromisoformat(text(one, "updated")) for one in entries(walk.get("feed"))]
        assert times == sorted(times, reverse=True)

    def test_swedish_text_in_the_english_feed_is_marked(self, client):
        found = entries(client.get("/en/support/feed.atom"))
        (one,) = [e for e in found if text(e, "id").endswith("sfs-2020-161")]
        assert one.find(f"{ATOM}summary").get(LANGUAGE) == "sv"
        assert text(one, "title") == "Rules changed: Temporary tax deferral"

    def test_unchanged_since_last_time_sends_nothing(self, walk):
        answer = walk.get("feed")
        address = walk.address("feed")
        for header, value in (
            ("if-none-match", answer.headers["ETag"]),
            ("if-modified-since", answer.headers["Last-Modified"]),
        ):
            again = walk.client.get(address, headers={header: value})
            assert again.status_code == 304
            assert again.content == b""

    def test_the_languages_and_days_have_tags_of_their_own(self, client):
        swedish = client.get("/stod/flode.atom").headers["ETag"]
        assert client.get("/en/support/feed.atom").headers["ETag"] != swedish
        client.post("/demo/datum/", {"date": "2021-03-01"})
        assert client.get("/stod/flode.atom").headers["ETag"] != swedish


@pytest.mark.django_db
class TestChanges:
    def test_a_new_version_is_a_change(self, swedish):
        first = catalogues.measure(valid_to="2020-03-31")
        second = catalogues.measure(version=2, valid_from="2020-04-01")
        import_catalogue(catalogues.catalogue(first))
        before = swedish.get("feed")
        import_catalogue(catalogues.catalogue(first, second))
        after = swedish.client.get(
            swedish.address("feed"), headers={"if-none-match": before.headers["ETag"]}
        )
        newest = entries(after)[0]
        assert text(newest, "title") == "Ändrat: Bidrag"
        assert (
            text(newest, "summary").replace("\u00a0", " ").startswith("Gäller från 1 april 2020.")
        )
        kept = {text(entry, "id") for entry in entries(before)}
        assert kept < {text(entry, "id") for entry in entries(after)}

    def test_two_changes_on_one_day_in_one_law_are_two_entries(self, swedish):
        row = {"date": "2020-04-01", "ref": "SFS 2020:1", "change_sv": "Ändrat."}
        made = catalogues.measure(amendments=[row, {**row, "change_sv": "Ändrat igen."}])
        import_catalogue(catalogues.catalogue(made))
        found = [text(entry, "id") for entry in entries(swedish.get("feed"))]
        assert len(found) == len(set(found)) == 3

    def test_signs_that_xml_cannot_hold_are_left_out(self, swedish):
        made = catalogues.measure(name_sv="Bidrag\x0b & <mer>", short_sv="Ett\x01 bidrag.")
        import_catalogue(catalogues.catalogue(made))
        (entry,) = entries(swedish.get("feed"))
        assert text(entry, "title") == "Nytt: Bidrag & <mer>"
        assert text(entry, "summary") == "Ett bidrag."

    def test_an_empty_catalogue_gives_an_empty_feed(self, walk):
        assert entries(walk.get("feed")) == []

    def test_one_measure_or_twenty_cost_the_same(self, swedish):
        costs = set()
        for number in (1, 20):
            made = [catalogues.measure(id=f"m{index}") for index in range(number)]
            import_catalogue(catalogues.catalogue(*made))
            swedish.get("feed")
            with CaptureQueriesContext(connection) as queries:
                swedish.get("feed")
            costs.add(len(queries))
        assert len(costs) == 1
        assert costs.pop() <= 3
