import datetime
import hashlib
import json
import re

import pytest
from django.contrib.sessions.models import Session

from lotsa.domain.situations.models import SavedSituation
from lotsa.foundation import clock
from tests.support.client import StrictClient
from tests.support.guide import RESTAURANT, Walk, listed, seen

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture(params=["sv", "en"])
def walk(client, request):
    return Walk(client, request.param)


@pytest.fixture
def saved(walk):
    """A page with a link, saved by `walk`."""
    walk.restaurant("liquidity")
    return walk.post("save")


@pytest.fixture
def elsewhere(walk):
    """Another browser in the same language."""
    return Walk(StrictClient(), walk.language)


def token_of(page):
    return page.context["token"]


def private(page):
    return (
        page.headers["X-Robots-Tag"] == "noindex, nofollow"
        and "no-store" in page.headers["Cache-Control"]
        and page.headers["Referrer-Policy"] == "same-origin"
    )


def test_a_link_opens_in_another_browser(walk, saved, elsewhere):
    page = elsewhere.client.get(saved.context["address"])

    assert page.status_code == 200
    text = seen(page)
    for known in ("Eskilstuna", "12", "60"):
        assert known in text
    assert page.content.decode().count("<h1>") == 1
    # Nothing is taken up before the visitor says so.
    assert elsewhere.told == {}
    answers = elsewhere.post("go_on", token_of(saved))
    assert answers.redirect_chain[-1][0] == walk.address("answer")
    assert elsewhere.told == walk.told
    assert listed(answers) == listed(walk.get("answer"))


def test_it_says_what_the_visitor_asked_about(saved, elsewhere):
    page = elsewhere.get("resume", token_of(saved))

    (need,) = page.context["needs"]
    about = {"sv": "Det gäller:", "en": "About:"}[elsewhere.language]
    assert f"{about} {need}" in seen(page)


def test_the_token_cannot_be_guessed_and_is_not_kept(walk, saved):
    token = token_of(saved)
    again = token_of(walk.post("save"))
    row = SavedSituation.objects.get(token_sha256=hashlib.sha256(token.encode()).hexdigest())

    # 32 random bytes.
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token)
    assert again != token
    everything = json.dumps([str(value) for value in vars(row).values()])
    assert token not in everything
    assert token not in json.dumps(dict(walk.client.session.items()))


def test_nothing_personal_and_nothing_written_freely_is_kept(walk, saved):
    row = SavedSituation.objects.get()

    assert set(row.as_facts()) == {"facts", "by_window", "unknown", "asked"}
    for sentence in RESTAURANT[walk.language].split("."):
        assert not sentence or sentence.strip() not in row.facts
    assert "restaurant" not in row.facts
    assert row.as_needs() == ("liquidity",)
    assert row.language == walk.language


def test_a_sensitive_fact_is_not_kept(walk):
    walk.choose("liquidity")
    session = walk.client.session
    session["situation"] = session["situation"] | {
        "facts": {"owner_on_sick_leave": True, "employees": 1}
    }
    session.save()
    walk.post("save")

    assert SavedSituation.objects.get().as_facts()["facts"] == {"employees": 1}


def test_what_is_not_known_is_kept_too(walk, elsewhere):
    walk.choose("liquidity")
    walk.reply("employees", dont_know="1")
    page = walk.post("save")

    elsewhere.post("go_on", token_of(page))
    assert elsewhere.told["unknown"] == ["employees"]


def test_only_needs_can_be_kept(walk, elsewhere):
    walk.choose("rent")
    page = walk.post("save")

    opened = elsewhere.get("resume", token_of(page))
    assert opened.status_code == 200
    assert "<dl" not in opened.content.decode()
    elsewhere.post("go_on", token_of(page))
    assert elsewhere.told["needs"] == ["rent"]


def test_nothing_told_saves_nothing(walk):
    page = walk.post("save")

    assert page.redirect_chain[-1][0] == walk.address("start")
    assert not SavedSituation.objects.exists()


def test_it_lives_for_90_days_and_no_longer(walk, saved, elsewhere, monkeypatch):
    row = SavedSituation.objects.get()
    assert row.expires_at - row.created_at == datetime.timedelta(days=90)
    token = token_of(saved)
    real = clock.now()

    def later(days):
        monkeypatch.setattr(
            "lotsa.web.public.views.resume.now", lambda: real + datetime.timedelta(days=days)
        )

    later(89)
    assert elsewhere.get("resume", token).status_code == 200
    later(91)
    assert elsewhere.get("resume", token).status_code == 404
    assert elsewhere.post("go_on", token).status_code == 404
    assert elsewhere.told == {}


def test_it_can_be_deleted_at_once_by_whoever_has_it(walk, saved, elsewhere):
    page = elsewhere.post("delete_saved", token_of(saved))

    words = {"sv": "Länken och allt bakom den är borta", "en": "everything behind it is deleted"}
    assert words[walk.language] in seen(page)
    assert not SavedSituation.objects.exists()
    assert elsewhere.get("resume", token_of(saved)).status_code == 404
    assert elsewhere.post("delete_saved", token_of(saved)).status_code == 404


@pytest.mark.parametrize("token", ["x", "0" * 43, "ö" * 43, "a" * 101, "' OR 1=1 --", "\x00"])
def test_a_made_up_link_leads_nowhere(walk, token):
    assert walk.get("resume", token).status_code == 404
    assert walk.post("go_on", token).status_code == 404
    assert walk.post("delete_saved", token).status_code == 404


def test_pages_with_a_link_are_private(walk, saved, elsewhere):
    opened = elsewhere.get("resume", token_of(saved))

    for page in (saved, opened):
        assert private(page)
        assert '<meta name="robots" content="noindex, nofollow">' in page.content.decode()


def test_a_link_that_is_gone_is_no_less_private(walk):
    # An address with a token in it may still stand in a history; nothing may pass it on.
    assert private(walk.get("resume", "0" * 43))


def test_looking_at_it_changes_nothing(walk, saved, elsewhere):
    before = (SavedSituation.objects.get().expires_at, Session.objects.count())
    for _ in range(3):
        page = elsewhere.get("resume", token_of(saved))
        assert "lotsa_session" not in page.cookies

    assert (SavedSituation.objects.get().expires_at, Session.objects.count()) == before
    assert elsewhere.get("go_on", token_of(saved)).status_code == 405
    asked = elsewhere.get("delete_saved", token_of(saved))
    assert asked.status_code == 200
    assert private(asked)
    assert SavedSituation.objects.exists()


def test_the_link_leads_to_the_language_it_was_made_in(walk, saved):
    assert saved.context["address"].startswith(
        "http://testserver" + walk.address("resume", "x")[:-2]
    )


def test_too_much_is_refused_with_a_sentence(walk):
    walk.choose("liquidity")
    session = walk.client.session
    session["situation"] = session["situation"] | {
        "facts": {"sni": ["56100"] * 9000},
    }
    session.save()
    page = walk.post("save")

    assert not SavedSituation.objects.exists()
    words = {"sv": "för mycket för att spara", "en": "too much to keep"}[walk.language]
    assert words in seen(page)


@pytest.mark.usefixtures("stopped_clock")
def test_saving_is_limited(walk):
    walk.choose("liquidity")
    for _ in range(10):
        walk.post("save")

    assert walk.post("save").status_code == 429
    assert SavedSituation.objects.count() == 10
