import json
import re

import pytest

from lotsa.domain.measures.selectors import catalogue
from lotsa.foundation.clock import today
from tests.support.guide import MARCH_APRIL, MAY, Walk, seen

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture(params=["sv", "en"])
def walk(client, request):
    return Walk(client, request.param)


@pytest.fixture
def swedish(client):
    return Walk(client, "sv")


def askable():
    registry = catalogue().rules(today()).rulebook.registry
    return [
        field
        for field in registry.fields.values()
        if not field.sensitive and not field.per_window and field.type != "series"
    ]


class TestTheQuestionPage:
    def test_it_asks_one_thing_and_says_what_that_settles(self, walk):
        page = walk.choose("liquidity")

        html = page.content.decode()
        assert len(re.findall(r"<h1[ >]", html)) == 1
        ask = page.context["ask"]
        assert f"<title>{ask.text} – Lotsa</title>" in html
        assert ask.text in seen(page)
        assert ask.effect in seen(page)
        assert re.search(r"\d+ ", ask.effect)

    def test_not_knowing_and_seeing_the_answers_are_always_offered(self, walk):
        walk.choose("liquidity")
        words = {
            "sv": ("Vet inte", "Visa svar nu", "Varför vi frågar"),
            "en": ("I do not know", "Show the answers now", "Why we ask"),
        }[walk.language]
        for field in askable():
            page = walk.get("one_question", field.id)

            assert page.status_code == 200, field.id
            for one in words[:2]:
                assert one in seen(page), field.id
            assert f'href="{walk.address("answer")}"' in page.content.decode()
            assert page.content.decode().count("<h1") == 1
            if f"why_{walk.language}" in field.document:
                assert words[2] in seen(page), field.id

    @pytest.mark.parametrize(
        "key",
        [
            "owner_on_sick_leave",
            "monthly_turnover",
            "no_such_field",
            "turnover_drop_percent",
            f"employees@{MARCH_APRIL.partition('@')[2]}",
            "turnover_drop_percent@20200301-20200430",
            "turnover_drop_percent@x/y",
            "a/b/c",
            "%00",
            "x" * 500,
        ],
    )
    def test_there_is_no_page_for_what_is_never_asked(self, walk, key):
        assert walk.get("one_question", key).status_code == 404
        assert walk.reply(key, "1").status_code == 404

    def test_it_is_not_for_search_engines(self, walk):
        assert '<meta name="robots" content="noindex">' in seen_head(walk.choose("rent"))

    def test_looking_at_questions_starts_no_visit(self, walk):
        for name, *args in [("question",), ("one_question", "employees"), ("answer",)]:
            assert "lotsa_session" not in walk.get(name, *args).cookies


def seen_head(page):
    return page.content.decode().partition("</head>")[0]


class TestAnswers:
    @pytest.mark.parametrize(
        ("key", "written", "kept"),
        [
            ("employees", "12", 12),
            ("employees", "12–15", {"min": 12, "max": 15}),
            ("employees", "ca 12", 12),
            ("turnover_sek", "1,2 mkr", 1_200_000),
            (MARCH_APRIL, "60 %", 60),
            ("founded_on", "mars 2019", "2019-03"),
            ("legal_form", "aktiebolag", "aktiebolag"),
            ("rents_premises", "true", True),
            ("rents_premises", "false", False),
            ("municipality", "0484", ["0484"]),
            ("municipality", "04", ["04"]),
            ("sni", "56100", ["56100"]),
        ],
    )
    def test_an_answer_is_kept_as_meant_and_stands_there_when_one_comes_back(
        self, walk, key, written, kept
    ):
        walk.choose("liquidity")
        page = walk.reply(key, written, follow=False)

        assert page.status_code == 302
        assert page.url == walk.address("question")
        told = {**walk.told["facts"]}
        for facts in walk.told["by_window"].values():
            told.update(facts)
        assert told[key.partition("@")[0]] == kept
        drawn = walk.get("one_question", key).context["drawn"]
        assert drawn.value or any(choice.chosen for choice in drawn.choices)

    @pytest.mark.parametrize(
        ("key", "written"),
        [
            ("employees", ""),
            ("employees", "many"),
            ("employees", "-3"),
            ("employees", "2,5"),
            ("employees", "10–"),
            ("turnover_sek", "1.2.3.4 mkr x"),
            (MARCH_APRIL, "101"),
            (MARCH_APRIL, "sixty"),
            ("founded_on", "yesterday"),
            ("founded_on", "2020-13-45"),
            ("legal_form", "ab"),
            ("rents_premises", "maybe"),
            ("municipality", "9999"),
            ("sni", "ABC"),
            ("sni", ""),
        ],
    )
    def test_one_that_cannot_be_used_is_met_with_a_sentence_and_kept_in_the_field(
        self, walk, key, written
    ):
        walk.choose("liquidity")
        page = walk.reply(key, written)

        assert page.status_code == 422
        drawn = page.context["drawn"]
        assert drawn.error
        sentence = drawn.error.replace("\u00a0", " ")
        assert seen(page).count(sentence) == 2, "in the summary and by the field"
        title = {"sv": "<title>Fel: ", "en": "<title>Error: "}[walk.language]
        assert title in page.content.decode()
        if not drawn.choices:
            assert drawn.value == written
        assert walk.told["facts"] == {}
        assert walk.told["by_window"] == {}
        assert walk.told["asked"] == []

    def test_several_industries_may_be_told(self, swedish):
        swedish.choose("liquidity")
        swedish.reply("sni", "56100", "55101")

        assert swedish.told["facts"]["sni"] == ["56100", "55101"]


