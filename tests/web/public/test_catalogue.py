import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lotsa.usecases.browse.catalogue import FACETS, SORTS
from lotsa.usecases.catalogue import import_catalogue
from tests.support import catalogues
from tests.support.guide import Walk, seen


@pytest.fixture(params=["sv", "en"])
def walk(client, request):
    return Walk(client, request.param)


@pytest.fixture
def swedish(client):
    return Walk(client, "sv")


def names(page):
    return [row.name for row in page.context["page"]]


def ids(page):
    return [row.id for row in page.context["found"].rows]


def counts(page, name):
    return {
        option.value: option.count
        for one in page.context["filters"]
        if one.name == name
        for option in one.options
    }


@pytest.mark.usefixtures("facts")
class TestTheList:
    def test_twenty_to_a_page_and_every_measure_on_some_page(self, walk):
        seen_names = []
        for number in range(1, 5):
            seen_names += names(walk.get("catalogue", page=number))
        assert len(names(walk.get("catalogue"))) == 20
        assert len(seen_names) == len(set(seen_names)) == 70

    def test_each_leads_to_its_own_page(self, walk):
        page = walk.get("catalogue")
        for row in page.context["page"]:
            assert f'href="{walk.address("measure", row.id)}"' in page.content.decode()

    def test_closing_soonest_first(self, swedish):
        rows = swedish.get("catalogue", sort="closing").context["found"].rows
        closing = [row.closes for row in rows if row.closes]
        assert closing == sorted(closing)
        assert all(row.closes for row in rows[: len(closing)])

    def test_the_feed_is_announced(self, walk):
        html = walk.get("catalogue").content.decode()
        assert f'type="application/atom+xml" href="{walk.address("feed")}"' in html


@pytest.mark.usefixtures("facts")
class TestFilters:
    @pytest.mark.parametrize("facet", FACETS)
    def test_every_number_is_what_the_choice_then_shows(self, swedish, facet):
        start = {"region": "04"} if facet == "municipality" else {}
        shown = counts(swedish.get("catalogue", **start), facet)
        assert shown
        for value, number in shown.items():
            assert len(ids(swedish.get("catalogue", **(start | {facet: value})))) == number

    def test_numbers_follow_the_other_filters_but_not_their_own(self, swedish):
        page = swedish.get("catalogue", state="open", kind=["grants", "loans"])
        both = counts(page, "kind")
        assert len(ids(page)) == both["grants"] + both["loans"]
        assert sum(counts(page, "state").values()) > len(ids(page))

    def test_a_measure_for_the_whole_country_is_found_in_every_municipality(self, swedish):
        found = ids(swedish.get("catalogue", municipality="0484"))
        assert {"omstallningsstod", "eskilstuna-paket-2"} <= set(found)
        assert "eskilstuna-paket-2" not in ids(swedish.get("catalogue", municipality="0480"))
        assert "eskilstuna-paket-2" in ids(swedish.get("catalogue", region="04"))

    def test_a_municipality_brings_its_county_along(self, swedish):
        page = swedish.get("catalogue", municipality="0484")
        assert [chip.label for chip in page.context["chips"]] == [
            "Södermanlands län",
            "Eskilstuna",
        ]

    def test_a_chip_takes_away_its_own_filter_only(self, swedish):
        page = swedish.get("catalogue", q="stöd", state="open", need="rent")
        by_label = {chip.label: chip.address for chip in page.context["chips"]}
        assert by_label["Öppet nu"] == "/stod/?q=st%C3%B6d&need=rent"

    def test_people_beside_money(self, walk):
        page = walk.get("catalogue")
        about = counts(page, "about")
        assert about["money"] + about["people"] == 70
        assert min(about.values()) > 0

    def test_a_kind_that_is_chosen_stays_chosen_in_the_form(self, swedish):
        html = swedish.get("catalogue", kind="loans", need="rent").content.decode()
        assert re.search(r'id="f-kind-loans"[^>]* checked', html)
        assert re.search(r'<option value="rent" selected', html)


