import pytest

from tests.support.guide import MARCH_APRIL, MAY, RESTAURANT, Walk, listed, seen

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture(params=["sv", "en"])
def walk(client, request):
    return Walk(client, request.param)


@pytest.fixture
def swedish(client):
    return Walk(client, "sv")


def chips(page):
    return {chip.label: chip for chip in page.context["chips"]}


def test_without_words_there_is_nothing_to_confirm(walk):
    assert walk.get("heard").url == walk.address("start")


def test_what_was_heard_is_shown_with_the_words_it_was_heard_in(walk):
    page = walk.say(RESTAURANT[walk.language])

    text = seen(page)
    assert page.content.decode().count("<h1>") == 1
    assert RESTAURANT[walk.language] in text
    for value in ("Eskilstuna", "12", "60"):
        assert value in text
    found = chips(page)
    assert len(found) == 5
    for chip in found.values():
        assert chip.snippet.lower() in RESTAURANT[walk.language].lower()
        opened = {"sv": "”", "en": "“"}[walk.language]
        assert f"{opened}{chip.snippet}”" in text


def test_nothing_counts_before_it_is_confirmed(walk):
    walk.say(RESTAURANT[walk.language])

    assert walk.told["facts"] == {}
    assert walk.told["by_window"] == {}


def test_everything_that_was_ticked_counts(walk):
    page = walk.restaurant("liquidity")

    facts = walk.told["facts"]
    assert facts == {
        "sni": ["56100"],
        "municipality": ["0484"],
        "employees": 12,
        "rents_premises": True,
    }
    windows = walk.told["by_window"]
    assert windows
    assert all(told == {"turnover_drop_percent": 60} for told in windows.values())
    assert listed(page)["now"]


def test_only_what_was_ticked_counts(walk):
    page = walk.say(RESTAURANT[walk.language])
    employees = next(c for c in page.context["chips"] if "12" in c.value)

    walk.post("heard", facts=[employees.index], needs=["rent"])

    assert walk.told["facts"] == {"employees": 12}
    assert walk.told["by_window"] == {}
    assert walk.told["needs"] == ["rent"]


def test_what_is_unticked_on_a_second_look_no_longer_counts(walk):
    page = walk.say(RESTAURANT[walk.language])
    walk.confirm_all(page, "rent")
    assert walk.told["facts"]["employees"] == 12

    page = walk.get("heard")
    place = next(c for c in page.context["chips"] if c.value == "Eskilstuna")
    walk.post("heard", facts=[place.index], needs=["rent"])

    assert walk.told["facts"] == {"municipality": ["0484"]}
    assert walk.told["by_window"] == {}
    again = walk.get("heard").context["chips"]
    assert [chip.value for chip in again if chip.chosen] == ["Eskilstuna"]


def test_an_answer_given_since_is_not_taken_back_with_what_was_heard(walk):
    walk.restaurant("rent")
    walk.reply("employees", "15")

    walk.post("heard", facts=[], needs=["rent"])

    assert walk.told["facts"] == {"employees": 15}


def test_new_words_are_heard_afresh(swedish):
    swedish.restaurant("rent")

    page = swedish.say("Vi är 3 anställda på ett hotell i Nyköping.")

    assert all(chip.chosen for chip in page.context["chips"])


def test_what_was_heard_is_no_question_to_go_back_to(walk):
    walk.restaurant("liquidity")

    assert walk.told["asked"] == []


def test_a_fact_that_no_rule_uses_is_not_brought_up(swedish):
    page = swedish.say("Vi är 3 anställda på en krog i Eskilstuna. Vi vill ha råd på finska.")

    # No measure asks for the language of advice.
    assert {chip.label for chip in page.context["chips"]} == {"Anställda", "Bransch", "Kommun"}


def test_a_sensitive_fact_is_never_kept_whatever_is_posted(swedish):
    swedish.say("Jag är egenföretagare i Eskilstuna och är sjuk och utan inkomst.")

    swedish.post("heard", facts=range(20), needs=[])

    assert "owner_on_sick_leave" not in swedish.told["facts"]


