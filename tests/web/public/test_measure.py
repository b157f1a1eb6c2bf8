import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lotsa.domain.measures.selectors import catalogue
from lotsa.usecases.browse.words import KINDS, LEVELS, PHASES, SOURCES
from lotsa.usecases.catalogue import import_catalogue
from tests.support import catalogues
from tests.support.guide import Walk, seen
from tests.support.standards import run_checker


@pytest.fixture(params=["sv", "en"])
def walk(client, request):
    return Walk(client, request.param)


@pytest.fixture
def swedish(client):
    return Walk(client, "sv")


def data_in(page):
    html = page.content.decode()
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])


@pytest.mark.usefixtures("facts")
class TestAMeasureOfTheRealCatalogue:
    def test_every_measure_has_a_page_that_says_what_who_where_and_when(self, walk):
        for measure in catalogue().rules(date(2020, 5, 4)).rulebook.measures:
            page = walk.get("measure", measure.id)
            shown = page.context["page"]
            words = seen(page)
            assert page.status_code == 200
            assert page.content.decode().count("<h1") == 1
            assert {shown.name, shown.provider.name, shown.territory, shown.kind} <= {
                part
                for part in (shown.name, shown.provider.name, shown.territory, shown.kind)
                if part
            }
            for part in (shown.name, shown.short, shown.provider.name, shown.territory, shown.kind):
                assert part
                assert part.replace("\u00a0", " ") in words
            assert len(shown.windows) == len(measure.windows)

    def test_every_kind_level_phase_and_source_of_the_catalogue_has_words(self):
        for version in catalogue().versions:
            document = version.document
            assert document["kind"] in KINDS
            assert document["level"] in LEVELS
            assert document["phase"] in PHASES
            assert {source["type"] for source in document["sources"]} <= set(SOURCES)

    def test_a_handler_in_another_county_is_named_with_its_place(self, swedish):
        page = swedish.get("measure", "hyresstod-2020")
        assert "Länsstyrelsen Västernorrland i Västernorrlands län och Jämtlands län" in seen(page)
        assert 'href="/aktorer/lansstyrelsen-vasternorrland/"' in page.content.decode()

    def test_the_table_has_each_period_with_what_it_takes_and_where_it_stands(self, swedish):
        page = swedish.get("measure", "omstallningsstod")
        first = page.context["page"].windows[0]
        assert (first.label, first.first, first.last) == (
            "Mars–april 2020",
            date(2020, 6, 22),
            date(2020, 8, 31),
        )
        assert first.state == "Öppnar senare"
        assert [one.line.text.replace("\u00a0", " ") for one in first.beyond] == [
            "Omsättningen har sjunkit mer än 30 % i mars–april 2020 jämfört med mars–april 2019"
        ]
        assert "Högst 150 000 000 kr." in seen(page)

    def test_long_lists_of_industries_are_there_in_full(self, walk):
        page = walk.get("measure", "hyresstod-2020")
        (beyond,) = page.context["page"].windows[0].beyond
        (codes,) = beyond.codes
        assert codes.count > 40
        words = seen(page)
        assert [
            code for code, name in codes.rows if f"{code} {' '.join(name.split())}" not in words
        ] == []

    def test_without_a_situation_the_conditions_are_neutral(self, walk):
        page = walk.get("measure", "omstallningsstod")
        assert page.context["page"].own is None
        assert "data-state=" not in page.content.decode()

    def test_it_looks_alike_but_is_not(self, swedish):
        words = seen(swedish.get("measure", "omstallningsstod"))
        assert "Omsättningsstöd söks av enskilda näringsidkare hos länsstyrelsen." in words

    def test_swedish_text_on_an_english_page_is_marked_as_such(self, client):
        html = client.get("/en/support/tillfalligt-anstand/").content.decode()
        assert '<span lang="sv">Lägre anståndsavgift.</span>' in html
        assert (
            '<span lang="sv">Lägre anståndsavgift.'
            not in client.get("/stod/tillfalligt-anstand/").content.decode()
        )

    def test_where_facts_are_uncertain_it_says_so(self, walk):
        page = walk.get("measure", "tillfalligt-anstand")
        shown = page.context["page"]
        words = seen(page)
        assert shown.uncertain
        assert all(text.text in words for text in shown.uncertain)
        assert all(source.ref in words for source in shown.sources)

    def test_canonical_and_the_other_language(self, client):
        html = client.get("/stod/omstallningsstod/?datum=2020-10-01").content.decode()
        assert 'rel="canonical" href="http://localhost:8000/stod/omstallningsstod/"' in html
        assert 'hreflang="en" href="http://localhost:8000/en/support/omstallningsstod/' in html

    def test_no_such_measure(self, walk):
        walk_to = walk.address("measure", "finns-inte")
        assert walk.client.get(walk_to).status_code == 404

    def test_few_queries_and_no_more_with_a_situation_than_its_session(self, swedish):
        swedish.get("measure", "omstallningsstod")
        with CaptureQueriesContext(connection) as queries:
            swedish.get("measure", "omstallningsstod")
        assert len(queries) == 1


