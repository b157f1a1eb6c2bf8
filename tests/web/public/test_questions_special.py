import json

import pytest

from tests.support.guide import Walk, seen

pytestmark = pytest.mark.usefixtures("facts")

# Invented numbers of the right form with a right check digit.
COMPANY = "559999-0008"
SOLE_TRADER = "900101-0017"


@pytest.fixture(params=["sv", "en"])
def walk(client, request):
    return Walk(client, request.param)


@pytest.fixture
def swedish(client):
    return Walk(client, "sv")


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
        assert page.context["industry"].query == words
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
