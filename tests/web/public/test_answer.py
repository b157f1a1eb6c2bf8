import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lotsa.domain.measures.selectors import catalogue
from tests.support.guide import MARCH_APRIL, Walk, entry, listed, seen

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture(params=["sv", "en"])
def walk(client, request):
    return Walk(client, request.param)


@pytest.fixture
def swedish(client):
    return Walk(client, "sv")


class TestTheRestaurantInEskilstuna:
    """12 employees, turnover down 60 % in March and April, as it stands on 4 May 2020."""

    @pytest.fixture
    def page(self, swedish):
        return swedish.restaurant("liquidity")

    def test_what_can_be_applied_for_now(self, page):
        # The municipality's second package asks for nothing but the place; the lower employer's
        # contributions of March–June 2020 are for every employer.
        assert set(listed(page)["now"]) == {
            "nedsatta-arbetsgivaravgifter-2020",
            "eskilstuna-paket-2",
        }
        assert entry(page, "nedsatta-arbetsgivaravgifter-2020").when == "ansök senast 30\u00a0juni"

    def test_what_may_be_possible_and_which_answer_it_waits_for(self, page):
        maybe = listed(page)["maybe"]
        assert {
            "korttidsarbete-2020",
            "sjuklonekostnader",
            "tillfalligt-anstand",
            "eskilstuna-paket-1",
            "statlig-lanegaranti",
            "almi-brygglan",
            "stua-foretagsakut",
        } <= set(maybe)
        questions = {
            "sjuklonekostnader": "Har ni betalat sjuklön under april–juli 2020?",
            "eskilstuna-paket-1": "Betalar ni avgift, arrende eller hyra till kommunen?",
            "tillfalligt-anstand": "Har ni mer än små skulder hos Kronofogden?",
        }
        assert {name: entry(page, name).ask.text for name in questions} == questions

    def test_those_that_need_fewest_answers_come_first(self, page):
        waiting = [
            sum(one.state == "unknown" for one in entry(page, name).conditions)
            for name in listed(page)["maybe"]
            if "vi vet inte" not in entry(page, name).when
        ]
        assert waiting == sorted(waiting)

    def test_what_opens_later_and_when(self, page):
        later = listed(page)["later"]
        # The reorientation support opened on 22 June, the rent support on 1 July 2020.
        assert later[:2] == ["omstallningsstod", "hyresstod-2020"]
        assert (
            entry(page, "omstallningsstod").when == "öppnar 22\u00a0juni, stänger 31\u00a0augusti"
        )
        assert entry(page, "hyresstod-2020").when == "öppnar 1\u00a0juli, stänger 31\u00a0augusti"
        rent = [(one.state, one.text) for one in entry(page, "hyresstod-2020").conditions]
        assert ("unknown", "Hyresavtalet är tecknat senast 1\u00a0mars 2020") in rent

    def test_the_turnover_that_fell_is_held_against_the_support_that_asks_for_it(self, page):
        measure = entry(page, "omstallningsstod")
        lines = {line.text: line.state for line in (*measure.conditions, *measure.met)}
        drop = next(text for text in lines if "30" in text and "sjunkit" in text)
        assert "mars–april 2020" in drop
        assert lines[drop] == "yes"

    def test_a_measure_that_is_one_condition_away_says_which(self, swedish):
        page = swedish.restaurant()

        assert listed(page)["one_away"] == ["almi-mikrolan"]
        (line,) = (c for c in entry(page, "almi-mikrolan").conditions if c.state == "no")
        assert line.text == "Färre än 10 anställda – ni har 12"

    def test_what_is_not_possible_says_why(self, page):
        reasons = {
            name: [one.text for one in entry(page, name).conditions if one.state == "no"]
            for name in listed(page)["not"]
        }
        assert reasons["foretagsjouren-orebro-lan"] == ["Arbetsställe i Örebro län"]
        assert "Högst 9 anställda – ni har 12" in reasons["vasterbotten-omstallningscheck"]
        assert all(reasons.values()), "nothing is turned down without a reason"
        for lines in reasons.values():
            assert lines[0].replace("\u00a0", " ") in seen(page)

    def test_it_says_who_to_talk_to(self, page):
        people = [one.name for one in page.context["page"].people]
        assert any("Almi" in name for name in people)
        assert "Skatteverket" not in people

    def test_it_sums_up_the_situation_in_one_sentence(self, page):
        assert page.context["lead"] == (
            "Restaurangverksamhet i Eskilstuna, 12 anställda, "
            "omsättningen ner 60 procent i mars–april 2020."
        )

    def test_on_the_first_of_july_the_reorientation_support_is_open(self, swedish):
        swedish.restaurant("liquidity")
        swedish.client.post("/demo/datum/", {"date": "2020-07-01", "next": "/svar/"})
        page = swedish.get("answer")

        assert "omstallningsstod" in listed(page)["maybe"]
        assert entry(page, "omstallningsstod").when == "ansök senast 31\u00a0augusti"
        for key, written in [
            ("has_fskatt", "true"),
            ("turnover_reference_year_sek", "8 mkr"),
            ("turnover_drop_due_to_covid", "true"),
            ("dividend_in_ban_period", "false"),
        ]:
            page = swedish.reply(key, written, then="answer")
        assert "omstallningsstod" in listed(page)["now"] + listed(page)["decided"]


