"""Rules in plain words: every real rule, every operator, and a catalogue that gives no words."""

import re

import pytest

from lotsa.core.criteria.conditions import All, AnyOf, Leaf, Manual, Not, parse_condition
from lotsa.core.criteria.measures import RuleBook, parse_measure
from lotsa.core.criteria.registry import LANGUAGES, Registry
from lotsa.core.criteria.sentences import question, sentence, value_text
from lotsa.core.criteria.values import Codes, Interval, Series
from lotsa.foundation.catalogue_folder import packaged
from lotsa.foundation.reference import trees
from tests.support.engine import window


@pytest.fixture(scope="module")
def book():
    catalogue = packaged()
    rows = {"measures": list(catalogue.items("measures.yaml"))}
    return RuleBook.from_documents(catalogue.fields, rows, trees())


def every(condition):
    """The condition and all its parts, and what each would be denied."""
    yield condition
    if not isinstance(condition, Not):
        yield Not(condition)
    for child in getattr(condition, "children", ()):
        yield from every(child)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_real_rule_and_its_denial_is_a_clean_sentence(book, language):
    seen = 0
    for measure in book.measures:
        for way in (None, *measure.windows):
            for whole in (measure.criteria, way.criteria if way else measure.criteria):
                for condition in every(whole):
                    text = sentence(condition, book.registry, language, way)
                    seen += 1
                    check_clean(text, (measure.id, way and way.id))
    assert seen > 1000


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_is_a_question_with_and_without_months(book, language):
    for field in book.registry.fields.values():
        for way in (None, *book.measures[0].windows):
            for plain in (False, True):
                text = question(field, language, way, plain=plain)
                check_clean(text, field.id)
                assert text.endswith("?") or plain or field.type == "series", field.id


def check_clean(text, where):
    assert text, where
    assert not re.search(r"[{}]|  |\bNone\b|\b(True|False)\b", text), (where, text)
    assert text[0].isupper() or text[0].isdigit(), (where, text)
    assert not text.endswith("."), (where, text)
    assert text == text.strip(), (where, text)


def ours(**more):
    rows = [
        {"id": "staff", "type": "integer", "label_sv": "Anställda", "label_en": "Employees",
         "phrases_sv": {"lte": "Högst {value} anställda", "lte_one": "Högst en anställd"}},
        {"id": "capital", "type": "number", "unit": "SEK", "label_sv": "Kapital"},
        {"id": "share", "type": "number", "unit": "percent"},
        {"id": "started", "type": "date", "label_sv": "Start", "label_en": "Start"},
        {"id": "taxed", "type": "boolean", "question_sv": "Har ni F-skatt?",
         "question_en": "Are you taxed?"},
        {"id": "drop", "type": "number", "per_window": True,
         "question_sv": "Tapp {period} mot {reference}?", "question_plain_sv": "Hur stort tapp?",
         "label_sv": "Tapp", "phrases_sv": {"gt": "Tapp över {value} % {period}",
                                            "gt_plain": "Tapp över {value} %"}},
        {"id": "form", "type": "enum",
         "values": ["AS", {"value": "b", "sv": "Bolag", "within_sv": "bolag"}]},
        {"id": "codes", "type": "list_of_codes", "label_sv": "Koder"},
    ]  # fmt: skip
    return Registry.from_document({"fields": rows} | more)


def said(raw, language="sv", way=None):
    one = parse_measure({"id": "m", "windows": [window(**way)]}, "m").windows[0] if way else None
    return sentence(parse_condition(raw, "c"), ours(), language, one)


def leaf(field, op, value, **more):
    return {"field": field, "op": op, "value": value, **more}


SPRING = {"period_from": "2020-03-01", "period_to": "2020-04-30"}


