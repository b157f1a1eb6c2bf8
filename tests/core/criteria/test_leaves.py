"""One condition against everything that can be known of its fact."""

import pytest

from lotsa.core.criteria.conditions import Leaf
from lotsa.core.criteria.facts import parse_value
from lotsa.core.criteria.faults import CatalogueFault
from lotsa.core.criteria.leaves import compile_leaf
from lotsa.core.criteria.registry import Registry
from lotsa.foundation.reference import trees
from tests.support.engine import FIELDS, TREES, answer, leaf

YES, NO, MAYBE = "yes", "no", "unknown"


def between(low=None, high=None):
    return {k: v for k, v in (("min", low), ("max", high)) if v is not None}


@pytest.mark.parametrize(
    ("field", "op", "value", "known", "expected"),
    [
        # Exactly 30 per cent is not enough for "more than 30".
        ("turnover", "gt", 30, 30, NO),
        ("turnover", "gt", 30, 30.01, YES),
        ("turnover", "gte", 30, 30, YES),
        ("turnover", "lt", 30, 30, NO),
        ("turnover", "lte", 30, 30, YES),
        ("turnover", "eq", 30, 30.0, YES),
        ("turnover", "ne", 30, 30, NO),
        ("turnover", "in", [1, 30], 30, YES),
        ("turnover", "not_in", [1, 30], 30, NO),
        ("turnover", "gte", -5, -4.5, YES),
        # Intervals: all in, none in, some in; ends inclusive; open ends.
        ("staff", "lte", 4, between(1, 4), YES),
        ("staff", "lt", 4, between(1, 4), MAYBE),
        ("staff", "lt", 1, between(1, 4), NO),
        ("staff", "gt", 4, between(1, 4), NO),
        ("staff", "gte", 4, between(1, 4), MAYBE),
        ("staff", "gte", 1, between(1, 4), YES),
        ("staff", "gte", 200, between(low=250), YES),
        ("staff", "lt", 250, between(low=250), NO),
        ("staff", "lte", 250, between(low=250), MAYBE),
        ("staff", "lte", 20, between(high=20), YES),
        ("staff", "gt", 20, between(high=20), NO),
        ("staff", "gte", 20, between(high=20), MAYBE),
        ("staff", "eq", 3, between(1, 4), MAYBE),
        ("staff", "eq", 5, between(1, 4), NO),
        ("staff", "ne", 5, between(1, 4), YES),
        ("staff", "ne", 3, between(1, 4), MAYBE),
        ("staff", "eq", 3, between(3, 3), YES),
        # Whole numbers and days can be counted, so a list may hold all of them.
        ("staff", "in", [1, 2, 3, 4], between(1, 4), YES),
        ("staff", "in", [1, 2, 2, 4], between(1, 4), MAYBE),
        ("staff", "in", [0, 7], between(1, 4), NO),
        ("staff", "in", [], between(1, 4), NO),
        ("staff", "not_in", [1, 2, 3, 4], between(1, 4), NO),
        ("staff", "in", [1, 2], between(low=1), MAYBE),
        ("staff", "in", [1, 1.5], between(1, 2), MAYBE),
        ("staff", "in", [1, 2], between(0, 10**17), MAYBE),
        ("turnover", "in", [1, 2], between(1, 2), MAYBE),
        ("started", "in", ["2020-01-01", "2020-01-02"], between("2020-01-01", "2020-01-02"), YES),
        ("started", "in", ["2020-01-01", "2020-01-03"], between("2020-01-01", "2020-01-02"), MAYBE),
        # Days, also when only the month or the year is known.
        ("started", "lt", "2020-02-29", "2020-02-28", YES),
        ("started", "lte", "2020-02-29", "2020-02-29", YES),
        ("started", "lt", "2020-02-29", "2020-02-29", NO),
        ("started", "lte", "2020-02-29", "2020-02", YES),
        ("started", "lte", "2020-02-28", "2020-02", MAYBE),
        ("started", "gt", "2019-12-31", "2020", YES),
        ("started", "lt", "2020-12-31", "2020", MAYBE),
        # Lists: any one of the company's codes.
        ("language", "in", ["sv", "ar"], ["en", "ar"], YES),
        ("language", "in", ["sv"], ["en", "ar"], NO),
        ("language", "not_in", ["ar"], ["en", "ar"], NO),
        ("language", "in", ["sv"], [], NO),
        ("language", "in", ["sv"], "sv", YES),
        ("language", "in", [], ["sv"], NO),
        ("language", "in", ["sv"], ["s"], NO),
        # Prefixes compare as text; without a tree a shorter code may still become one.
        ("language", "prefix_in", ["56"], ["56100"], YES),
        ("language", "prefix_in", ["561"], ["55", "56100"], YES),
        ("language", "prefix_in", ["5610"], ["560"], NO),
        ("language", "prefix_in", ["561"], ["56"], MAYBE),
        ("language", "prefix_not_in", ["561"], ["56"], MAYBE),
        ("language", "prefix_not_in", ["56"], ["56100"], NO),
        # Dots count for nothing, on either side.
        ("branch", "prefix_in", ["56.1"], ["56.100"], YES),
        ("branch", "prefix_in", ["561"], ["56.100"], YES),
        ("branch", "prefix_in", ["56.2"], ["56100"], NO),
        # Coarse codes stand for all that lies under them.
        ("branch", "prefix_in", ["561"], ["56"], MAYBE),
        ("branch", "prefix_in", ["561", "562"], ["56"], YES),
        ("branch", "prefix_in", ["55", "56"], ["I"], YES),
        ("branch", "prefix_in", ["56"], ["I"], MAYBE),
        ("branch", "prefix_in", ["10"], ["I"], NO),
        ("branch", "prefix_in", ["I"], ["56"], YES),
        ("branch", "prefix_not_in", ["10"], ["I"], YES),
        ("branch", "prefix_in", ["10"], ["I", "C"], YES),
        ("town", "in", ["0484"], ["04"], MAYBE),
        ("town", "in", ["0480", "0484"], ["04"], YES),
        ("town", "in", ["0180"], ["04"], NO),
        ("town", "in", ["04"], ["04"], YES),
        ("form", "in", ["sole", "club"], "club", YES),
        ("form", "ne", "club", "club", NO),
        ("taxed", "eq", False, False, YES),
    ],
)
def test_what_is_known_decides(field, op, value, known, expected):
    fields = [dict(one, ops=["prefix_in", "prefix_not_in"]) if one["id"] == "branch" else one
              for one in FIELDS]  # fmt: skip
    assert answer(leaf(field, op, value), {field: known}, fields=fields) == expected


