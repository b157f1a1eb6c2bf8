import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lotsa.domain.measures.selectors import catalogue
from lotsa.foundation.clock import today
from tests.support.guide import MARCH_APRIL, MAY, RESTAURANT, Walk, entry, listed, seen

pytestmark = pytest.mark.usefixtures("facts")

# Invented numbers of the right form with a right check digit.
COMPANY = "559999-0008"
SOLE_TRADER = "900101-0017"
FOUNDATION_OR_CLUB = "802481-5641"


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
        assert seen(page).count(drawn.error) == 2, "in the summary and by the field"
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


class TestOrganisationNumber:
    @pytest.mark.parametrize(
        ("number", "form"),
        [
            (COMPANY, "aktiebolag"),
            (COMPANY.replace("-", ""), "aktiebolag"),
            (f"SE{COMPANY.replace('-', '')}01", "aktiebolag"),
            (SOLE_TRADER, "enskild_firma"),
        ],
    )
    def test_a_valid_one_suggests_and_the_visitor_decides(self, walk, number, form):
        walk.choose("liquidity")
        page = walk.reply("legal_form", orgnr=number, suggest="1")

        assert [c.value for c in page.context["drawn"].choices if c.chosen] == [form]
        assert walk.told["facts"] == {}
        assert page.context["suggested"]

    @pytest.mark.parametrize("number", [COMPANY, SOLE_TRADER])
    def test_it_is_kept_nowhere(self, walk, number):
        walk.choose("liquidity")
        page = walk.reply("legal_form", orgnr=number, suggest="1")
        digits = number.replace("-", "")
        form = next(c.value for c in page.context["drawn"].choices if c.chosen)
        walk.reply("legal_form", form, orgnr=number)

        for text in (number, digits, digits[:6], digits[6:]):
            assert text not in json.dumps(dict(walk.client.session.items()))
            assert text not in page.content.decode()
        assert walk.told["facts"] == {"legal_form": form}

    @pytest.mark.parametrize(
        "number", ["", "559999-0009", "12", "abcdefghij", "5" * 40, "٥٥٩٩٩٩٠٠٠٨", "559999–00080"]
    )
    def test_a_wrong_one_is_met_with_a_sentence(self, walk, number):
        walk.choose("liquidity")
        page = walk.reply("legal_form", orgnr=number, suggest="1")

        assert page.status_code == 422
        sentence = {
            "sv": "Organisationsnumret stämmer inte",
            "en": "The organisation number is not valid",
        }[walk.language]
        assert seen(page).count(sentence) == 2
        assert '<a href="#id_orgnr">' in page.content.decode()
        assert walk.told["facts"] == {}

    def test_it_is_asked_for_only_with_the_legal_form(self, walk):
        assert walk.get("one_question", "legal_form").context["orgnr"]
        assert not walk.get("one_question", "employees").context["orgnr"]
        assert walk.reply("employees", orgnr=COMPANY, suggest="1").status_code == 422
        assert walk.told == {}


class TestIndustry:
    @pytest.mark.parametrize(
        ("language", "words", "code"),
        [
            ("sv", "restaurang", "56100"),
            ("sv", "krog", "56100"),
            ("sv", "56.1", "561"),
            ("en", "restaurant", "56100"),
            ("en", "hotel", "55101"),
        ],
    )
    def test_it_is_found_by_everyday_words_without_script(self, client, language, words, code):
        walk = Walk(client, language)
        walk.choose("liquidity")
        page = walk.reply("sni", query=words, search="1")

        found = [choice.value for choice in page.context["drawn"].choices]
        assert page.status_code == 200
        assert any(one.startswith(code[:3]) for one in found[:3])
        assert page.context["query"] == words
        assert walk.told["facts"] == {}
        walk.reply("sni", found[0], query=words)
        assert walk.told["facts"] == {"sni": [found[0]]}

    def test_nothing_found_says_what_to_try(self, walk):
        walk.choose("liquidity")
        page = walk.reply("sni", query="qqxxzz", search="1")

        tip = {"sv": "Prova ett annat ord", "en": "Try another word"}[walk.language]
        assert tip in seen(page)

    def test_the_one_chosen_before_stays_chosen_in_a_new_search(self, swedish):
        swedish.choose("liquidity")
        swedish.reply("sni", "56100")
        page = swedish.reply("sni", query="hotell", search="1")

        assert [c.value for c in page.context["drawn"].choices if c.chosen] == ["56100"]


