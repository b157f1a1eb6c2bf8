import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lotsa.core.hearing.facts import fact_values, hear_facts
from lotsa.core.hearing.passage import LIMIT, clean_text
from lotsa.foundation.text.lexicon import lexicon


def heard(text, language="sv"):
    return fact_values(hear_facts(clean_text(text), language, lexicon()))


EMPLOYEES = [
    ("Vi har 12 anställda", 12),
    ("vi är tolv anställda", 12),
    ("Vi är 12 st anställda", 12),
    ("Vi har 5–10 anställda", {"min": 5, "max": 10}),
    ("Vi har mellan fem och tio anställda", {"min": 5, "max": 10}),
    ("Vi har över 20 anställda", {"min": 21}),
    ("Vi har minst 20 anställda", {"min": 20}),
    ("Vi har färre än 10 anställda", {"max": 9}),
    ("Vi har ett tiotal anställda", {"min": 8, "max": 12}),
    ("Vi har ca 50 anställda", {"min": 40, "max": 60}),
    ("Vi har 4 heltidsanställda", {"min": 4}),
    ("Jag har inga anställda", 0),
    ("Jag är ensam i firman", 0),
    ("Enmansföretag i Malmö", 0),
    ("We have 12 employees", 12),
    ("We are a team of twelve", 12),
    ("I run it with a staff of 7", 7),
    ("I have no employees", 0),
    ("لدينا ١٢ موظفا", 12),
    ("لدي ثلاثة موظفين", 3),
    ("Meillä on 12 työntekijää", 12),
    ("Meillä on kaksitoista työntekijää", 12),
    ("Vi ska anställa 3 personer", None),
    ("Vi behöver 3 anställda till", None),
    ("Vi har sagt upp 3 anställda", None),
    ("Kommunen har 12 anställda", None),
    ("Vår kund har 12 anställda", None),
    ("Om vi hade 12 anställda", None),
    ("Vi hade 12 anställda i fjol", None),
    ("Har vi 12 anställda?", None),
    ("Vi har inte 12 anställda", None),
    ("Vi har 12 anställda som är sjuka", None),
    ("Jag är ensam", None),
    ("Vi hittar inga anställda", None),
    ("Naapurilla on 12 työntekijää", None),
    ("Our landlord has 12 employees", None),
    ("Vi har 12 anställda. Vi har 15 anställda.", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), EMPLOYEES)
def test_employees(text, value):
    assert heard(text).get("employees") == value


DROPS = [
    ("Vi har tappat 60 % av omsättningen", 60),
    ("tappat 60 %", 60),
    ("Omsättningen är ner 60 procent", 60),
    ("Omsättningen har halverats", 50),
    ("Vi har tappat hälften av intäkterna", 50),
    ("Vi har tappat två tredjedelar av försäljningen", {"min": 66, "max": 67}),
    ("Försäljningen har minskat med 60–70 %", {"min": 60, "max": 70}),
    ("Omsättningen har sjunkit med minst 30 %", {"min": 30}),
    ("We lost 60% of our turnover", 60),
    ("Sales are down 40 per cent", 40),
    ("انخفضت المبيعات بنسبة ٦٠٪", 60),
    ("Liikevaihto on laskenut 60 prosenttia", 60),
    ("Liikevaihto on puolittunut", 50),
    ("Vi betalar 20 % moms", None),
    ("Hyran höjs 10 %", None),
    ("Vi har tappat 60 % av kunderna", None),
    ("Vi har tappat nästan alla kunder", None),
    ("Våra kunder har tappat 60 % av omsättningen", None),
    ("Vi räknar med att tappa 60 % av omsättningen", None),
    ("Skulle vi tappa 60 % av omsättningen går vi under", None),
    ("Vinsten har halverats", None),
    ("Omsättningen har ökat med 60 %", None),
    ("Vi har tappat 160 % av omsättningen", None),
]


@pytest.mark.parametrize(("text", "value"), DROPS)
def test_turnover_drop(text, value):
    assert heard(text).get("turnover_drop_percent") == value


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Omsättningen är ner 60 % i mars och april", (3, 4)),
        ("Sales are down 60% from March to May", (3, 4, 5)),
        ("Omsättningen är ner 60 %", ()),
    ],
)
def test_months_beside_a_drop_are_a_hint(text, months):
    (drop,) = [f for f in hear_facts(text, "sv", lexicon()) if f.field == "turnover_drop_percent"]
    assert drop.months == months


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Vi omsätter 4 miljoner", 4_000_000),
        ("Omsättning 4 Mkr", 4_000_000),
        ("Vi omsätter 500 000 kr", 500_000),
        ("Vi omsätter 800 tkr", 800_000),
        ("Vi omsätter 2,5 miljoner kronor", 2_500_000),
        ("Vi omsätter 3–4 mkr", {"min": 3_000_000, "max": 4_000_000}),
        ("Our annual turnover is 3 million SEK", 3_000_000),
        ("Vi omsätter 500 000 kr i månaden", None),
        ("Vi omsätter 3 miljoner euro", None),
        ("Vi omsätter ingenting 2019", None),
        ("Omsättningen har minskat med 4 miljoner", None),
    ],
)
def test_turnover(text, value):
    assert heard(text).get("turnover_sek") == value