@pytest.mark.usefixtures("facts")
class TestTheVisitorsOwnAnswer:
    def test_each_condition_has_its_state_and_the_question_that_settles_it(self, walk):
        walk.restaurant("liquidity")
        page = walk.get("measure", "omstallningsstod")
        own = page.context["page"].own
        states = [one.line.state for one in own.requirements]
        html = page.content.decode()
        assert own.tone == "later"
        assert {"yes", "unknown"} <= set(states)
        assert own.ask is not None
        assert f"{walk.address('one_question', own.ask.key)}?then=answer" in html
        assert f"{walk.address('answer')}#m-omstallningsstod" in html
        assert html.count('data-state="') >= len(states)

    def test_answering_the_question_changes_the_page(self, swedish):
        swedish.reply("has_fskatt", "true")
        before = swedish.get("measure", "omstallningsstod").context["page"].own
        swedish.reply("turnover_reference_year_sek", "100000")
        after = swedish.get("measure", "omstallningsstod").context["page"].own
        assert before.tone == "later"
        assert after.tone in {"no", "near"}
        failed = [one.line.text for one in after.requirements if one.line.state == "no"]
        assert len(failed) == 1
        assert "250 000" in failed[0].replace("\u00a0", " ")


@pytest.mark.usefixtures("facts")
class TestAnotherDay:
    def test_the_page_is_as_on_that_day(self, swedish):
        page = swedish.get("measure", "omstallningsstod", datum="2020-10-25")
        states = {row.label: row.state for row in page.context["page"].windows}
        assert states["Mars–april 2020"] == "Stängt"
        assert states["Maj 2020"] == "Öppet"
        assert states["Augusti–oktober 2020"] == "Öppnar senare"
        assert "Så här står det i katalogen den 25 oktober 2020" in seen(page)

    @pytest.mark.parametrize("written", ["i går", "2020-02-31", "2020-13-01", "0000-00-00"])
    def test_a_day_that_cannot_be_gives_today_and_says_so(self, swedish, written):
        page = swedish.get("measure", "omstallningsstod", datum=written)
        assert page.context["as_of"] == date(2020, 5, 4)
        assert "Datumet gick inte att läsa" in seen(page)

    @pytest.mark.parametrize("written", ["0001-01-01", "9999-12-31", "20200504", "2020-W19-1"])
    def test_any_day_that_can_be_read_is_shown(self, swedish, written):
        assert swedish.get("measure", "omstallningsstod", datum=written).status_code == 200


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=st.text(max_size=30) | st.from_regex(r"\d{1,5}-\d{1,3}-\d{1,3}", fullmatch=True))
def test_nothing_written_as_a_day_breaks_the_page(facts, client, written):
    page = client.get("/en/support/omstallningsstod/", {"datum": written})
    assert page.status_code == 200


