"""The rules of the real catalogue read as plain sentences in both languages."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import lotsa
from lotsa.core.criteria.conditions import All, AnyOf, Condition, Leaf, Not
from lotsa.core.criteria.measures import RuleBook
from lotsa.core.criteria.registry import LANGUAGES
from lotsa.core.criteria.sentences import question, sentence
from lotsa.foundation.reference import trees

CATALOGUE = Path(lotsa.__file__).parent / "data" / "catalogue"


def _document(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((CATALOGUE / name).read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def rulebook() -> RuleBook:
    return RuleBook.from_documents(_document("fields.yaml"), _document("measures.yaml"), trees())


def _leaves(condition: Condition | None) -> Iterator[Leaf]:
    match condition:
        case Leaf():
            yield condition
        case All(children) | AnyOf(children):
            for child in children:
                yield from _leaves(child)
        case Not(child):
            yield from _leaves(child)


def _sentences(rulebook: RuleBook, language: str) -> dict[tuple[str, str, str], str]:
    return {
        (measure.id, window.id, leaf.field): sentence(leaf, rulebook.registry, language, window)
        for measure in rulebook.measures
        for window in measure.windows
        for criteria in (measure.criteria, window.criteria)
        for leaf in _leaves(criteria)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_reads_as_a_finished_sentence(rulebook: RuleBook, language: str) -> None:
    said = _sentences(rulebook, language)
    assert len(said) > 500
    for where, text in said.items():
        assert "{" not in text, where
        assert text[0].isupper() or text[0].isdigit(), where
        assert not text.endswith("."), where
        assert re.search(r"\b(Minst|Högst|At least|At most) [01] ", text) is None, where


def test_a_rule_names_the_months_of_its_own_window(rulebook: RuleBook) -> None:
    swedish, english = (_sentences(rulebook, language) for language in LANGUAGES)
    spring = ("omstallningsstod", "2020-03-04", "turnover_drop_percent")
    may = ("omstallningsstod", "2020-05", "turnover_drop_percent")
    assert swedish[spring] == (
        "Omsättningen har sjunkit mer än 30\u00a0% i mars–april 2020 jämfört med mars–april 2019"
    )
    assert english[may] == (
        "Turnover has fallen by more than 40% in May 2020 compared with May 2019"
    )


def test_half_a_month_is_named_by_its_days(rulebook: RuleBook) -> None:
    where = ("korttidsarbete-2020", "2020-03", "hours_reduction_percent")
    assert _sentences(rulebook, "sv")[where] == (
        "Arbetstiden minskas med 20, 40 eller 60\u00a0% under 16–31\u00a0mars 2020"
    )
    assert _sentences(rulebook, "en")[where] == (
        "Working hours are cut by 20, 40 or 60% during 16–31\u00a0March 2020"
    )


def test_months_are_left_out_where_the_window_has_none(rulebook: RuleBook) -> None:
    said = _sentences(rulebook, "sv")
    where = ("korttidsarbete-ordinarie", "standing", "hours_reduction_percent")
    assert said[where] == "Arbetstiden minskas med 20, 40 eller 60\u00a0%"
    (window,) = next(m for m in rulebook.measures if m.id == "gotland-radgivningsstod").windows
    field = rulebook.registry.fields["turnover_drop_percent"]
    assert question(field, "sv", window) == "Hur många procent har er omsättning sjunkit?"


def test_none_and_one_are_said_in_words(rulebook: RuleBook) -> None:
    said = _sentences(rulebook, "sv")
    before_hire = {
        measure: text
        for (measure, _window, field), text in said.items()
        if field == "paid_employees_before_hire"
    }
    assert before_hire == {
        "vaxa-stod": "Inga anställda före anställningen",
        "vaxa-stod-utvidgat": "Högst en anställd före anställningen",
    }


def test_choices_stand_in_a_sentence_as_words_do(rulebook: RuleBook) -> None:
    where = ("omsattningsstod-enskild", "2020-03-04", "legal_form")
    assert _sentences(rulebook, "sv")[where] == "Företagsformen är enskild firma eller enkelt bolag"


def _english_of(key: str) -> str:
    return f"{key.removesuffix('_sv')}_en"


@pytest.mark.parametrize(
    "measure", _document("measures.yaml")["measures"], ids=lambda measure: measure["id"]
)
def test_an_english_reader_is_told_all_that_a_swedish_one_is(measure: dict[str, Any]) -> None:
    for row in (measure, *measure["windows"]):
        for key in ("name_sv", "short_sv", "amount_sv", "how_to_apply_sv", "label_sv"):
            if key in row:
                english = row[_english_of(key)]
                assert english.strip()
                assert row[key].endswith(".") == english.endswith(".")
                assert re.search(r"\d \d{3}\b", row[key]) is None, "numbers must not be broken"
