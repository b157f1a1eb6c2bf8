import pytest
from django.core.signals import got_request_exception
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from django.views import defaults

from config import navigation


@pytest.mark.parametrize(
    ("swedish", "english", "swedish_words", "english_words"),
    [
        ("/om/", "/en/about/", "Så kommer svaren till", "How the answers come about"),
        ("/tillganglighet/", "/en/accessibility/", "Så har vi testat", "How we have tested"),
        ("/integritet/", "/en/privacy/", "Vad vi sparar om er", "What we keep about you"),
    ],
)
def test_each_page_in_both_languages_leads_to_the_other(
    client, swedish, english, swedish_words, english_words
):
    in_swedish = client.get(swedish).content.decode()
    assert '<html lang="sv" dir="ltr"' in in_swedish
    assert swedish_words in in_swedish
    assert f'href="{english}" lang="en"' in in_swedish
    in_english = client.get(english).content.decode()
    assert '<html lang="en" dir="ltr"' in in_english
    assert english_words in in_english
    assert f'href="{swedish}" lang="sv"' in in_english


@pytest.mark.parametrize("path", ["/om/", "/tillganglighet/", "/integritet/", "/galleri/"])
def test_no_script_or_style_in_the_page(client, path):
    page = client.get(path).content.decode()
    assert "style=" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count("<script src=")


def test_the_operator_is_named_when_there_is_one(client, settings):
    assert "Ingen organisation ansvarar" in client.get("/tillganglighet/").content.decode()
    settings.LOTSA_OPERATOR = "Region Exempel"
    settings.LOTSA_CONTACT = "lotsa@region.example"
    page = client.get("/tillganglighet/").content.decode()
    assert "Region Exempel ansvarar" in page
    assert 'href="mailto:lotsa@region.example"' in page


def test_the_gallery_is_only_where_things_are_built(client, settings):
    assert client.get("/galleri/").status_code == 200
    settings.LOTSA_GALLERY = False
    assert client.get("/galleri/").status_code == 404


def test_the_banner_says_which_day_it_is_only_in_the_demo(client, settings):
    assert "Klockan står på <strong>4\u00a0maj 2020" in client.get("/om/").content.decode()
    settings.LOTSA_DEMO = False
    assert "Klockan står på" not in client.get("/om/").content.decode()


def test_every_page_of_the_footer_is_marked_when_one_is_there(client):
    page = client.get("/om/").content.decode()
    assert '<a href="/om/" aria-current="page">' in page
    assert page.count("aria-current") == 1


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", ["400", "403_csrf", "500"])
def test_these_error_pages_need_no_request_and_no_database(name, language):
    with translation.override(language):
        page = render_to_string(f"{name}.html", {})
    home = "/" if language == "sv" else "/en/"
    assert f'<html lang="{language}"' in page
    assert f'<a class="ds-button" href="{home}">' in page


def test_the_500_page_shows_also_when_the_list_of_hashed_files_is_lost(settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    page = render_to_string("500.html", {})
    assert 'href="/static/lotsa/lotsa.css"' in page


def test_a_view_that_breaks_gives_the_500_page(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("lotsa.web.public.views.pages.render", lambda *_args, **_more: 1 / 0)
    seen = []

    def note(**more):
        seen.append(more)

    got_request_exception.connect(note)
    try:
        answer = client.get("/en/about/")
    finally:
        got_request_exception.disconnect(note)
    assert answer.status_code == 500
    assert seen
    assert "Something broke on our side" in answer.content.decode()


def test_not_found_leads_on_and_keeps_the_shell(client):
    answer = client.get("/finns-inte/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Den sidan finns inte" in page
    assert '<a class="ds-button" href="/">' in page
    # The address exists in no language, so the switch leads to the first page.
    assert 'href="/en/" lang="en"' in page


def test_a_damaged_request_gives_the_400_page():
    with translation.override("sv"):
        answer = defaults.bad_request(RequestFactory().get("/"), ValueError("x"))
    assert answer.status_code == 400
    assert "Begäran gick inte att läsa" in answer.content.decode()


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "Vänta 1 sekund och"), (30, "Vänta 30 sekunder och")]
)
def test_too_many_requests_says_how_long_to_wait(rf, seconds, words):
    page = render_to_string("429.html", {"wait_seconds": seconds}, request=rf.get("/om/"))
    assert words in page


def test_every_menu_entry_has_its_page():
    for entry in [*navigation.MAIN_NAVIGATION, *navigation.FOOTER_NAVIGATION]:
        assert reverse(entry.route)