@pytest.mark.parametrize(
    ("raw", "language", "way", "expected"),
    [
        (leaf("staff", "lte", 20), "sv", None, "Högst 20 anställda"),
        (leaf("staff", "lte", 1), "sv", None, "Högst en anställd"),
        (leaf("staff", "lt", 20), "sv", None, "Anställda: mindre än 20"),
        (leaf("staff", "lt", 20), "en", None, "Employees: less than 20"),
        (leaf("staff", "in", [1, 2]), "sv", None, "Anställda: 1 eller 2"),
        (leaf("capital", "gte", 250000), "sv", None, "Kapital: minst 250\u00a0000\u00a0kr"),
        (leaf("started", "lt", "2020-03-01"), "sv", None, "Start: före 1\u00a0mars 2020"),
        (leaf("started", "gte", "2020-03-01"), "en", None, "Start: from 1\u00a0March 2020"),
        (leaf("taxed", "eq", True), "sv", None, "Har ni F-skatt? Ja"),
        (leaf("taxed", "ne", True), "en", None, "Are you taxed? No"),
        ({"not": leaf("taxed", "eq", True)}, "en", None, "Are you taxed? No"),
        ({"not": leaf("taxed", "eq", False)}, "sv", None, "Har ni F-skatt? Ja"),
        ({"not": leaf("staff", "gt", 20)}, "sv", None, "Högst 20 anställda"),
        (leaf("form", "in", ["AS", "b"]), "sv", None, "Form: AS eller bolag"),
        (leaf("drop", "gt", 30), "sv", SPRING, "Tapp över 30 % mars–april 2020"),
        (leaf("drop", "gt", 30), "sv", None, "Tapp över 30 %"),
        (leaf("staff", "lte", 20, text_sv="Små"), "sv", None, "Små"),
        (leaf("staff", "lte", 20, text_sv="Små"), "en", None, "Små"),
        (
            {"any": [leaf("staff", "lte", 20), leaf("taxed", "eq", True)]},
            "sv",
            None,
            "Högst 20 anställda eller har ni F-skatt? Ja",
        ),
        ({"all": []}, "sv", None, "Inget särskilt krävs"),
        ({"manual": {"text_sv": "Bedöms"}}, "en", None, "Bedöms"),
        ({"manual": {}}, "en", None, "Decided by the provider"),
        (
            {"not": {"manual": {"text_sv": "Bedöms"}}},
            "sv",
            None,
            "Gäller inte: bedöms",
        ),
    ],
)
def test_in_words(raw, language, way, expected):
    assert said(raw, language, way) == expected


def test_long_lists_are_counted():
    text = said(leaf("codes", "in", [f"k{number}" for number in range(12)]))
    assert text.endswith("9 till")
    assert said(leaf("codes", "in", ["a", "b", "c"])) == "Koder: a, b eller c"


@pytest.mark.parametrize(
    ("field", "value", "language", "expected"),
    [
        ("staff", 12, "sv", "12"),
        ("staff", Interval(1, 4), "sv", "1–4"),
        ("staff", Interval(250, None), "sv", "minst 250"),
        ("staff", Interval(None, 4), "en", "at most 4"),
        ("capital", 1234567.5, "sv", "1\u00a0234\u00a0567,5\u00a0kr"),
        ("capital", -20, "en", "SEK\u00a0−20"),
        ("capital", Interval(1000, 2000), "sv", "1\u00a0000–2\u00a0000\u00a0kr"),
        ("taxed", True, "sv", "ja"),
        ("taxed", False, "en", "no"),
        ("form", "b", "sv", "Bolag"),
        ("codes", Codes(("a", "b")), "sv", "a och b"),
        ("codes", Series((("2020-01", 1.0), ("2020-03", 2.0))), "sv", "2020-01–2020-03"),
        ("codes", Series(()), "sv", "–"),
    ],
)
def test_values_in_words(field, value, language, expected):
    registry = ours()
    assert value_text(value, registry.fields[field], registry, language) == expected


def test_a_question_names_its_months_only_where_there_are_any():
    registry = ours()
    way = parse_measure(
        {
            "id": "m",
            "windows": [
                window(**SPRING, reference_from="2019-03-01", reference_to="2019-04-30"),
                window("half", **SPRING),
            ],
        },
        "m",
    ).windows
    field = registry.fields["drop"]
    assert question(field, "sv", way[0]) == "Tapp mars–april 2020 mot mars–april 2019?"
    assert question(field, "sv", way[1]) == question(field, "sv") == "Hur stort tapp?"
    assert question(field, "sv", way[0], plain=True) == "Hur stort tapp?"


def test_every_shape_of_condition_has_a_sentence():
    shapes = [
        All((Leaf("staff", "lt", 2), AnyOf(()))),
        Not(All((Leaf("staff", "lt", 2), Manual({}, None)))),
        Not(Not(Leaf("taxed", "eq", True))),
        AnyOf((Not(Leaf("codes", "in", ("a",))), Leaf("started", "eq", "2020-02-29"))),
    ]
    for shape in shapes:
        for language in (*LANGUAGES, "fi"):
            text = sentence(shape, ours(), language)
            assert text
            assert text[0].isupper()
