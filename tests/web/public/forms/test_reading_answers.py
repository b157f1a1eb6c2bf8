from datetime import date

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from lotsa.core.criteria.facts import parse_value
from lotsa.core.criteria.registry import Registry
from lotsa.core.criteria.trees import CodeTree
from lotsa.core.criteria.values import Interval
from lotsa.web.public.forms.answers import AnswerFault, draw, draw_short, read_answer

TREES = {
    "sni2007": CodeTree("sni2007", {"56": None, "561": "56", "56100": "561"}),
    "places": CodeTree("places", {"04": None, "0484": "04", "01": None, "0180": "01"}),
}
REGISTRY = Registry.from_document(
    {
        "version": 1,
        "fields": [
            {"id": "staff", "type": "integer", "unit": "persons", "min": 0, "max": 500},
            {"id": "money", "type": "number", "unit": "SEK", "min": 0},
            {"id": "change", "type": "number", "unit": "SEK"},
            {"id": "share", "type": "number", "unit": "percent", "min": 0, "max": 100},
            {"id": "since", "type": "date"},
            {"id": "rents", "type": "boolean"},
            {
                "id": "form",
                "type": "enum",
                "values": [
                    {"value": "ab", "label_sv": "Aktiebolag", "help_sv": "Egen juridisk person."},
                    {"value": "ef", "label_sv": "Enskild firma"},
                ],
            },
            {"id": "place", "type": "list_of_codes", "ops": ["in"], "tree": "places"},
        ],
    },
    TREES,
)


def read(field, *answers):
    posted = QueryDict(mutable=True)
    posted.setlist("answer", answers)
    with translation.override("sv"):
        return read_answer(REGISTRY.fields[field], REGISTRY, posted)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12", 12),
        (" 12 ", 12),
        ("12 anställda", 12),
        ("12 st", 12),
        ("ca 12", 12),
        ("cirka 12", 12),
        ("ungefär 12 personer", 12),
        ("about 12", 12),
        ("0", 0),
        ("12-15", {"min": 12, "max": 15}),
        ("12–15", {"min": 12, "max": 15}),
        ("12 — 15", {"min": 12, "max": 15}),
        ("12 till 15", {"min": 12, "max": 15}),
        ("12 to 15", {"min": 12, "max": 15}),
        ("15–12", {"min": 12, "max": 15}),
        ("12–12", 12),
        ("minst 10", {"min": 10}),
        ("at least 10", {"min": 10}),
        ("högst 49", {"max": 49}),
        ("max 49", {"max": 49}),
        ("12.0", 12),
    ],
)
def test_a_number_of_people_as_people_write_it(written, meant):
    assert read("staff", written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1200000", 1_200_000),
        ("1 200 000", 1_200_000),
        ("1\u00a0200\u00a0000 kr", 1_200_000),
        ("1.200.000", 1_200_000),
        ("1,200,000", 1_200_000),
        ("1'200'000", 1_200_000),
        ("1,2 mkr", 1_200_000),
        ("1.2 mkr", 1_200_000),
        ("1,2 miljoner kronor", 1_200_000),
        ("1,2 Mkr.", 1_200_000),
        ("1.2 million", 1_200_000),
        ("1,2m", 1_200_000),
        ("800 tkr", 800_000),
        ("800 tusen", 800_000),
        ("800k", 800_000),
        ("800 tkr–1 mkr", {"min": 800_000, "max": 1_000_000}),
        ("1 mkr till 2 mkr", {"min": 1_000_000, "max": 2_000_000}),
        ("1\u202f200\u202f000", 1_200_000),
        ("1–2 mkr", {"min": 1_000_000, "max": 2_000_000}),
        ("minst 2 mkr", {"min": 2_000_000}),
        ("12,50 kr", 12.5),
        ("ca 1,5 mkr", 1_500_000),
    ],
)
def test_an_amount_as_people_write_it(written, meant):
    assert read("money", written) == meant