class TestAmongTheAnswers:
    """Questions answered right where they stand on the answer page."""

    def restaurant(self, walk):
        return walk.restaurant("liquidity", "rent")

    def test_an_answer_leads_back_to_its_measure_and_says_what_changed(self, walk):
        page = self.restaurant(walk)
        measure = next(
            one
            for group in page.context["page"].groups.values()
            for one in group.entries
            if one.ask and one.ask.field.type == "boolean" and one.standing.value == "maybe"
        )
        then = {"then": "answer", "anchor": measure.id}

        done = walk.reply(measure.ask.key, "true", follow=False, **then)
        assert done.url == f"{walk.address('answer')}?changed={measure.id}#m-{measure.id}"
        page = walk.client.get(done.url)

        html = page.content.decode()
        assert page.context["status"].startswith(entry(page, measure.id).name)
        counts = listed(page)
        sums = {
            "sv": f"{len(counts['now'])} stöd kan sökas nu, {len(counts['maybe'])} kräver fler",
            "en": f"{len(counts['now'])} kind",
        }[walk.language]
        assert sums in page.context["status"]
        assert f'<div id="live" class="sr-only" role="status">{page.context["status"]}' in html
        assert html.count("autofocus") == 1
        assert f'id="m-{measure.id}" data-changed>\n  <h3 tabindex="-1" autofocus>' in html

    def test_one_that_rules_a_measure_out_unfolds_its_reasons(self, walk):
        self.restaurant(walk)
        then = {"then": "answer", "anchor": "nedsatta-egenavgifter-2020"}
        page = walk.reply("legal_form", "aktiebolag", **then)

        assert entry(page, "nedsatta-egenavgifter-2020").standing.value == "not"
        assert '<details class="fold" open><summary>' in page.content.decode()
        assert page.content.decode().count("autofocus") == 1

    def test_a_measure_that_leaves_the_page_leaves_the_focus_on_the_heading(self, walk):
        self.restaurant(walk)
        page = walk.get("answer", changed="almi-mikrolan")

        assert not any("almi-mikrolan" in measures for measures in listed(page).values())
        assert '<h1 tabindex="-1" autofocus>' in page.content.decode()
        assert page.context["status"]

    def test_a_page_merely_opened_moves_no_focus_and_says_nothing(self, walk):
        page = self.restaurant(walk)

        assert "autofocus" not in page.content.decode()
        assert page.context["status"] == ""

    def test_where_script_asked_a_fault_takes_the_whole_page_to_the_question(self, walk):
        self.restaurant(walk)
        page = walk.reply(
            "turnover_sek", "much", then="answer", anchor="x", headers={"HX-Request": "true"}
        )

        assert page.status_code == 422
        assert page.headers["HX-Retarget"] == "#main"
        assert page.headers["HX-Reselect"] == "#main"
        assert page.headers["HX-Push-Url"].endswith("/turnover_sek/?then=answer")
        assert page.context["drawn"].value == "much"
        assert '<section class="error-summary"' in page.content.decode()
        assert "HX-Retarget" not in walk.reply("turnover_sek", "much", then="answer").headers


FIELDS = st.sampled_from(
    [
        *("employees", "turnover_sek", "founded_on", "legal_form", "rents_premises", "sni"),
        *("municipality", "region", MARCH_APRIL, "language_preference", "vat_period"),
    ]
)
# Whatever a browser can send; a lone surrogate or a nought byte is not among it.
WRITTEN = st.text(st.characters(exclude_categories=["Cs"]), max_size=70) | st.from_regex(
    r"[-−]?[0-9 .,'–%]{1,20}(mkr|tkr|kr|%|e9)?", fullmatch=True
)


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    key=FIELDS,
    answers=st.lists(WRITTEN, max_size=3),
    more=st.dictionaries(
        st.sampled_from(["dont_know", "search", "suggest", "query", "orgnr", "then", "anchor"]),
        WRITTEN,
        max_size=3,
    ),
    peer=st.integers(0, 2**24),
)
def test_whatever_is_posted_is_answered(client, key, answers, more, peer):
    # Each from an address of its own, so that it is the page and not the rate limit that answers.
    client.defaults["REMOTE_ADDR"] = f"10.{peer >> 16}.{peer >> 8 & 255}.{peer & 255}"
    walk = Walk(client, "sv")
    page = walk.reply(key, *answers, follow=False, **more)

    assert page.status_code in {200, 302, 404, 422}
    assert walk.get("answer").status_code == 200
    json.dumps(walk.told)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.text(max_size=200) | st.just(RESTAURANT["sv"]), data=st.data())
def test_whatever_is_said_and_confirmed_is_answered(client, words, data):
    peer = data.draw(st.integers(0, 2**24))
    client.defaults["REMOTE_ADDR"] = f"10.{peer >> 16}.{peer >> 8 & 255}.{peer & 255}"
    walk = Walk(client, "sv")
    assert walk.say(words.encode("utf-8", "replace").decode()).status_code in {200, 422}
    posted = data.draw(
        st.dictionaries(
            st.sampled_from(["facts", "needs", "period_0", "period_3", "x"]), st.lists(WRITTEN)
        )
    )
    assert walk.post("heard", **posted).status_code == 200
