import gzip
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lotsa.domain.measures.selectors import catalogue
from lotsa.usecases.browse.actors import FACETS
from lotsa.usecases.browse.words import ACTOR_TYPES
from lotsa.usecases.catalogue import import_catalogue
from tests.support import catalogues
from tests.support.guide import Walk, seen
from tests.support.standards import run_checker

LARGEST = 60_000


@pytest.fixture(params=["sv", "en"])
def walk(client, request):
    return Walk(client, request.param)


@pytest.fixture
def swedish(client):
    return Walk(client, "sv")


def slugs(page):
    return {row.slug for row in page.context["found"].rows}


@pytest.mark.usefixtures("facts")
class TestTheList:
    def test_every_organisation_is_there_once_with_its_own_page(self, walk):
        page = walk.get("actors")
        html = page.content.decode()
        shown = [row.slug for group in page.context["groups"] for row in group.rows]
        assert sorted(shown) == sorted(actor.slug for actor in catalogue().actors)
        assert all(f'href="{walk.address("actor", slug)}"' in html for slug in shown)

    def test_by_competence_and_place(self, swedish):
        found = slugs(swedish.get("actors", need="liquidity", region="04"))
        assert "skatteverket" in found
        assert "region-sormland" not in found
        assert "region-sormland" in slugs(swedish.get("actors", region="04"))
        assert "region-sormland" not in slugs(swedish.get("actors", region="19"))

    @pytest.mark.parametrize("facet", FACETS)
    def test_every_number_is_what_the_choice_then_shows(self, swedish, facet):
        start = {"region": "04"} if facet == "municipality" else {}
        page = swedish.get("actors", **start)
        (one,) = [shown for shown in page.context["filters"] if shown.name == facet]
        for option in one.options:
            found = slugs(swedish.get("actors", **(start | {facet: option.value})))
            assert len(found) == option.count

    def test_nothing_found_leads_on(self, walk):
        page = walk.get("actors", type="court", need="rent")
        assert slugs(page) == set()
        assert f'href="{walk.address("actors")}"' in page.content.decode()

    def test_every_kind_of_organisation_has_words(self):
        assert {actor.type for actor in catalogue().actors} <= set(ACTOR_TYPES)


@pytest.mark.usefixtures("facts")
class TestTheMap:
    def test_each_county_is_a_link_with_words_and_the_same_stands_as_text(self, walk):
        page = walk.get("actors")
        html = page.content.decode()
        places = re.findall(
            r'<a href="([^"]+)" aria-label="([^"]+)"><title>[^<]+</title><path d="M', html
        )
        lines = {line.address.replace("&", "&amp;"): line for line in page.context["lines"]}
        assert len(places) == len(lines) == 21
        for address, label in places:
            line = lines[address]
            assert label.startswith(f"{line.label}, {line.count} ")
            assert html.count(f'href="{address}"') == 2
            followed = walk.client.get(line.address)
            assert len(slugs(followed)) == line.count

    def test_a_chosen_county_shows_its_municipalities(self, swedish):
        page = swedish.get("actors", region="04")
        assert {line.label for line in page.context["lines"]} >= {"Eskilstuna", "Nyköping"}
        assert len(page.context["lines"]) == 9
        chosen = swedish.get("actors", municipality="0484")
        assert chosen.content.decode().count('class="here"') == 1

    def test_no_page_with_a_map_is_large(self, walk):
        for page in (
            walk.get("actors"),
            walk.get("actors", region="14"),
            walk.get("actor", "almi"),
            walk.get("actor", "hoga-kusten-turism"),
        ):
            assert len(gzip.compress(page.content)) < LARGEST


@pytest.mark.usefixtures("facts")
class TestOneOrganisation:
    def test_what_it_offers_and_handles(self, swedish):
        page = swedish.get("actor", "boverket")
        words = seen(page)
        shown = page.context["page"]
        assert "hyresstod-2020" in {row.id for row in shown.handles}
        assert not {row.id for row in shown.handles} & {row.id for row in shown.provides}
        assert "Handlägger åt andra" in words
        assert 'href="/stod/hyresstod-2020/"' in page.content.decode()

    def test_every_one_has_a_page_with_its_territory_marked(self, walk):
        for actor in catalogue().actors:
            page = walk.get("actor", actor.slug)
            shown = page.context["page"]
            marked = sum(area.here for area in page.context["map"].areas)
            expected = 21 if actor.country_wide else len(actor.regions) + len(actor.municipalities)
            assert page.status_code == 200
            assert marked == expected
            assert shown.territory in seen(page)

    def test_linked_data_is_valid_for_all(self, walk, tmp_path):
        found = []
        for actor in catalogue().actors:
            html = walk.get("actor", actor.slug).content.decode()
            data = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1]
            found.append(json.loads(data))
            assert found[-1]["name"] == actor.name
        file = tmp_path / "actors.json"
        file.write_text(json.dumps(found), encoding="utf-8")
        run_checker("schemaorg/check_schemaorg.py", file)

    def test_no_such_organisation(self, client):
        assert client.get("/aktorer/finns-inte/").status_code == 404


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.dictionaries(
        st.sampled_from([*FACETS, "page", "x"]),
        st.lists(
            st.text(max_size=20) | st.sampled_from(["04", "0484", "bank", "\x00"]), max_size=3
        ),
    )
)
def test_no_query_string_breaks_the_list(facts, client, query):
    assert client.get("/aktorer/", query).status_code == 200


@pytest.mark.django_db
def test_one_organisation_or_twenty_cost_one_query(swedish):
    for number in (1, 20):
        base = catalogues.ACTORS["actors"][0]
        actors = [base, *({**base, "id": f"a{index}"} for index in range(1, number))]
        import_catalogue(catalogues.catalogue(actors={"version": 1, "actors": actors}))
        swedish.get("actors")
        for route in (("actors",), ("actor", "agency")):
            with CaptureQueriesContext(connection) as queries:
                swedish.get(*route)
            assert len(queries) == 1