SNI = [
    ("Vi är en restaurang", ["56100"]),
    ("Jag är restaurangägare", ["56100"]),
    ("Vi driver en lunchrestaurang", ["56100"]),
    ("Vår pizzeria går dåligt", ["56100"]),
    ("Jag är frisör", ["96021"]),
    ("Vi har ett hotell", ["551"]),
    ("Jag kör taxi", ["49320"]),
    ("Vi driver hotell och restaurang", ["551", "56100"]),
    ("Vi har en butik i Lund", ["47"]),
    ("Vi är ett byggföretag", ["F"]),
    ("I run a bakery", ["10710"]),
    ("We own a small hotel", ["551"]),
    ("عندي مطعم", ["56100"]),
    ("أنا حلاق", ["96021"]),
    ("Meillä on ravintola", ["56100"]),
    ("Olen kampaaja", ["96021"]),
    ("Vi säljer till restauranger", None),
    ("Vi städar på hotell", None),
    ("Vår revisor är sträng", None),
    ("Min syster har en restaurang", None),
    ("Vi har anlitat en advokat", None),
    ("We run a hotel booking site", None),
    ("Restaurangen bredvid har stängt", None),
    ("Vi hade en restaurang", None),
    ("Elektriker sökes", None),
]


@pytest.mark.parametrize(("text", "codes"), SNI)
def test_trades(text, codes):
    assert heard(text).get("sni") == codes


PLACES = [
    ("Vi är en restaurang i Eskilstuna", {"municipality": ["0484"]}),
    ("vi är en restaurang i eskilstuna", {"municipality": ["0484"]}),
    ("I run a cafe in Vasteras", {"municipality": ["1980"]}),
    ("Vi ligger i Eskilstuna kommun", {"municipality": ["0484"]}),
    ("Vi har butiker i Malmö och Lund", {"municipality": ["1280", "1281"]}),
    ("Vi ligger i Sörmland", {"region": ["04"]}),
    ("Vi ligger i Örebro län", {"region": ["18"]}),
    ("Vi har en butik i Vara", {"municipality": ["1470"]}),
    ("Vi driver ett kafé i Ale", {"municipality": ["1440"]}),
    ("نحن مطعم في مالمو", {"municipality": ["1280"]}),
    ("Meillä on kahvila Eskilstunassa", {"municipality": ["0484"]}),
    ("Vi driver ett kafé, det kan vara svårt", {}),
    ("Vi driver ett kafé och säljer ale i mark", {}),
    ("Vi har kunder i Stockholm", {}),
    ("Mässan i Jönköping är inställd", {}),
    ("Vi vill flytta till Göteborg", {}),
    ("Finns det stöd i Eskilstuna?", {}),
    ("Vår revisor i Malmö är bra", {}),
]


@pytest.mark.parametrize(("text", "places"), PLACES)
def test_places(text, places):
    found = heard(text)
    assert {k: v for k, v in found.items() if k in {"municipality", "region"}} == places