OLD = catalogues.measure(short_sv="Gamla regler.", valid_to="2020-03-31")
NEW = catalogues.measure(short_sv="Nya regler.", version=2, valid_from="2020-04-01")


@pytest.mark.django_db
class TestVersionsAndLocalForms:
    def test_each_day_shows_the_version_that_held(self, swedish):
        import_catalogue(catalogues.catalogue(OLD, NEW))
        assert "Nya regler." in seen(swedish.get("measure", "grant"))
        old = swedish.get("measure", "grant", datum="2020-03-31")
        assert "Gamla regler." in seen(old)
        assert [(one.number, one.current) for one in old.context["page"].versions] == [
            (2, False),
            (1, True),
        ]
        assert 'href="/stod/grant/?datum=2020-04-01"' in old.content.decode()

    def test_a_day_before_the_first_version_is_said_to_be_so(self, walk):
        import_catalogue(catalogues.catalogue(NEW | {"version": 1}))
        page = walk.get("measure", "grant", datum="2019-01-01")
        words = {
            "sv": "Det här stödet fanns inte den 1 januari 2019.",
            "en": "This support did not exist on 1 January 2019.",
        }
        assert page.status_code == 200
        assert words[walk.language] in seen(page)
        assert f"{walk.address('measure', 'grant')}?datum=2020-04-01" in page.content.decode()

    def test_the_national_form_and_the_local_one_lead_to_each_other(self, swedish):
        local = {
            "id": "local",
            "parent": "grant",
            "name_sv": "Lokalt bidrag",
            "territory": {"regions": [], "municipalities": ["0484"]},
        }
        import_catalogue(catalogues.catalogue(catalogues.measure(), local))
        assert 'href="/stod/local/"' in swedish.get("measure", "grant").content.decode()
        page = swedish.get("measure", "local")
        assert 'href="/stod/grant/"' in page.content.decode()
        assert "Eskilstuna kommun" in seen(page)


@pytest.mark.usefixtures("facts")
class TestLinkedData:
    def test_it_is_valid_for_every_measure_in_both_languages(self, walk, tmp_path):
        found = []
        for measure in catalogue().rules(date(2020, 5, 4)).rulebook.measures:
            data = data_in(walk.get("measure", measure.id))
            assert data["@context"] == "https://schema.org"
            assert data["name"] == measure.name[walk.language]
            found.append(data)
        file = tmp_path / "measures.json"
        file.write_text(json.dumps(found), encoding="utf-8")
        run_checker("schemaorg/check_schemaorg.py", file)

    def test_periods_with_known_days_are_offers(self, swedish):
        offers = data_in(swedish.get("measure", "omstallningsstod"))["offers"]
        assert offers[0] == {
            "@type": "Offer",
            "name": "Mars–april 2020",
            "availabilityStarts": "2020-06-22",
            "availabilityEnds": "2020-08-31",
        }


@pytest.mark.django_db
def test_nothing_in_a_text_can_end_the_script_element_it_stands_in(swedish):
    hostile = "Bidrag </script><script>alert(1)</script> & <!-- mer"
    import_catalogue(catalogues.catalogue(catalogues.measure(name_sv=hostile)))
    page = swedish.get("measure", "grant")
    assert data_in(page)["name"] == hostile
    assert "<script>alert" not in page.content.decode()


@pytest.mark.django_db
def test_an_address_that_is_not_a_web_address_is_never_a_link(swedish):
    made = catalogues.measure(
        url="javascript:alert(1)",
        sources=[{"type": "page", "ref": "Sida", "url": "data:text/html,x"}],
    )
    import_catalogue(catalogues.catalogue(made))
    html = swedish.get("measure", "grant").content.decode()
    assert "javascript:" not in html
    assert "data:text" not in html
    assert "Sida" in html