@pytest.mark.usefixtures("facts")
class TestSearch:
    def test_a_misspelt_word_finds_and_suggests(self, swedish):
        page = swedish.get("catalogue", q="omstälningstöd")
        assert ids(page)[0] == "omstallningsstod"
        assert "Menade ni omställningsstöd ?" in seen(page)
        assert 'href="/stod/?q=omst%C3%A4llningsst%C3%B6d"' in page.content.decode()

    def test_words_and_filters_together(self, walk):
        everything = set(ids(walk.get("catalogue", q="hyra")))
        rent = set(ids(walk.get("catalogue", q="hyra", need="rent")))
        assert "hyresstod-2020" in rent
        assert rent <= everything

    def test_nothing_found_says_which_filter_stands_in_the_way(self, swedish):
        page = swedish.get("catalogue", q="hyresstöd", level="eu")
        assert ids(page) == []
        (way,) = page.context["ways_out"]
        assert way.label == "EU"
        assert way.count == len(ids(swedish.client.get(way.address)))
        assert "Inget passar in på allt" in seen(page)

    @pytest.mark.usefixtures("stopped_clock")
    def test_it_is_limited_and_looking_around_is_not(self, client):
        statuses = {client.get("/stod/", {"q": "hyra"}).status_code for _ in range(130)}
        assert statuses == {200, 429}
        assert client.get("/stod/").status_code == 200

    def test_the_address_left_in_the_browser_is_short(self, client):
        answer = client.get("/stod/?q=hyra&need=&region=&sort=&state=open&nonsense=1")
        assert answer.headers["HX-Push-Url"] == "/stod/?q=hyra&state=open"


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.dictionaries(
        st.sampled_from([*FACETS, "page", "sort", "datum", "x"]),
        st.lists(
            st.text(max_size=20)
            | st.sampled_from(
                ["open", "04", "0484", "rent", "-1", "9" * 5000, "%00", "\x00", *SORTS]
            ),
            max_size=4,
        ),
    ),
    language=st.sampled_from(["sv", "en"]),
)
def test_no_query_string_breaks_the_list(facts, client, query, language):
    page = Walk(client, language).get("catalogue", **query)
    assert page.status_code == 200
    assert len(page.context["page"]) <= 20


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=250))
def test_no_words_break_the_search(facts, client, words, monkeypatch):
    monkeypatch.setattr("lotsa.foundation.ratelimit.limiter.take", lambda *_: 0)
    assert client.get("/stod/", {"q": words}).status_code == 200


@pytest.mark.django_db
class TestQueries:
    def queries_with(self, swedish, number, **query):
        made = [
            catalogues.measure(id=f"m{index}", name_sv=f"Bidrag {index}") for index in range(number)
        ]
        import_catalogue(catalogues.catalogue(*made))
        swedish.get("catalogue", **query)
        with CaptureQueriesContext(connection) as queries:
            page = swedish.get("catalogue", **query)
        assert len(page.context["page"]) == number
        return len(queries)

    def test_one_row_or_twenty_cost_one_query(self, swedish):
        assert self.queries_with(swedish, 1) == self.queries_with(swedish, 20) == 1

    def test_a_search_costs_the_same_for_one_hit_or_twenty(self, swedish):
        one = self.queries_with(swedish, 1, q="bidrag")
        assert one == self.queries_with(swedish, 20, q="bidrag")
        assert one <= 12


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("sv", ["Anstånd", "Export", "Växa", "Wagner", "Zebra", "Åre", "Äpple", "Ö"]),
        ("en", ["Anstånd", "Äpple", "Åre", "Export", "Ö", "Växa", "Wagner", "Zebra"]),
    ],
)
def test_names_stand_where_a_reader_of_the_language_looks(client, language, expected):
    made = [
        catalogues.measure(id=f"m{index}", name_sv=name, name_en=name)
        for index, name in enumerate(reversed(expected))
    ]
    import_catalogue(catalogues.catalogue(*made))
    assert names(Walk(client, language).get("catalogue")) == expected


@pytest.mark.django_db
def test_an_empty_catalogue_says_so(walk):
    page = walk.get("catalogue")
    assert page.status_code == 200
    assert names(page) == []