STATEMENTS = [
    ("Vi är ett aktiebolag", "legal_form", "aktiebolag"),
    ("Vårt AB går bra", "legal_form", "aktiebolag"),
    ("Jag har enskild firma", "legal_form", "enskild_firma"),
    ("I'm a sole trader", "legal_form", "enskild_firma"),
    ("Kunden är ett aktiebolag", "legal_form", None),
    ("Ska vi bli aktiebolag?", "legal_form", None),
    ("Vi hyr en lokal", "rents_premises", True),
    ("Hyran för lokalen är hög", "rents_premises", True),
    ("Vi hyr inte lokal", "rents_premises", False),
    ("Vi hyr inte", "rents_premises", None),
    ("Vi hyr inte någon lokal", "rents_premises", False),
    ("Vi hyr ut en lokal", "rents_premises", None),
    ("Vi söker en lokal att hyra", "rents_premises", None),
    ("Jag har F-skatt", "has_fskatt", True),
    ("Jag har inte F-skatt", "has_fskatt", False),
    ("Hur får jag F-skatt?", "has_fskatt", None),
    ("Vi är i rekonstruktion", "in_reconstruction", True),
    ("Vi är inte i rekonstruktion", "in_reconstruction", None),
    ("Vi har avtal om korttidsarbete", "short_time_agreement", True),
    ("Vi vill ha avtal om korttidsarbete", "short_time_agreement", None),
    ("Jag vill starta eget företag", "new_entrepreneur", True),
    ("Haluan perustaa yrityksen", "new_entrepreneur", True),
    ("أريد أن أفتح مطعما", "new_entrepreneur", True),
    ("Vi vill starta en webbshop", "new_entrepreneur", None),
    ("Vi exporterar till Norge", "exports_or_supplies_exporter", True),
    ("Vi exporterar inte", "exports_or_supplies_exporter", False),
    ("Vi vill börja exportera", "exports_or_supplies_exporter", None),
    ("Vi startade 2019", "founded_on", {"min": "2019-01-01", "max": "2019-12-31"}),
    (
        "Företaget grundades i februari 2020",
        "founded_on",
        {"min": "2020-02-01", "max": "2020-02-29"},
    ),
    ("Vi startade 3 maj 2018", "founded_on", "2018-05-03"),
    ("Vi startade 31 februari 2018", "founded_on", None),
    ("Vi startade ett projekt 2019", "founded_on", None),
    ("Vi jobbar i besöksnäringen", "visitor_economy", True),
    ("Vi är ett industriföretag", "industry", True),
]


@pytest.mark.parametrize(("text", "field", "value"), STATEMENTS)
def test_statements(text, field, value):
    assert heard(text).get(field) == value


def test_a_question_after_a_statement_leaves_the_statement_standing():
    assert heard("Vi är 12 anställda, vad kan vi få för stöd?") == {"employees": 12}
    assert heard("Jag är frisör och undrar om ni hjälper 12 anställda") == {"sni": ["96021"]}


def test_a_lone_owner_of_a_company_may_be_employed_in_it():
    assert heard("Enmansföretag, AB")["employees"] == {"min": 0, "max": 1}


def test_a_municipality_makes_its_region_needless():
    assert heard("Vi ligger i Eskilstuna i Sörmland") == {"municipality": ["0484"]}


def test_nothing_is_heard_of_health_or_origin():
    text = "Jag är sjukskriven för cancer, kommer från Syrien och är muslim"
    assert heard(text) == {}


@settings(max_examples=150)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                ["vi har", "12", "anställda", "60 %", "tappat", "i", "Eskilstuna", "restaurang", "?", ".", ",",
                 "inte", "och", "om vi hade", "AB", "sedan 2019", "hyr", "lokal", "ett", "mkr", "omsätter", "–",
                 "لدينا", "موظفا", "meillä on", "\n", "startade", "31 februari 2018", "I", "ß", "İ"]
            ),
            st.text(max_size=12),
        ),
        max_size=40,
    ).map(" ".join),
    st.sampled_from(["sv", "en", "ar", "fi", None, "so"]),
)  # fmt: skip
@example("İİİ vi har 12 anställda", "sv")
def test_any_text_is_read_and_every_fact_points_at_its_words(text, language):
    clean = clean_text(text)
    assert len(clean) <= LIMIT
    for fact in hear_facts(clean, language, lexicon()):
        assert 0 <= fact.start < fact.end <= len(clean)
        assert fact.snippet.strip() in clean[fact.start : fact.end]


def test_cleaning_removes_control_characters_and_composes_letters():
    assert clean_text("a\x00b\u200bo\u0308\ud800") == "a b ö "
    assert len(clean_text("å" * 10_000)) == LIMIT


@pytest.mark.parametrize(
    "piece",
    ["vi har 12 ", "omsätter ", "1 000 ", "driver hotell och ", "tappat ", "i Eskilstuna och ", "jag vill starta ", "((((", "60 % av ", "ä" * 50 + " ", "1", "-"],
)  # fmt: skip
def test_time_grows_in_line_with_the_text(piece):
    text = clean_text(piece * LIMIT)
    begun = time.process_time()
    hear_facts(text, "sv", lexicon())
    assert time.process_time() - begun < 3


@pytest.mark.parametrize(
    "text",
    [
        "Normalt har vi 15 anställda",
        "Vår kund, en restaurang i Malmö med 20 anställda, betalar inte",
        "I work for a restaurant in Malmö with 20 employees",
        "Jag jobbar på ett hotell i Malmö",
        "أعمل في شركة تنظيف في ستوكهولم",
        "Man tappar ju lätt 30 % av försäljningen",
        "There are 12 employees on sick leave",
        "We have 25 employees in Sweden and 100 in Norway",
        "Vi öppnar en ny butik i Mark till hösten",
    ],
)
def test_what_is_not_about_the_firm_today_is_not_heard(text):
    assert heard(text) == {}