class TestMonths:
    def test_the_months_that_were_said_are_proposed(self, walk):
        page = walk.say(RESTAURANT[walk.language])
        (drop,) = (chip for chip in page.context["chips"] if chip.periods)

        assert [one.value for one in drop.periods if one.chosen] == [MARCH_APRIL]
        months = {"sv": "mars–april 2020", "en": "March–April 2020"}[walk.language]
        assert months in seen(page)

    def test_months_that_no_measure_asks_about_are_proposed_to_be_left_out(self, swedish):
        page = swedish.say("Vår krog i Eskilstuna tappade 40 % av omsättningen i januari.")
        (drop,) = (chip for chip in page.context["chips"] if chip.periods)

        assert [one.value for one in drop.periods if one.chosen] == [""]
        swedish.confirm_all(page, "liquidity")
        assert swedish.told["by_window"] == {}

    def test_without_months_the_latest_ended_is_proposed(self, swedish):
        page = swedish.say("Vår krog i Eskilstuna har tappat 40 % av omsättningen.")
        (drop,) = (chip for chip in page.context["chips"] if chip.periods)

        assert [one.value for one in drop.periods if one.chosen] == [MARCH_APRIL]

    def test_other_months_can_be_chosen_and_the_first_then_no_longer_count(self, walk):
        page = walk.say(RESTAURANT[walk.language])
        (drop,) = (chip for chip in page.context["chips"] if chip.periods)
        walk.confirm_all(page, "liquidity")
        in_march = set(walk.told["by_window"])

        walk.post("heard", facts=[drop.index], **{f"period_{drop.index}": MAY})

        in_may = set(walk.told["by_window"])
        assert in_may
        assert not in_may & in_march

    @pytest.mark.parametrize(
        "key", ["", "x", "turnover_drop_percent", "employees", f"{MARCH_APRIL}0", "a@b@c"]
    )
    def test_months_that_are_made_up_leave_the_figure_out(self, swedish, key):
        page = swedish.say(RESTAURANT["sv"])
        (drop,) = (chip for chip in page.context["chips"] if chip.periods)

        swedish.post("heard", facts=[drop.index], **{f"period_{drop.index}": key})

        assert swedish.told["by_window"] == {}


@pytest.mark.parametrize("index", ["99", "-1", "x", "", "0 ", "٣", "1e0"])
def test_a_made_up_place_in_the_list_adds_nothing(swedish, index):
    swedish.say(RESTAURANT["sv"])

    page = swedish.post("heard", facts=[index], needs=["no-such-need"], follow=False)

    assert page.status_code == 302
    assert swedish.told["facts"] == {}
    assert swedish.told["needs"] == []


class TestLanguage:
    def test_english_on_the_swedish_page_is_offered_english(self, swedish):
        page = swedish.say(RESTAURANT["en"])

        assert page.context["offer"][0] == "en"
        assert 'href="/en/heard/" lang="en"' in page.content.decode()
        assert "12" in {chip.value for chip in page.context["chips"]}

    def test_swedish_on_the_english_page_is_offered_swedish(self, client):
        page = Walk(client, "en").say(RESTAURANT["sv"])

        assert page.context["offer"][0] == "sv"
        assert "Läs sidan på svenska" in seen(page)

    def test_the_pages_own_language_is_not_offered(self, walk):
        assert walk.say(RESTAURANT[walk.language]).context["offer"] is None

    @pytest.mark.parametrize(
        "words",
        [
            "لدي مطعم في إسكيلستونا وعندي 12 موظفا وفقدت 60 في المئة من المبيعات",
            "Minulla on ravintola Eskilstunassa ja 12 työntekijää, liikevaihto on pudonnut 60 %.",
        ],
    )
    def test_arabic_and_finnish_are_understood_as_far_as_it_goes(self, swedish, words):
        page = swedish.say(words)

        assert page.status_code == 200
        assert "Eskilstuna" in {chip.value for chip in page.context["chips"]}
        assert page.context["suggestions"].choices


def test_who_only_says_who_they_are_is_asked_what_it_is_about(swedish):
    page = swedish.say("Vi driver en restaurang i Eskilstuna med 12 anställda.")

    assert page.context["suggestions"].choices == ()
    assert "permits_municipal" in {one.value for one in page.context["others"].choices}
    assert not any(one.chosen for one in page.context["others"].choices)
    assert "Vad gäller det?" in seen(page)
    assert "Det vi tror att det gäller" not in seen(page)


@pytest.mark.parametrize(
    "words", ["x", "?!", "1234567890 " * 30, "<script>alert(1)</script>", "\u202e\u0000abc", "🙂"]
)
def test_words_that_say_nothing_still_lead_on(walk, words):
    page = walk.say(words)

    assert page.status_code == 200
    choices = [*page.context["suggestions"].choices, *page.context["others"].choices]
    assert len(choices) == 17
    assert "<script>alert" not in page.content.decode()
    assert walk.post("heard", needs=["rent"]).status_code == 200