@pytest.mark.parametrize(("written", "meant"), [("-5000", -5000), ("−5 000 kr", -5000)])
def test_a_sum_below_nought(written, meant):
    assert read("change", written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("60", 60),
        ("60 %", 60),
        ("60%", 60),
        ("60 procent", 60),
        ("33,5", 33.5),
        ("33.5 %", 33.5),
        ("30–40 %", {"min": 30, "max": 40}),
        ("30 % till 40 %", {"min": 30, "max": 40}),
        ("30 %–40 %", {"min": 30, "max": 40}),
        ("60 per cent", 60),
    ],
)
def test_a_share_as_people_write_it(written, meant):
    assert read("share", written) == meant


@pytest.mark.parametrize(
    ("written", "meant", "first", "last"),
    [
        ("2019", "2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2019-03", "2019-03", date(2019, 3, 1), date(2019, 3, 31)),
        ("2019-3", "2019-03", date(2019, 3, 1), date(2019, 3, 31)),
        ("mars 2019", "2019-03", date(2019, 3, 1), date(2019, 3, 31)),
        ("Mars, 2019", "2019-03", date(2019, 3, 1), date(2019, 3, 31)),
        ("March 2019", "2019-03", date(2019, 3, 1), date(2019, 3, 31)),
        ("okt 2019", "2019-10", date(2019, 10, 1), date(2019, 10, 31)),
        ("2019-03-01", "2019-03-01", date(2019, 3, 1), date(2019, 3, 1)),
        ("2019/03/01", "2019-03-01", date(2019, 3, 1), date(2019, 3, 1)),
        ("1 mars 2019", "2019-03-01", date(2019, 3, 1), date(2019, 3, 1)),
        ("March 1, 2019", "2019-03-01", date(2019, 3, 1), date(2019, 3, 1)),
        ("1 mar 2019", "2019-03-01", date(2019, 3, 1), date(2019, 3, 1)),
    ],
)
def test_a_day_a_month_or_a_year_as_people_write_it(written, meant, first, last):
    raw = read("since", written)

    assert raw == meant
    value = parse_value(raw, REGISTRY.fields["since"])
    assert (
        (value.min, value.max) == (first, last) if isinstance(value, Interval) else value == first
    )


@pytest.mark.parametrize(
    ("field", "written", "says"),
    [
        ("staff", "", "Svara på frågan"),
        ("staff", "   ", "Svara på frågan"),
        ("staff", "många", "Skriv ett tal, till exempel 12"),
        ("staff", "12 katter", "Skriv ett tal, till exempel 12"),
        ("staff", "1-2-3", "Skriv ett tal, till exempel 12"),
        ("staff", "--5", "Skriv ett tal, till exempel 12"),
        ("staff", "minst", "Skriv ett tal, till exempel 12"),
        ("staff", "2,5", "Skriv ett heltal"),
        ("staff", "-1", "Skriv ett tal som är minst 0"),
        ("staff", "501", "Skriv ett tal som är högst 500"),
        ("staff", "10–501", "Skriv ett tal som är högst 500"),
        ("money", "mycket", "Skriv ett tal, till exempel 1 200 000"),
        ("share", "hälften", "Skriv ett tal, till exempel 45"),
        ("share", "101", "Skriv ett tal som är högst 100"),
        ("since", "i fjol", "Skriv ett år, en månad eller en dag"),
        ("since", "31 februari 2019", "Skriv ett år, en månad eller en dag"),
        ("since", "2019-13", ""),
        ("since", "mars", "Skriv ett år, en månad eller en dag"),
        ("since", "0001", "Kontrollera årtalet"),
        ("since", "9999", "Kontrollera årtalet"),
        ("rents", "kanske", "Välj ett av alternativen"),
        ("form", "xx", "Välj ett av alternativen"),
        ("place", "", "Välj ett alternativ"),
        ("place", "9999", "Välj ett av alternativen"),
    ],
)
def test_what_cannot_be_used_gets_a_sentence_that_says_what_to_do(field, written, says):
    with pytest.raises(AnswerFault) as fault:
        read(field, written)

    said = str(fault.value).replace("\u00a0", " ")
    assert says in said
    assert said.endswith(".")


