"""Kleene's tables, written out."""

import itertools

import pytest

from lotsa.core.criteria.logic import Truth, kleene_all, kleene_any, negate
from tests.support.engine import answer, leaf

NO, UNKNOWN, YES = Truth

TABLE = [
    # a, b, all, any
    (NO, NO, NO, NO),
    (NO, UNKNOWN, NO, UNKNOWN),
    (NO, YES, NO, YES),
    (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    (UNKNOWN, YES, UNKNOWN, YES),
    (YES, YES, YES, YES),
]


@pytest.mark.parametrize(("a", "b", "both", "either"), TABLE)
def test_two_truths(a, b, both, either):
    assert kleene_all([a, b]) is kleene_all([b, a]) is both
    assert kleene_any([a, b]) is kleene_any([b, a]) is either


def test_nothing_is_yes_for_all_and_no_for_any():
    assert kleene_all([]) is YES
    assert kleene_any([]) is NO


@pytest.mark.parametrize(("truth", "opposite"), [(NO, YES), (UNKNOWN, UNKNOWN), (YES, NO)])
def test_negation(truth, opposite):
    assert negate(truth) is opposite


@pytest.mark.parametrize("three", list(itertools.product(Truth, repeat=3)))
def test_de_morgan(three):
    assert negate(kleene_all(three)) is kleene_any(map(negate, three))


def test_the_words_used_in_files():
    assert [truth.word for truth in Truth] == ["no", "unknown", "yes"]


TAXED, RENTS = leaf("taxed", "eq", True), leaf("rents", "eq", True)


@pytest.mark.parametrize(
    ("criteria", "facts", "expected"),
    [
        (None, {}, "yes"),
        ({"all": []}, {}, "yes"),
        ({"any": []}, {}, "no"),
        ({"not": {"all": []}}, {}, "no"),
        ({"not": {"any": []}}, {}, "yes"),
        ({"all": [TAXED, RENTS]}, {"taxed": False}, "no"),
        ({"all": [TAXED, RENTS]}, {"taxed": True}, "unknown"),
        ({"any": [TAXED, RENTS]}, {"taxed": True}, "yes"),
        ({"any": [TAXED, RENTS]}, {"taxed": False}, "unknown"),
        ({"any": [TAXED, RENTS]}, {"taxed": False, "rents": False}, "no"),
        ({"not": TAXED}, {}, "unknown"),
        ({"not": {"all": [TAXED, RENTS]}}, {"rents": False}, "yes"),
        ({"not": {"not": {"any": [TAXED, {"all": [RENTS]}]}}}, {"rents": True}, "yes"),
    ],
)
def test_conditions_combine_by_the_same_tables(criteria, facts, expected):
    assert answer(criteria, facts) == expected
