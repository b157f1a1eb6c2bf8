"""Conditions as catalogue documents write them."""

import pytest

from lotsa.core.criteria.conditions import (
    ALWAYS,
    MAX_DEPTH,
    All,
    AnyOf,
    Leaf,
    Manual,
    Not,
    conjuncts,
    leaves,
    parse_condition,
)
from lotsa.core.criteria.faults import CatalogueFault
from tests.support.engine import leaf

A, B, C = (leaf(name, "eq", True) for name in "abc")
LA, LB, LC = (Leaf(name, "eq", True) for name in "abc")


@pytest.mark.parametrize(
    ("raw", "parsed"),
    [
        (None, ALWAYS),
        (A, LA),
        ({"all": [A, B]}, All((LA, LB))),
        ({"any": []}, AnyOf(())),
        ({"not": {"any": [A]}}, Not(AnyOf((LA,)))),
        (leaf("a", "in", [1, 2]), Leaf("a", "in", (1, 2))),
        ({**A, "text_sv": "Å"}, Leaf("a", "eq", True, {"sv": "Å"})),
        (
            {"manual": {"text_sv": "Å", "text_en": "A", "decided_by": "x"}},
            Manual({"sv": "Å", "en": "A"}, "x"),
        ),
        ({"manual": True, "text_en": "A", "decided_by": "x"}, Manual({"en": "A"}, "x")),
        ({"text_en": "A", "decided_by": "x"}, Manual({"en": "A"}, "x")),
        ({"manual": {"text_en": "A"}}, Manual({"en": "A"}, None)),
    ],
)
def test_read(raw, parsed):
    assert parse_condition(raw, "c") == parsed


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ([], "c"),
        ("all", "c"),
        ({}, "c"),
        ({"both": [A]}, "c"),
        ({"all": [A], "any": [B]}, "c"),
        ({**A, "all": []}, "c"),
        ({"all": A}, "c.all"),
        ({"all": None}, "c.all"),
        ({"all": [A, None]}, "c.all[1]"),
        ({"all": [A, {"any": ["x"]}]}, "c.all[1].any[0]"),
        ({"not": None}, "c.not"),
        ({"not": [A]}, "c.not"),
        ({"field": 3, "op": "eq", "value": 1}, "c.field"),
        ({"field": "a", "op": "is", "value": 1}, "c.op"),
        ({"field": "a", "value": 1}, "c.op"),
        ({"field": "a", "op": ["eq"], "value": 1}, "c.op"),
        ({"field": "a", "op": "eq"}, "c.value"),
        ({"field": "a", "op": "eq", "value": None}, "c.value"),
        ({"field": "a", "op": "eq", "value": {"min": 1}}, "c.value"),
        ({"field": "a", "op": "in", "value": [[1]]}, "c.value"),
        ({"field": "a", "op": "in", "value": [None]}, "c.value"),
        ({"manual": {"decided_by": 3}}, "c.decided_by"),
    ],
)
def test_refused_with_its_place(raw, path):
    with pytest.raises(CatalogueFault) as caught:
        parse_condition(raw, "c")
    assert caught.value.path == path


def nested(depth):
    raw = A
    for _ in range(depth):
        raw = {"not": raw}
    return raw


def test_depth_is_bounded():
    parse_condition(nested(MAX_DEPTH), "c")
    with pytest.raises(CatalogueFault):
        parse_condition(nested(MAX_DEPTH + 1), "c")
    with pytest.raises(CatalogueFault):
        parse_condition(nested(5000), "c")


def test_walking():
    tree = All((LA, All((LB, Not(LC))), AnyOf((LA, All((LB, Manual({}, None)))))))
    assert list(leaves(tree)) == [LA, LB, LC, LA, LB]
    assert conjuncts(tree) == (LA, LB, Not(LC), AnyOf((LA, All((LB, Manual({}, None))))))
    assert conjuncts(LA) == (LA,)
    assert conjuncts(ALWAYS) == ()


def test_a_truth_and_a_number_are_not_the_same_question():
    assert Leaf("a", "eq", True).key != Leaf("a", "eq", 1).key
    assert Leaf("a", "eq", 1, {"sv": "x"}).key == Leaf("a", "eq", 1).key
