from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lotsa.core.catalogue.faults import errors
from lotsa.core.criteria.checks import check
from lotsa.core.criteria.conditions import parse_condition
from lotsa.core.criteria.facts import parse_facts
from lotsa.core.criteria.logic import Truth
from lotsa.core.criteria.measures import RuleBook
from lotsa.core.criteria.registry import Registry
from lotsa.core.criteria.terms import impossible
from lotsa.core.criteria.verdicts import Judge
from lotsa.foundation.catalogue_folder import packaged
from lotsa.foundation.reference import trees
from tests.support.catalogues import (
    FIELDS,
    TREES,
    catalogue,
    conditions,
    leaf,
    measure,
    valid_catalogues,
    window,
)


def found(*measures, **documents):
    """(code, measure, path) of every fault."""
    faults = check(catalogue(*measures, **documents), TREES)
    for fault in faults:
        for text in (fault.message_sv, fault.message_en, fault.remedy_sv, fault.remedy_en):
            assert text
            assert "{" not in text.replace("{field, op, value}", "").replace(
                "{regions, municipalities}", ""
            )
    return {(fault.code, fault.measure, fault.path) for fault in faults}


def ruled(*parts, **more):
    return measure(criteria={"all": list(parts)}, **more)


def test_the_real_catalogue_has_no_error():
    faults = check(packaged(), trees())
    assert errors(faults) == ()


def test_the_small_catalogue_has_nothing_at_all():
    assert found() == set()


@settings(max_examples=60)
@given(valid_catalogues())
def test_a_valid_catalogue_gives_no_error(made):
    assert errors(check(made, TREES)) == ()


# Each pair: one condition, and what is wrong with it.
LEAVES = [
    (leaf("employes", "lte", 5), "unknown-field", ".field"),
    (leaf("employees", "prefix_in", ["1"]), "unknown-operator", ".op"),
    (leaf("employees", "below", 5), "unknown-operator", ".op"),
    (leaf("rents", "gt", True), "unknown-operator", ".op"),
    (leaf("employees", "lte", "5"), "wrong-value-type", ".value"),
    (leaf("employees", "lte", True), "wrong-value-type", ".value"),
    (leaf("employees", "lte", [5]), "wrong-value-type", ".value"),
    (leaf("employees", "in", 5), "wrong-value-type", ".value"),
    (leaf("rents", "eq", "ja"), "wrong-value-type", ".value"),
    (leaf("founded_on", "lt", "2020-13-01"), "wrong-value-type", ".value"),
    (leaf("founded_on", "lt", 2020), "wrong-value-type", ".value"),
    ({"field": "employees", "op": "lte"}, "wrong-value-type", ".value"),
    (leaf("legal_form", "eq", "firma"), "unknown-code", ".value"),
    (leaf("legal_form", "in", ["sole", "firma"]), "unknown-code", ".value[1]"),
    (leaf("sni", "prefix_in", ["56", "999"]), "unknown-code", ".value[1]"),
    (leaf("sni", "prefix_in", [""]), "unknown-code", ".value[0]"),
    (leaf("region", "in", ["99"]), "unknown-code", ".value[0]"),
    (leaf("region", "in", ["0484"]), "unknown-code", ".value[0]"),
    (leaf("municipality", "in", ["04"]), "unknown-code", ".value[0]"),
    (leaf("employees", "lt", 0), "never-true", ".value"),
    (leaf("employees", "lte", -1), "never-true", ".value"),
    (leaf("employees", "eq", 2.5), "never-true", ".value"),
    (leaf("employees", "in", []), "never-true", ".value"),
    (leaf("turnover_drop_percent", "gt", 100), "never-true", ".value"),
    (leaf("turnover_drop_percent", "gte", 101), "never-true", ".value"),
    (leaf("turnover", "lt", 0), "never-true", ".value"),
    (leaf("region", "in", []), "never-true", ".value"),
    (leaf("legal_form", "in", []), "never-true", ".value"),
    (leaf("employees", "gte", 0), "always-true", ".value"),
    (leaf("employees", "gt", -1), "always-true", ".value"),
    (leaf("employees", "ne", -3), "always-true", ".value"),
    (leaf("turnover_drop_percent", "lte", 100), "always-true", ".value"),
    (leaf("legal_form", "in", ["sole", "company", "association"]), "always-true", ".value"),
    (leaf("legal_form", "not_in", []), "always-true", ".value"),
    (leaf("sni", "prefix_not_in", []), "always-true", ".value"),
    ({"any": []}, "empty-any", ".any"),
    ({"all": []}, "always-true", ".all"),
    (
        {"any": [leaf("employees", "lt", 5), leaf("employees", "gte", 5)]},
        "always-true",
        ".any",
    ),
    (
        {"any": [leaf("rents", "eq", True), {"not": leaf("rents", "eq", True)}]},
        "always-true",
        ".any",
    ),
    ({}, "bad-condition", ""),
    ("employees < 5", "bad-condition", ""),
    ({"all": [], "any": []}, "bad-condition", ""),
    ({"all": 5}, "bad-condition", ".all"),
    ({"manual": {"text_sv": "Bedöms."}}, "missing-sentence", ""),
    (
        {"any": [leaf("employees", "lt", 0), leaf("rents", "eq", True)]},
        "never-true",
        ".any[0].value",
    ),
    ({"not": leaf("employees", "lt", "x")}, "wrong-value-type", ".not.value"),
]


