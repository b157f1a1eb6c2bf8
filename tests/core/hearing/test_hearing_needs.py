import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsa.core.hearing.classifier import LinearClassifier
from lotsa.core.hearing.needs import (
    CLEAR_MARGIN,
    NO_NEED,
    NeedScore,
    best,
    between,
    chances,
    is_clear,
    keyword_evidence,
    keyword_rule,
    names_a_need,
    probabilities,
    trust_in_likeness,
)
from lotsa.core.hearing.ngrams import NgramIndex

ORDER = ("rent", "loans", "insurance", "export_sales")


def test_a_starred_keyword_matches_any_ending_and_a_plain_one_only_itself():
    rules = [keyword_rule("rent", ["hyresvärd*"], 2.0), keyword_rule("loans", ["lån"], 1.0)]
    assert keyword_evidence("Hyresvärdens lånord", rules) == {"rent": 2.0}
    assert keyword_evidence("ett lån", rules) == {"loans": 1.0}


def test_a_keyword_does_not_match_inside_a_word_and_phrases_span_any_space():
    rules = [keyword_rule("permits", ["sälja öl"], 4.0)]
    assert keyword_evidence("omsälja öl", rules) == {}
    assert keyword_evidence("SÄLJA \n ÖL", rules) == {"permits": 4.0}


def test_repeating_a_keyword_adds_nothing_and_a_second_word_adds_half():
    rules = [keyword_rule("tax", ["moms*", "skatt*"], 2.0)]
    assert keyword_evidence("moms moms moms", rules) == {"tax": 2.0}
    assert keyword_evidence("momsen och skatten", rules) == {"tax": 3.0}


@pytest.mark.parametrize("words", [[], ["*"], ["a*b"]])
def test_a_keyword_without_a_word_is_refused(words):
    with pytest.raises(ValueError, match=r"keyword|no keywords"):
        keyword_rule("rent", words, 1.0)


def suggest(likeness, keywords, sharpness, order):
    known = {**dict.fromkeys(order, 0.0), **likeness}
    return best(chances(known, keywords, sharpness), order)


def test_no_need_takes_its_share_and_is_never_suggested():
    told = suggest({"rent": 0.3, NO_NEED: 0.9}, {}, 10.0, ORDER)
    without = suggest({"rent": 0.3}, {}, 10.0, ORDER)
    assert [one.need for one in told] == [one.need for one in without]
    assert told[0].score < without[0].score
    assert not names_a_need(suggest({"rent": 0.3, NO_NEED: 0.9}, {}, 20.0, ORDER))
    assert names_a_need(without)
    assert not names_a_need(())


def test_between_two_answers_lies_what_both_allow():
    middle = between({"rent": 0.8, "loans": 0.2}, {"rent": 0.5, "loans": 0.5})
    assert sum(middle.values()) == pytest.approx(1)
    assert 0.5 < middle["rent"] < 0.8
    assert between({"rent": 1.0, "loans": 0.0}, {"rent": 0.0, "loans": 1.0}) == {
        "rent": 1.0,
        "loans": 0.0,
    }


def test_keywords_can_overrule_likeness():
    likeness = {"rent": 0.2, "loans": 0.3}
    assert suggest(likeness, {}, 3.0, ORDER)[0].need == "loans"
    assert suggest(likeness, {"rent": 2.0}, 3.0, ORDER)[0].need == "rent"


def test_a_clear_lead_is_told_from_a_narrow_one():
    assert is_clear([NeedScore("rent", 0.9), NeedScore("loans", 0.9 - CLEAR_MARGIN)])
    assert not is_clear([NeedScore("rent", 0.4), NeedScore("loans", 0.39)])
    assert not is_clear([])


def test_likeness_of_one_word_counts_less_than_of_a_sentence():
    assert trust_in_likeness("moms") < trust_in_likeness("vi har ont om pengar nu igen") == 1.0


@given(st.dictionaries(st.sampled_from(ORDER), st.floats(-50, 50), max_size=4), st.floats(0.1, 20))
def test_suggestions_are_three_ordered_probabilities(likeness, sharpness):
    given_scores = suggest(likeness, {}, sharpness, ORDER)
    values = [score.score for score in given_scores]
    assert len(given_scores) == 3
    assert values == sorted(values, reverse=True)
    assert all(0 <= value <= 1 for value in values)


@given(st.dictionaries(st.text(max_size=3), st.floats(-700, 700), min_size=1, max_size=8))
def test_probabilities_make_one(evidence):
    assert math.isclose(sum(probabilities(evidence).values()), 1.0)


def test_ngrams_find_the_class_that_shares_words_and_give_nothing_for_strangers():
    index = NgramIndex.build({"rent": ["hyran är hög"], "loans": ["banken nekar kredit"]})
    likeness = index.likeness("hög hyra")
    assert likeness["rent"] > likeness["loans"]
    assert set(index.likeness("xyzzy qqq").values()) == {0.0}
    assert index.likeness("hyran är hög")["rent"] == pytest.approx(1.0)


def test_the_classifier_learns_separable_classes_and_survives_storage():
    rng = np.random.default_rng(1)
    labels = np.repeat(np.arange(3), 20)
    vectors = (np.eye(8)[labels] + rng.normal(0, 0.1, (60, 8))).astype(np.float32)
    trained = LinearClassifier.train(vectors, labels, 3)
    again = LinearClassifier.from_array(trained.as_array(), 3)
    for vector, label in zip(vectors, labels, strict=True):
        assert int(np.argmax(again.scores(vector))) == label


@pytest.mark.parametrize("stored", [np.zeros((3, 4)), np.zeros(4), np.full((4, 4), np.nan)])
def test_a_stored_array_of_the_wrong_kind_is_refused(stored):
    with pytest.raises(ValueError, match="not a stored classifier"):
        LinearClassifier.from_array(stored, 3)


def test_a_zero_vector_scores_without_warning():
    trained = LinearClassifier(np.zeros(4, np.float32), np.ones((2, 4), np.float32))
    assert trained.scores(np.zeros(4, np.float32)) == [0.0, 0.0]


def test_core_hearing_imports_no_django():
    for source in Path(__file__).parents[3].joinpath("src/lotsa/core/hearing").glob("*.py"):
        assert "django" not in source.read_text(encoding="utf-8").lower(), source
