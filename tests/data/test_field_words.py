"""The words of the catalogue's facts and need areas, as an owner meets them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import lotsa
from lotsa.core.criteria.registry import LANGUAGES, Field, Registry

CATALOGUE = Path(lotsa.__file__).parent / "data" / "catalogue"
NBSP = "\u00a0"
PLACEHOLDER = re.compile(r"\{[^}]*\}?|\}")


def _document(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((CATALOGUE / name).read_text(encoding="utf-8"))
    return loaded


REGISTRY = Registry.from_document(_document("fields.yaml"))
NEEDS = _document("needs.yaml")["needs"]
FIELDS = list(REGISTRY.fields.values())
ASKED_PER_WINDOW = [field for field in FIELDS if field.per_window]

every_field = pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.id)
every_need = pytest.mark.parametrize("need", NEEDS, ids=lambda need: need["id"])
every_language = pytest.mark.parametrize("language", LANGUAGES)


def _phrase_keys(field: Field) -> set[str]:
    return {"true", "false"} if field.type == "boolean" else set(field.ops)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


@every_field
@every_language
def test_a_field_is_asked_named_and_explained(field: Field, language: str) -> None:
    assert 0 < len(field.question.get(language, "")) <= 110
    assert 0 < len(field.label.get(language, "")) <= 28
    assert 0 < len(field.why.get(language, "")) <= 120
    assert field.question[language].endswith("?")
    assert field.why[language].endswith(".")


@every_field
@every_language
def test_every_operator_of_a_field_can_be_said(field: Field, language: str) -> None:
    phrases = field.phrases.get(language, {})
    assert _phrase_keys(field) <= set(phrases)
    for key, phrase in phrases.items():
        assert not phrase.endswith("."), key
        assert phrase == phrase.strip(), key
        assert phrase[0] == phrase[0].upper(), key


@every_field
@every_language
def test_a_phrase_says_the_value_it_is_about(field: Field, language: str) -> None:
    for key in _phrase_keys(field):
        assert ("{value}" in field.phrases[language][key]) == (field.type != "boolean")


@every_field
@every_language
def test_operators_of_a_field_are_not_said_alike(field: Field, language: str) -> None:
    alike = [{"eq", "in"}, {"ne", "not_in"}]
    by_phrase: dict[str, set[str]] = {}
    for key in _phrase_keys(field):
        by_phrase.setdefault(field.phrases[language][key], set()).add(key)
    for keys in by_phrase.values():
        assert len(keys) == 1 or keys in alike


@every_field
def test_both_languages_have_the_same_texts(field: Field) -> None:
    swedish = {key[:-3] for key in field.document if key.endswith("_sv")}
    english = {key[:-3] for key in field.document if key.endswith("_en")}
    assert swedish == english
    for choice in field.document.get("values", []):
        in_swedish = {key.removesuffix("sv") for key in choice if key.endswith("sv")}
        in_english = {key.removesuffix("en") for key in choice if key.endswith("en")}
        assert in_swedish == in_english >= {"", "within_"}


@every_field
def test_only_known_placeholders_are_used(field: Field) -> None:
    found = {mark for text in _strings(dict(field.document)) for mark in PLACEHOLDER.findall(text)}
    assert found <= {"{value}", "{period}", "{reference}"}
    for language in LANGUAGES:
        assert "{value}" not in field.question[language]


@every_field
def test_only_facts_about_months_name_months(field: Field) -> None:
    named = any("{period}" in text for text in _strings(dict(field.document)))
    assert named == field.per_window


@pytest.mark.parametrize("field", ASKED_PER_WINDOW, ids=lambda field: field.id)
@every_language
def test_a_fact_about_months_can_be_asked_and_said_with_and_without_them(
    field: Field, language: str
) -> None:
    compared = field.id.startswith("turnover_")
    asked = field.question[language]
    plain = field.document[f"question_plain_{language}"]
    assert "{period}" in asked
    assert ("{reference}" in asked) == compared
    assert PLACEHOLDER.search(plain) is None
    assert plain.endswith("?")
    phrases = field.phrases[language]
    for key in _phrase_keys(field):
        assert "{period}" in phrases[key]
        assert ("{reference}" in phrases[key]) == compared
        assert set(PLACEHOLDER.findall(phrases[f"{key}_plain"])) <= {"{value}"}


def test_some_facts_are_about_months_and_compared_with_others() -> None:
    assert {field.id for field in ASKED_PER_WINDOW} >= {
        "turnover_drop_percent",
        "turnover_drop_due_to_restrictions_percent",
    }


@every_field
def test_percent_and_money_are_set_as_the_language_sets_them(field: Field) -> None:
    for text in _strings(dict(field.document)):
        assert "kr" not in text.split()
        for at in (match.start() for match in re.finditer("%", text)):
            assert text[at - 1] in f"{NBSP}}}" or text[at - 1].isdigit()
    for key, value in field.document.items():
        if key.endswith("_sv"):
            for text in _strings(value):
                assert re.search(rf"[^{NBSP}]%", text) is None, key


@every_field
@every_language
def test_what_the_company_has_can_be_said_beside_a_number_or_a_date(
    field: Field, language: str
) -> None:
    counted = field.type in {"integer", "number", "date"}
    answer = field.document.get(f"answer_{language}")
    assert (answer is not None) == counted
    if answer is not None:
        assert answer.count("{value}") == 1
        assert answer[0].islower()


@every_field
def test_a_number_has_sensible_bounds(field: Field) -> None:
    if field.type in {"integer", "number"}:
        assert field.maximum is not None
        assert field.minimum is None or field.minimum < field.maximum
        assert field.minimum is not None or field.id == "turnover_drop_percent"


def test_a_company_cannot_move_or_grow_younger_to_get_support() -> None:
    fixed = {"municipality", "region", "founded_on", "company_age_years", "language_preference"}
    assert {name for name in fixed if REGISTRY.fields[name].changeable} == set()
    assert REGISTRY.fields["employees"].changeable


def test_only_the_owners_health_is_sensitive() -> None:
    assert [field.id for field in FIELDS if field.sensitive] == ["owner_on_sick_leave"]


@every_field
@every_language
def test_swedish_speaks_to_the_owner_and_not_about_a_user(field: Field, language: str) -> None:
    texts = [
        text
        for key in field.document
        if key.endswith(f"_{language}")
        for text in _strings(field.document[key])
    ]
    for text in texts:
        assert "!" not in text
        assert "  " not in text
        if language == "sv":
            assert re.search(r"\b(du|din|ditt|dina|dig|man)\b", text, re.IGNORECASE) is None
        else:
            assert re.search(r"\b(organization|color|program|enquire)\b", text) is None


@every_need
@every_language
def test_a_need_has_a_tile_in_the_companys_own_words(need: dict[str, Any], language: str) -> None:
    assert need[f"name_{language}"].strip()
    assert 1 <= len(need[f"tile_{language}"].split()) <= 4
    assert 1 <= len(need[f"hint_{language}"].split()) <= 12
    assert need[f"hint_{language}"].endswith(".")
    assert not need[f"tile_{language}"].endswith(".")


@every_language
def test_no_two_needs_share_a_tile(language: str) -> None:
    tiles = [need[f"tile_{language}"] for need in NEEDS]
    assert len(set(tiles)) == len(tiles) == 17