@pytest.mark.parametrize(("condition", "code", "path"), LEAVES, ids=lambda value: str(value)[:50])
@pytest.mark.parametrize("where", ["criteria", "window", "extra"])
def test_a_condition_that_cannot_be_right_is_named_with_its_path(condition, code, path, where):
    if where == "criteria":
        made, at = ruled(leaf("rents", "eq", True), condition), "criteria.all[1]"
    elif where == "window":
        rows = [window(), window(id="w2", criteria={"all": [condition]})]
        made, at = measure(windows=rows), "windows[1].criteria.all[0]"
    else:
        made, at = measure(extra_criteria=[condition]), "extra_criteria[0]"
    assert found(made) == {(code, "grant", at + path)}


CONTRADICTIONS = [
    (leaf("employees", "gte", 10), leaf("employees", "lt", 10)),
    (leaf("employees", "gt", 4), leaf("employees", "lt", 5)),
    (leaf("employees", "eq", 3), leaf("employees", "ne", 3)),
    (leaf("employees", "in", [1, 2]), leaf("employees", "gt", 2)),
    (leaf("turnover_drop_percent", "gt", 50), leaf("turnover_drop_percent", "lte", 50)),
    (leaf("founded_on", "lt", "2020-01-01"), leaf("founded_on", "gte", "2020-01-01")),
    (leaf("founded_on", "gt", "2019-12-31"), leaf("founded_on", "lt", "2020-01-01")),
    (leaf("rents", "eq", True), leaf("rents", "eq", False)),
    (leaf("rents", "eq", True), {"not": leaf("rents", "eq", True)}),
    (leaf("legal_form", "eq", "sole"), leaf("legal_form", "not_in", ["sole", "company"])),
    (leaf("legal_form", "in", ["sole"]), leaf("legal_form", "in", ["company"])),
    (leaf("sni", "prefix_in", ["561"]), leaf("sni", "prefix_not_in", ["56"])),
    (leaf("region", "in", ["04"]), leaf("region", "not_in", ["04", "01"])),
    (leaf("municipality", "in", ["0484"]), leaf("region", "not_in", ["04"])),
    (leaf("has_employees", "eq", False), leaf("employees", "gte", 1)),
    (leaf("has_employees", "eq", True), leaf("employees", "lt", 1)),
    (leaf("is_legal_person", "eq", False), leaf("legal_form", "eq", "company")),
    (leaf("is_legal_person", "eq", True), leaf("legal_form", "in", ["sole"])),
    (
        {"any": [leaf("employees", "lt", 2), leaf("employees", "gt", 50)]},
        {"all": [leaf("employees", "gte", 2), leaf("employees", "lte", 50)]},
    ),
    (
        {"not": {"any": [leaf("rents", "eq", True), leaf("employees", "lt", 5)]}},
        {"any": [leaf("rents", "eq", True), leaf("employees", "eq", 1)]},
    ),
]


@pytest.mark.parametrize(("one", "other"), CONTRADICTIONS, ids=lambda value: str(value)[:50])
@pytest.mark.parametrize("flip", [False, True])
def test_a_contradiction_is_found_within_a_measure_and_between_measure_and_window(one, other, flip):
    if flip:
        one, other = other, one
    assert found(ruled(one, other)) == {("contradiction", "grant", "criteria")}
    split = ruled(one, windows=[window(), window(id="w2", criteria={"all": [other]})])
    assert found(split) == {("contradiction", "grant", "windows[1].criteria")}