class TestMonths:
    def test_the_question_names_its_months(self, walk):
        text = walk.get("one_question", MARCH_APRIL).context["ask"].text

        for part in {
            "sv": ("mars–april 2020", "mars–april 2019"),
            "en": ("March–April 2020", "March–April 2019"),
        }[walk.language]:
            assert part in text

    def test_an_answer_is_about_just_the_windows_with_those_months(self, swedish):
        swedish.choose("liquidity")
        swedish.reply(MARCH_APRIL, "60")
        rulebook = catalogue().rules(today()).rulebook
        asking = {
            f"{measure.id}/{window.id}": window.period
            for measure in rulebook.measures
            for window in measure.windows
        }

        filled = set(swedish.told["by_window"])
        assert "omstallningsstod/w1" in filled or filled
        months = {(asking[one].start.isoformat(), asking[one].end.isoformat()) for one in filled}
        assert months == {("2020-03-01", "2020-04-30")}

    def test_one_answer_never_reaches_other_months(self, swedish):
        swedish.choose("liquidity")
        swedish.reply(MARCH_APRIL, "60")
        swedish.reply(MAY, "5")

        values = {json.dumps(told) for told in swedish.told["by_window"].values()}
        assert values == {'{"turnover_drop_percent": 60}', '{"turnover_drop_percent": 5}'}
        assert swedish.get("one_question", MARCH_APRIL).context["drawn"].value == "60"
        assert swedish.get("one_question", MAY).context["drawn"].value == "5"


class TestNotKnowing:
    def test_it_is_remembered_and_not_asked_again(self, walk):
        page = walk.choose("liquidity")
        asked = []
        while "ask" in page.context:
            key = page.context["ask"].key
            assert key not in asked
            asked.append(key)
            page = walk.reply(key, dont_know="1")
            assert len(asked) < 200

        assert len(asked) > 10
        assert "owner_on_sick_leave" not in asked
        assert page.redirect_chain[-1][0] == walk.address("answer")
        assert walk.told["unknown"] == asked
        assert page.context["page"].next_ask is None
        # Nothing on the page asks for what the visitor has said it does not know.
        assert f'action="{walk.address("one_question", asked[0])}"' not in page.content.decode()

    def test_it_takes_back_an_earlier_answer(self, swedish):
        swedish.choose("liquidity")
        swedish.reply("employees", "12")
        swedish.reply("employees", dont_know="1")

        assert swedish.told["facts"] == {}
        assert swedish.told["unknown"] == ["employees"]
        swedish.reply("employees", "13")
        assert swedish.told["unknown"] == []

    def test_an_answer_in_the_field_does_not_count_when_one_does_not_know(self, swedish):
        swedish.choose("liquidity")
        swedish.reply("employees", "12", dont_know="1")

        assert swedish.told["facts"] == {}

    def test_of_months_it_is_about_those_months_only(self, swedish):
        swedish.choose("liquidity")
        swedish.reply(MARCH_APRIL, "60")
        swedish.reply(MAY, dont_know="1")

        assert swedish.told["unknown"] == [MAY]
        assert swedish.told["by_window"]


class TestGoingBack:
    def test_leads_through_the_questions_met_to_the_first_page(self, walk):
        page = walk.choose("liquidity")
        keys = []
        for _ in range(3):
            keys.append(page.context["ask"].key)
            page = walk.reply(keys[-1], dont_know="1")

        for key in reversed(keys):
            assert page.context["before"] == walk.address("one_question", key)
            page = walk.client.get(page.context["before"])
            assert page.context["ask"].key == key
        assert page.context["before"] == walk.address("start")

    def test_loses_nothing(self, walk):
        walk.choose("liquidity")
        walk.reply("employees", "12")
        walk.reply("legal_form", "aktiebolag")
        before = walk.told

        page = walk.get("one_question", "employees")
        walk.client.get(page.context["before"])

        assert page.context["drawn"].value == "12"
        assert walk.told == before

    def test_a_question_answered_anew_keeps_its_place(self, walk):
        walk.choose("liquidity")
        walk.reply("employees", "12")
        walk.reply("legal_form", "aktiebolag")
        walk.reply("employees", "13")
        walk.reply("employees", dont_know="1")

        assert walk.told["asked"] == ["employees", "legal_form"]
        assert walk.get("one_question", "employees").context["number"] == 1
        assert walk.get("one_question", "legal_form").context["number"] == 2
        assert walk.get("question").context["number"] == 3

    def test_from_a_question_opened_among_the_answers_leads_back_there(self, walk):
        walk.choose("liquidity")
        page = walk.get("one_question", "municipality", then="answer")

        assert page.context["before"] == walk.address("answer")
        wrong = walk.reply("municipality", "9999", then="answer")
        assert wrong.context["before"] == walk.address("answer")
        done = walk.reply("municipality", "0484", then="answer", follow=False)
        assert done.url == walk.address("answer")

    def test_words_in_the_way_back_lead_nowhere_else(self, walk):
        walk.choose("liquidity")
        elsewhere = "https://elsewhere.example/"
        done = walk.reply("employees", "1", then=elsewhere, anchor=elsewhere, follow=False)
        assert done.url == walk.address("question")
        done = walk.reply("employees", "1", then="answer", anchor=elsewhere, follow=False)
        assert done.url == walk.address("answer")
