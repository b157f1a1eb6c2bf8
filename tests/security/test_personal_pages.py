"""What a visitor has told stays with that visitor, and never brings a page down."""

import pytest
from django.urls import reverse
from django.utils import translation

from tests.support.guide import RESTAURANT, Walk

pytestmark = pytest.mark.django_db

MISFITS = [None, True, -1, "x", "2020-13-45", [["a"]], {"a": {}}, {"min": "a", "max": 2}]


@pytest.fixture
def walk(client, facts):
    return Walk(client)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("start", ()),
        ("heard", ()),
        ("question", ()),
        ("one_question", ("employees",)),
        ("answer", ()),
        ("bookkeeping", ()),
        ("measure", ("omstallningsstod",)),
    ],
)
def test_no_cache_keeps_a_page_made_from_what_was_told(walk, settings, name, arguments):
    settings.LOTSA_DEMO = False
    walk.restaurant()
    page = walk.get(name, *arguments)

    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert "private" in page.headers["Cache-Control"] or name == "bookkeeping"


def test_a_page_that_is_the_same_for_all_may_be_kept(walk, settings):
    settings.LOTSA_DEMO = False

    for name in ("about", "catalogue", "actors"):
        assert "no-store" not in walk.get(name).headers.get("Cache-Control", "")


def test_own_words_are_in_no_address(walk):
    page = walk.say(RESTAURANT["sv"])

    assert [address for address, _ in page.redirect_chain] == [walk.address("heard")]


@pytest.mark.parametrize("misfit", MISFITS, ids=repr)
def test_answers_from_another_catalogue_are_set_aside(walk, misfit):
    from lotsa.domain.measures.selectors import catalogue  # noqa: PLC0415 - needs the database

    fields = [field.id for field in catalogue().registry.fields.values()]
    walk.choose("liquidity")
    session = walk.client.session
    session["situation"] = {
        "needs": ["liquidity", "gone"],
        "facts": {**dict.fromkeys(fields, misfit), "gone": misfit},
        "by_window": {
            "omstallningsstod/2020-03-04": {"turnover_drop_percent": misfit},
            "gone/gone/gone": {"gone": misfit},
        },
        "unknown": ["gone", "@", "turnover_drop_percent@gone"],
        "asked": ["gone", "@", "employees"],
    }
    session.save()

    for name in ("start", "answer", "question", "bookkeeping"):
        assert walk.get(name).status_code in {200, 302}
    for field in ("employees", "legal_form", "municipality", "sni", "rents_premises"):
        assert walk.get("one_question", field).status_code == 200
    assert walk.get("measure", "omstallningsstod").status_code == 200


def test_robots_are_led_past_the_steps_of_a_visit_but_may_read_noindex(client):
    text = client.get("/robots.txt").content.decode()

    for language in ("sv", "en"):
        with translation.override(language):
            assert f"Disallow: {reverse('public:heard')}\n" in text
            assert f"Disallow: {reverse('public:catalogue')}?\n" in text
            assert reverse("public:answer") not in text
            assert reverse("public:resume", args=["x"])[:-2] not in text