@pytest.mark.parametrize(
    "parts",
    [
        (leaf("employees", "gte", 5), leaf("employees", "lte", 5)),
        (leaf("turnover_drop_percent", "gt", 4), leaf("turnover_drop_percent", "lt", 5)),
        (leaf("region", "in", ["04"]), leaf("region", "in", ["01"])),
        (leaf("sni", "prefix_in", ["56"]), leaf("sni", "prefix_not_in", ["561"])),
        (leaf("municipality", "in", ["0484"]), leaf("region", "not_in", ["01"])),
        (leaf("turnover_drop_percent", "gte", -5), leaf("employees", "lte", 0)),
        (leaf("has_employees", "eq", True), leaf("employees", "lte", 1)),
    ],
)
def test_what_some_company_can_meet_is_left_alone(parts):
    assert found(ruled(*parts)) == set()


def test_an_alternative_that_cannot_apply_is_a_warning():
    made = ruled(
        leaf("employees", "lte", 20),
        {"any": [leaf("employees", "gt", 50), leaf("rents", "eq", True)]},
    )
    faults = check(catalogue(made), TREES)
    assert [(fault.code, fault.severity) for fault in faults] == [("dead-branch", "warning")]


REGISTRY = Registry.from_document(FIELDS, TREES)
_FACTS = st.fixed_dictionaries(
    {
        "employees": st.integers(0, 12),
        "legal_form": st.sampled_from(["sole", "company", "association"]),
        "rents": st.booleans(),
        "municipality": st.lists(st.sampled_from(["0484", "0480", "0180"]), min_size=1),
        "sni": st.lists(st.sampled_from(["56100", "10710"]), min_size=1),
        "founded_on": st.sampled_from(["2018-05-05", "2019-01-01", "2019-01-02"]),
    }
)
_SMALL = st.one_of(
    st.builds(
        leaf,
        st.just("employees"),
        st.sampled_from(["eq", "ne", "lt", "lte", "gt", "gte"]),
        st.integers(0, 12) | st.just(2.5),
    ),
    st.builds(leaf, st.just("has_employees"), st.just("eq"), st.booleans()),
    st.builds(leaf, st.just("is_legal_person"), st.just("eq"), st.booleans()),
    st.builds(leaf, st.just("rents"), st.sampled_from(["eq", "ne"]), st.booleans()),
    st.builds(
        leaf,
        st.just("legal_form"),
        st.sampled_from(["in", "not_in"]),
        st.lists(st.sampled_from(["sole", "company", "association"]), unique=True),
    ),
    st.builds(
        leaf,
        st.just("region"),
        st.sampled_from(["in", "not_in"]),
        st.lists(st.sampled_from(["04", "01"]), unique=True),
    ),
    st.builds(
        leaf,
        st.just("municipality"),
        st.sampled_from(["in", "not_in"]),
        st.lists(st.sampled_from(["0484", "0480", "0180"]), unique=True),
    ),
    st.builds(
        leaf,
        st.just("sni"),
        st.sampled_from(["prefix_in", "prefix_not_in"]),
        st.lists(st.sampled_from(["56", "561", "5", "10"]), unique=True),
    ),
    st.builds(
        leaf,
        st.just("founded_on"),
        st.sampled_from(["lt", "lte", "gt", "gte", "eq"]),
        st.sampled_from(["2019-01-01", "2019-01-02"]),
    ),
)
_TREES_OF_CONDITIONS = st.recursive(
    _SMALL,
    lambda inner: (
        st.builds(lambda rows: {"all": rows}, st.lists(inner, max_size=4))
        | st.builds(lambda rows: {"any": rows}, st.lists(inner, max_size=3))
        | st.builds(lambda one: {"not": one}, inner)
    ),
    max_leaves=8,
)


@settings(max_examples=300)
@given(_TREES_OF_CONDITIONS, st.lists(_FACTS, min_size=1, max_size=5))
def test_no_company_meets_what_is_called_impossible(raw, companies):
    condition = parse_condition(raw, "criteria")
    holds_never = impossible(condition, REGISTRY)
    made = measure(criteria=raw, windows=[window(apply_from=None, apply_to=None, open_ended=True)])
    judge = Judge(RuleBook.from_documents(FIELDS, {"measures": [made]}, TREES))
    for facts in companies:
        verdict = judge.judge(parse_facts(facts, REGISTRY), date(2020, 5, 4))[0]
        assert not (holds_never and verdict.answer is Truth.YES)


@settings(max_examples=60)
@given(conditions(), st.sampled_from(LEAVES))
def test_a_fault_is_found_in_any_surroundings(surroundings, seeded):
    condition, code, path = seeded
    made = measure(criteria={"all": [surroundings, condition]})
    assert (code, "grant", f"criteria.all[1]{path}") in found(made)