def test_several_places_and_no_more_than_a_dozen():
    assert read("place", "0484", "", "0180") == ["0484", "0180"]
    assert len(read("place", *["0484"] * 40)) == 12


@pytest.mark.parametrize(
    ("field", "raw", "shown"),
    [
        ("staff", 12, "12"),
        ("staff", {"min": 12, "max": 15}, "12–15"),
        ("staff", {"min": 10}, "minst 10"),
        ("staff", {"max": 49}, "högst 49"),
        ("money", 1_200_000, "1\u00a0200\u00a0000"),
        ("share", 33.5, "33,5"),
        ("since", "2019-03", "2019-03"),
        ("since", "2019", "2019"),
    ],
)
def test_an_earlier_answer_stands_in_the_field_and_reads_back_the_same(field, raw, shown):
    drawn = draw(REGISTRY.fields[field], REGISTRY, "Fråga?", raw, "sv")

    assert drawn.value == shown
    assert read(field, drawn.value) == raw


@pytest.mark.parametrize(
    ("field", "raw", "chosen"),
    [
        ("rents", True, ["true"]),
        ("rents", False, ["false"]),
        ("rents", None, []),
        ("form", "ab", ["ab"]),
        ("place", ["0484"], ["0484"]),
        ("place", ["04"], ["04"]),
        ("place", "0180", ["0180"]),
        ("place", None, [""]),
    ],
)
def test_an_earlier_choice_is_chosen(field, raw, chosen):
    drawn = draw(REGISTRY.fields[field], REGISTRY, "Fråga?", raw, "sv")

    assert [choice.value for choice in drawn.choices if choice.chosen] == chosen


def test_a_choice_has_its_help_beside_it():
    drawn = draw(REGISTRY.fields["form"], REGISTRY, "Fråga?", None, "sv")

    assert [choice.hint for choice in drawn.choices] == ["Egen juridisk person.", ""]


def test_a_short_field_has_its_unit_and_the_question_as_its_label():
    drawn = draw_short(REGISTRY.fields["share"], "Hur mycket?", "id_x")

    assert (drawn.id, drawn.label, drawn.unit, drawn.hint) == ("id_x", "Hur mycket?", "%", "")


@settings(max_examples=300)
@given(
    field=st.sampled_from(sorted(REGISTRY.fields)),
    written=st.text(max_size=80)
    | st.from_regex(
        r"(ca |minst |högst )?[-−]?[0-9 .,'–]{1,30} ?(mkr|tkr|kr|%|m|k)?", fullmatch=True
    )
    | st.from_regex(r"[0-9]{1,5}[-/ ](mars|[0-9]{1,3})([-/ ][0-9]{1,4})?", fullmatch=True),
)
def test_whatever_is_written_gives_a_value_that_fits_or_a_sentence(field, written):
    try:
        raw = read(field, written)
    except AnswerFault:
        return
    parse_value(raw, REGISTRY.fields[field])
    drawn = draw(REGISTRY.fields[field], REGISTRY, "Fråga?", raw, "sv")
    if not drawn.choices:
        again = read(field, drawn.value)
        assert draw(REGISTRY.fields[field], REGISTRY, "Fråga?", again, "sv").value == drawn.value


@settings(max_examples=100)
@given(st.integers(0, 500), st.integers(0, 500))
def test_a_range_is_read_in_either_order(first, second):
    low, high = sorted((first, second))
    meant = low if low == high else {"min": low, "max": high}

    assert read("staff", f"{first}–{second}") == read("staff", f"{second} - {first}") == meant
