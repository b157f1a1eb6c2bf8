"""A company finds its line of business by code, by name, or by an everyday word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsa.core.criteria.trees import CodeTree
from lotsa.core.guide.industries import LIMIT, find_industries, fold
from lotsa.foundation.reference import trees

NAMES = {
    "I": "Hotell och restaurang",
    "55": "Hotell",
    "551": "Hotell",
    "56": "Restaurang, catering och bar",
    "56100": "Restaurangverksamhet",
    "96": "Andra tjänster",
    "96021": "Hårvård",
}
PARENTS = {
    "I": None,
    "55": "I",
    "551": "55",
    "56": "I",
    "56100": "56",
    "S": None,
    "96": "S",
    "96021": "96",
}
TREE = CodeTree("t", PARENTS, {code: {"sv": name} for code, name in NAMES.items()})
EVERYDAY = {"96021": ["frisör", "barberare"], "56100": ["krog", "pizzeria"], "99999": ["spöke"]}


def codes(query, language="sv"):
    return [one.code for one in find_industries(query, TREE, EVERYDAY, language)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("frisör", "96021"),
        ("FRISOR", "96021"),
        ("frisören", "96021"),
        ("min pizzeria", "56100"),
        ("hårvård", "96021"),
        ("restaurang", "56"),
        ("56.10", "56100"),
        ("96 021", "96021"),
    ],
)
def test_found(query, first):
    assert codes(query)[0] == first


@pytest.mark.parametrize("query", ["", " ", "x", "spöke", "zzzzz", "77"])
def test_nothing_to_find(query):
    assert codes(query) == []


def test_a_finer_code_of_the_same_name_is_not_offered_twice():
    assert codes("hotell") == ["55"]
    assert find_industries("56100", TREE, {}, "sv")[0].within == "Restaurang, catering och bar"


def test_fold():
    assert fold("Åäö É") == "aao e"


@given(st.text(max_size=30))
def test_any_text_finds_at_most_a_handful_of_real_codes(query):
    found = codes(query)
    assert len(found) <= LIMIT
    assert len(set(found)) == len(found)
    assert set(found) <= set(PARENTS)


def test_the_real_classification_by_its_own_names():
    tree = trees()["sni2007"]
    found = [one.code for one in find_industries("restaurang", tree, {}, "sv")]
    assert any(code.startswith("56") for code in found[:3])
