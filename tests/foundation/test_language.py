import pytest
from django.template import engines
from django.utils import translation

from lotsa.foundation.web.context import language_links, page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("accepts", ["en", "en-GB,en;q=0.9", "ar", ""])
def test_a_swedish_address_is_swedish_whatever_the_browser_likes(client, accepts):
    client.cookies["django_language"] = "en"
    response = client.get("/no-such-page/", headers={"Accept-Language": accepts})

    assert response.headers["Content-Language"] == "sv"
    assert "Accept-Language" not in response.headers.get("Vary", "")


def test_an_english_address_is_english(client):
    response = client.get("/en/no-such-page/", headers={"Accept-Language": "sv"})

    assert response.headers["Content-Language"] == "en"


def test_the_same_page_is_linked_in_each_language(rf):
    with translation.override("sv"):
        links = language_links(rf.get("/demo/datum/?a=1"))

    assert [(link.code, link.url, link.current) for link in links] == [
        ("sv", "/demo/datum/?a=1", True),
        ("en", "/en/demo/datum/?a=1", False),
    ]


@pytest.mark.parametrize(("language", "direction"), [("sv", "ltr"), ("en", "ltr"), ("ar", "rtl")])
def test_the_page_says_which_way_it_is_read(rf, language, direction):
    with translation.override(language):
        context = page(rf.get("/"))

    template = engines["django"].from_string('<p dir="{{ dir }}" lang="{{ language_code }}">')
    assert template.render(context) == f'<p dir="{direction}" lang="{language}">'