class TestTheLists:
    def test_each_measure_stands_in_just_one(self, walk):
        page = walk.restaurant()
        names = [name for group in listed(page).values() for name in group]

        assert len(names) == len(set(names))
        judged = catalogue().rules(date(2020, 5, 4)).rulebook.measures
        assert len(names) > 0.9 * len(judged)

    def test_the_numbers_at_the_top_lead_to_what_they_count(self, walk):
        page = walk.restaurant()
        html = page.content.decode()

        for tile in page.context["tiles"]:
            if tile.number:
                section = re.search(rf'id="{tile.address[1:]}".*?</section>', html, re.DOTALL)
                assert section, tile.address
                assert len(re.findall(r'<li class="entry"', section[0])) == tile.number
                assert f'href="{tile.address}"' in html
            else:
                assert f'href="{tile.address}"' not in html

    def test_only_what_meets_the_needs_is_listed(self, walk):
        page = walk.choose("rent")
        page = walk.get("answer")
        rules = catalogue().rules(date(2020, 5, 4))

        names = [name for group in listed(page).values() for name in group]
        assert names
        for name in names:
            assert "rent" in rules.documents[name]["needs"]

    def test_with_only_needs_told_nothing_is_promised(self, walk):
        walk.choose("liquidity", "rent")
        page = walk.get("answer")

        for name in listed(page)["now"]:
            # Only what asks for nothing at all can be promised to someone unknown.
            assert not entry(page, name).conditions
        assert listed(page)["maybe"]
        assert page.context["lead"] == ""
        assert page.context["lines"] == ()

    def test_a_situation_that_fits_nothing_says_so_and_leads_on(self, swedish):
        swedish.choose("crisis_leadership")
        swedish.reply("municipality", "1480")
        swedish.reply("employees", "0")
        swedish.client.post("/demo/datum/", {"date": "2035-01-01", "next": "/"})
        page = swedish.get("answer")

        assert not page.context["lists"]
        assert "Inget passar det ni har berättat" in seen(page)
        assert page.content.decode().count("<h1") == 1

    def test_nothing_told_says_where_to_begin(self, walk):
        page = walk.get("answer")

        words = {
            "sv": "Ni har inte berättat något än",
            "en": "You have not told us anything yet",
        }[walk.language]
        assert words in seen(page)
        assert f'href="{walk.address("start")}"' in page.content.decode()
        assert '<meta name="robots" content="noindex">' in page.content.decode()


class TestTheVisitorsOwnSituation:
    def test_every_answer_is_shown_and_can_be_changed(self, walk):
        page = walk.restaurant("liquidity")
        html = page.content.decode()

        lines = page.context["lines"]
        assert {line.key for line in lines} == {
            "municipality",
            "sni",
            "employees",
            "rents_premises",
            MARCH_APRIL,
        }
        for line in lines:
            assert f'href="{line.address}?then=answer"' in html
            assert walk.client.get(line.address).status_code == 200

    def test_what_one_does_not_know_is_shown_as_not_known(self, walk):
        walk.choose("liquidity")
        walk.reply("employees", dont_know="1")
        (line,) = walk.get("answer").context["lines"]

        assert line.key == "employees"
        assert line.value == ""

    def test_it_offers_the_next_question_until_none_is_left(self, walk):
        page = walk.restaurant("rent")

        assert page.context["page"].next_ask
        words = {"sv": "Svara på nästa fråga", "en": "Answer the next question"}[walk.language]
        assert words in seen(page)

    def test_a_catalogue_that_forgot_a_fact_still_answers(self, swedish):
        swedish.choose("liquidity")
        session = swedish.client.session
        session["situation"] = session["situation"] | {
            "facts": {"gone_from_the_catalogue": 3, "employees": "not a number", "sni": ["56"]},
            "by_window": {"no/such": {"turnover_drop_percent": 5}, "odd": {"x": 1}},
            "unknown": ["gone", "x@y", "owner_on_sick_leave"],
        }
        session.save()

        page = swedish.get("answer")

        assert page.status_code == 200
        assert {line.key for line in page.context["lines"]} == {"sni"}
        assert swedish.get("question").status_code == 200


class TestThePicture:
    def test_the_table_says_the_same_as_the_bars(self, walk):
        page = walk.restaurant("liquidity")
        rows = page.context["picture"].rows
        table = re.search(r"<table.*?</table>", page.content.decode(), re.DOTALL)[0]

        assert len(rows) == table.count("<tr>") - 1
        for row in rows:
            assert 0 <= row.left <= 100
            assert 0 < row.width <= 100.8

    def test_its_rows_lead_to_measures_on_the_page(self, walk):
        html = walk.restaurant().content.decode()

        for target in re.findall(r'href="#(m-[^"]+)"', html):
            assert f'id="{target}"' in html


def queries(walk):
    with CaptureQueriesContext(connection) as caught:
        assert walk.get("answer").status_code == 200
    return [one["sql"] for one in caught.captured_queries]


def test_the_number_of_queries_grows_with_neither_facts_nor_measures(swedish):
    swedish.choose("rent")
    swedish.get("answer")
    few = queries(swedish)
    names = listed(swedish.get("answer"))
    swedish.choose("liquidity")
    swedish.restaurant()
    for key, written in [("has_fskatt", "true"), ("founded_on", "2010"), ("turnover_sek", "8 mkr")]:
        swedish.reply(key, written)
    many = queries(swedish)

    more = listed(swedish.get("answer"))
    assert sum(map(len, more.values())) > 3 * sum(map(len, names.values()))
    assert len(few) == len(many)
    # The session, and which revision of the catalogue holds.
    assert len(many) <= 3, many