@pytest.mark.parametrize("op", ["eq", "ne", "lt", "lte", "gt", "gte", "in", "not_in"])
def test_a_missing_fact_is_unknown_whatever_is_asked(op):
    value = [1] if op.endswith("in") else 1
    assert answer(leaf("staff", op, value)) == MAYBE


def test_the_real_classification():
    real = {"id": "sni", "type": "list_of_codes", "ops": ["prefix_in", "prefix_not_in"],
            "tree": "sni2007"}  # fmt: skip
    registry = Registry.from_document({"fields": [real]}, trees())
    field, tree = registry.fields["sni"], trees()["sni2007"]

    def truth(prefixes, code):
        test = compile_leaf(Leaf("sni", "prefix_in", tuple(prefixes)), field, tree)
        return test(parse_value([code], field)).word

    assert truth(["56"], "56.100") == YES
    assert truth(["56"], "I") == MAYBE
    assert truth(["55", "56"], "I") == YES
    assert truth(["551"], "56") == NO
    assert truth(["561"], "56") == MAYBE
    assert truth(["561", "562", "563"], "56") == YES


@pytest.mark.parametrize(
    ("field", "ops", "op", "value"),
    [
        ({"type": "number"}, ["prefix_in"], "prefix_in", ["1"]),
        ({"type": "enum"}, ["lt"], "lt", "b"),
        ({"type": "boolean"}, ["gte"], "gte", True),
        ({"type": "series"}, ["gt"], "gt", 3),
        ({"type": "integer"}, ["eq"], "gt", 3),
        ({"type": "integer"}, None, "in", 3),
        ({"type": "integer"}, None, "eq", [3]),
        ({"type": "integer"}, None, "eq", True),
        ({"type": "integer"}, None, "eq", "3"),
        ({"type": "number"}, None, "gt", float("nan")),
        ({"type": "number"}, None, "lt", float("inf")),
        ({"type": "boolean"}, None, "eq", 1),
        ({"type": "date"}, None, "lt", "2020-02-30"),
        ({"type": "date"}, None, "lt", 2020),
        ({"type": "list_of_codes"}, None, "in", [56]),
    ],
)
def test_a_condition_that_makes_no_sense_is_refused(field, ops, op, value):
    row = {"id": "f", **field} | ({"ops": ops} if ops else {})
    known = Registry.from_document({"fields": [row]}).fields["f"]
    wanted = tuple(value) if isinstance(value, list) else value
    with pytest.raises(CatalogueFault):
        compile_leaf(Leaf("f", op, wanted), known, None, "here")


def test_equality_on_a_list_means_that_it_holds_the_code():
    row = {"id": "f", "type": "list_of_codes", "ops": ["eq", "ne"]}
    known = Registry.from_document({"fields": [row]}).fields["f"]
    has, has_not = (compile_leaf(Leaf("f", op, "ab"), known, None) for op in ("eq", "ne"))
    assert has(parse_value(["x", "ab"], known)).word == YES
    assert has(parse_value(["a"], known)).word == NO
    assert has_not(parse_value(["a"], known)).word == YES


def test_trees_are_the_ones_meant():
    assert TREES["places"].leaves("04") == {"0480", "0484"}
    assert not TREES["places"].is_leaf("04")
