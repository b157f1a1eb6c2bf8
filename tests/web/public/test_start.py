import pytest

from tests.support.guide import RESTAURANT, Walk, seen

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture(params=["sv", "en"])
def walk(client, request):
    return Walk(client, request.param)


def test_the_first_page_asks_one_thing_in_the_visitors_language(walk):
    page = walk.get("start")

    assert page.status_code == 200
    heading = {"sv": "Vad gäller det?", "en": "What is it about?"}[walk.language]
    assert page.content.decode().count("<h1>") == 1
    assert heading in seen(page)
    assert f"{page.context['counts'].measures}" in seen(page)
    for need in page.context["needs"].choices:
        assert str(need.label) in seen(page)


def test_a_first_visit_has_no_way_back_to_answers_that_are_not_there(walk):
    go_on = {"sv": "Fortsätt där ni var", "en": "Go on where you were"}[walk.language]
    assert go_on not in seen(walk.get("start"))

    walk.choose("liquidity")

    assert go_on in seen(walk.get("start"))


def test_looking_at_the_first_page_starts_no_visit(walk):
    page = walk.get("start")

    assert "lotsa_session" not in page.cookies


def test_own_words_lead_to_what_was_heard(walk):
    page = walk.post("start", words=RESTAURANT[walk.language], follow=False)

    assert page.status_code == 302
    assert page.url == walk.address("heard")
    assert walk.client.session["own_words"] == RESTAURANT[walk.language]


def test_tiles_lead_straight_to_the_first_question(walk):
    page = walk.post("start", needs=["rent", "liquidity"], follow=False)

    assert page.url == walk.address("question")
    assert walk.told["needs"] == ["rent", "liquidity"]


def test_words_and_tiles_together_are_both_kept(walk):
    page = walk.post("start", words="En krog.", needs=["rent"])

    assert page.redirect_chain[-1][0] == walk.address("heard")
    assert walk.told["needs"] == ["rent"]
    assert "En krog." in seen(page)
    ticked = [one.value for one in page.context["others"].choices if one.chosen]
    ticked += [one.value for one in page.context["suggestions"].choices if one.chosen]
    assert ticked == ["rent"]


@pytest.mark.parametrize("words", ["", "   \n\t "])
def test_nothing_at_all_gives_a_sentence_about_what_to_do(walk, words):
    page = walk.post("start", words=words)

    assert page.status_code == 422
    sentence = {
        "sv": "Skriv några ord, eller välj minst ett av alternativen.",
        "en": "Write a few words, or choose at least one of the alternatives.",
    }[walk.language]
    html = page.content.decode()
    # Once in the summary that leads to the field, once beside the field.
    assert seen(page).count(sentence) == 2
    assert '<a href="#id_words">' in html
    assert 'aria-invalid="true"' in html
    assert walk.told == {}


def test_the_error_is_told_already_in_the_title(walk):
    page = walk.post("start", words="")

    error = {"sv": "<title>Fel: ", "en": "<title>Error: "}[walk.language]
    assert error in page.content.decode()


def test_a_need_that_is_not_there_counts_as_none(walk):
    assert walk.post("start", needs=["no-such-need"]).status_code == 422

    walk.post("start", needs=["no-such-need", "rent"])

    assert walk.told["needs"] == ["rent"]


def test_what_was_written_and_chosen_still_stands_there_when_one_comes_back(walk):
    walk.post("start", words="Vi har en krog & ett <hotell>.", needs=["rent", "loans"])

    page = walk.get("start")

    assert "Vi har en krog &amp; ett &lt;hotell&gt;." in page.content.decode()
    assert [one.value for one in page.context["needs"].choices if one.chosen] == ["loans", "rent"]


def test_a_change_of_needs_keeps_what_has_been_told(walk):
    walk.choose("liquidity")
    walk.reply("employees", "12")

    walk.choose("rent")

    assert walk.told["needs"] == ["rent"]
    assert walk.told["facts"] == {"employees": 12}


def test_very_long_words_are_cut_and_not_refused(walk):
    page = walk.say("Vi driver en restaurang. " * 1000)

    assert page.status_code == 200
    assert len(walk.client.session["own_words"]) == 4000


def test_forgetting_takes_away_everything_that_was_told(walk):
    walk.restaurant("liquidity")
    assert walk.told["facts"]

    page = walk.post("forget")

    assert page.redirect_chain[-1][0] == walk.address("start")
    left = {key for key in walk.client.session.keys() if not key.startswith("_")}  # noqa: SIM118
    assert left == set()
    assert "Eskilstuna" not in walk.get("start").context["words"].value


def test_forgetting_asks_first_and_following_the_link_forgets_nothing(walk):
    walk.choose("liquidity")

    page = walk.get("forget")

    assert page.status_code == 200
    assert walk.address("answer") in page.content.decode()
    assert walk.told["needs"] == ["liquidity"]
