import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lotsa.core.hearing.facts import fact_values
from lotsa.core.hearing.passage import LIMIT
from lotsa.foundation.text import listen
from lotsa.foundation.text.language import detect_language

LANGUAGES = [
    ("sv", "Vi har ont om pengar och vet inte vad vi ska göra"),
    ("sv", "hej kan ni hjalpa oss med hyran vi har inte rad langre"),
    ("en", "We cannot pay the rent for our shop"),
    ("ar", "لا نستطيع دفع إيجار المحل هذا الشهر"),
    ("fi", "Emme pysty maksamaan vuokraa tässä kuussa"),
    ("so", "Ganacsigaygu lacag ma haysto oo waan ka walaacsanahay"),
    ("uk", "Ми не можемо заплатити оренду цього місяця"),
    ("no", "Jeg trenger hjelp med regnskapet til bedriften min"),
    ("da", "Jeg har brug for hjælp til mit regnskab"),
    ("tr", "Bu ay dükkanın kirasını ödeyemiyoruz"),
    ("pl", "Nie możemy zapłacić czynszu w tym miesiącu"),
    ("de", "Wir können die Miete diesen Monat nicht bezahlen"),
    ("fa", "ما نمی‌توانیم اجاره مغازه را بپردازیم"),
]


@pytest.mark.parametrize(("language", "text"), LANGUAGES)
def test_languages_are_told_apart(language, text):
    assert detect_language(text, "sv") == language


@pytest.mark.parametrize(
    ("text", "page", "language"),
    [
        ("mitt bolag", "sv", "sv"),
        ("help", "sv", "sv"),
        ("help", "en", "en"),
        ("مطعم", "sv", "ar"),
        ("12 000", "sv", "sv"),
        ("", None, None),
        ("…", "en", "en"),
    ],
)
def test_short_texts_follow_the_page_unless_the_script_forbids(text, page, language):
    assert detect_language(text, page) == language


def test_a_whole_situation_is_heard():
    heard = listen(
        "Vi har en restaurang i Eskilstuna med 12 anställda. I mars och april tappade vi 60 % av "
        "omsättningen och hyran för lokalen är för hög."
    )
    assert heard.language == "sv"
    assert heard.suggested_page_language is None
    assert fact_values(heard.facts) == {
        "sni": ["56100"],
        "municipality": ["0484"],
        "employees": 12,
        "turnover_drop_percent": 60,
        "rents_premises": True,
    }
    assert "rent" in [score.need for score in heard.needs]
    for fact in heard.facts:
        assert heard.text[fact.start : fact.end].strip() == fact.snippet.strip()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We run a restaurant in Eskilstuna with 12 employees and lost 60% of our turnover"),
        ("ar", "لدينا مطعم في إسكلستونا ولدينا ١٢ موظفا وخسرنا ٦٠٪ من المبيعات"),
        (
            "fi",
            "Meillä on ravintola Eskilstunassa ja 12 työntekijää, myynti on laskenut 60 prosenttia",
        ),
    ],
)
def test_the_same_situation_is_heard_in_other_languages(language, text):
    heard = listen(text)
    assert heard.suggested_page_language == language
    assert fact_values(heard.facts) == {
        "sni": ["56100"],
        "municipality": ["0484"],
        "employees": 12,
        "turnover_drop_percent": 60,
        "language_preference": [language],
    }


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "???", "🙂🙂"])
def test_a_text_without_words_suggests_nothing(text):
    heard = listen(text)
    assert heard.needs == ()
    assert heard.facts == ()


def test_a_huge_text_is_cut():
    heard = listen("Vi har 12 anställda. " * 100_000)
    assert len(heard.text) == LIMIT
    assert fact_values(heard.facts)["employees"] == 12


@settings(max_examples=25)
@given(st.text(max_size=200))
@example("\x00\ud800 ؀ \u202e")
@example("<script>alert(1)</script>")
def test_any_text_is_survived(text):
    heard = listen(text)
    assert len(heard.needs) in {0, 3}
    for fact in heard.facts:
        assert 0 <= fact.start < fact.end <= len(heard.text)
