import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lotsa.core.catalogue.files import read_catalogue
from lotsa.core.criteria.checks import check
from lotsa.foundation.reference import trees
from tests.support.catalogues import (
    ACTORS,
    FIELDS,
    NEEDS,
    TREES,
    catalogue,
    leaf,
    measure,
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


def test_versions_that_overlap_leave_a_gap_or_run_backwards():
    one = measure(valid_to="2020-06-30")

    def second(**more):
        return found(one, measure(version=2, **more))

    assert second(valid_from="2020-07-01") == set()
    assert second(valid_from="2020-06-30") == {("version-overlap", "grant", "valid_from")}
    assert second() == {("version-overlap", "grant", "valid_from")}
    assert second(valid_from="2020-07-02") == {("version-gap", "grant", "valid_from")}
    backwards = {("version-order", "grant", "valid_to")}
    assert second(valid_from="2020-07-01", valid_to="2020-06-30") == backwards


def test_the_same_id_twice_is_found_everywhere():
    assert found(measure(), measure()) == {("duplicate-id", "grant", "id")}
    rows = [window(), window()]
    assert found(measure(windows=rows)) == {("duplicate-id", "grant", "windows[1].id")}
    for name, document in (("needs", NEEDS), ("actors", ACTORS)):
        twice = copy.deepcopy(document)
        twice[name] *= 2
        assert {code for code, _, _ in found(**{name: twice})} == {"duplicate-id"}
    twice = copy.deepcopy(FIELDS)
    twice["fields"].append(twice["fields"][-1])
    assert found(fields=twice) == {("duplicate-id", "rents", "id")}


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"needs": ["likviditet"]}, "unknown-need", "needs[0]"),
        ({"provider": "agenzy"}, "unknown-actor", "provider"),
        ({"handled_by": ["agency", "nobody"]}, "unknown-actor", "handled_by[1]"),
        ({"not_combined_with": ["nothing"]}, "unknown-measure", "not_combined_with[0]"),
        ({"parent": "nothing"}, "unknown-measure", "parent"),
        ({"parent": "grant"}, "parent-cycle", "parent"),
        ({"name_sv": ...}, "missing-sentence", "name_sv"),
        ({"short_en": " "}, "missing-sentence", "short_en"),
        ({"discretionary": "ja"}, "wrong-type", "discretionary"),
        ({"aliases": "Bidraget"}, "wrong-type", "aliases"),
        ({"amount_sv": 500}, "wrong-type", "amount_sv"),
        ({"version": 0}, "wrong-type", "version"),
        ({"windows": {"id": "w"}}, "wrong-type", "windows"),
        ({"valid_from": "i maj"}, "wrong-date", "valid_from"),
        ({"amendments": [{"date": "2020-02-30"}]}, "wrong-date", "amendments[0].date"),
        ({"territory": {"regions": ["0484"]}}, "unknown-territory", "territory.regions[0]"),
        (
            {"territory": {"municipalities": ["0484", "0999"]}},
            "unknown-territory",
            "territory.municipalities[1]",
        ),
        ({"territory": {"regions": "04"}}, "wrong-type", "territory.regions"),
        (
            {"not_to_be_confused_with": [{"measure": "x", "note_sv": "a", "note_en": "b"}]},
            "unknown-measure",
            "not_to_be_confused_with[0].measure",
        ),
        (
            {"not_to_be_confused_with": [{"measure": "grant", "note_sv": "a"}]},
            "missing-sentence",
            "not_to_be_confused_with[0].note_en",
        ),
    ],
)
def test_what_a_measure_says_of_itself_is_checked(changes, code, path):
    assert found(measure(**changes)) == {(code, "grant", path)}


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"apply_from": "2020-09-01"}, "window-reversed", ".apply_to"),
        ({"apply_to": "31 augusti"}, "wrong-date", ".apply_to"),
        ({"period_to": "2020-02-01"}, "range-reversed", ".period_to"),
        ({"reference_to": "2019-02-01"}, "range-reversed", ".reference_to"),
        ({"budget_spent_on": "2020-03-01"}, "window-never-open", ".budget_spent_on"),
        (
            {"known_open": [{"from": "2020-02-01", "to": "2020-03-31"}]},
            "known-open-outside",
            ".known_open[0]",
        ),
        (
            {"known_open": [{"from": "2020-05-01", "to": "2020-04-01"}]},
            "range-reversed",
            ".known_open[0]",
        ),
        ({"known_open": [{"from": "2020-05-01"}]}, "wrong-date", ".known_open[0].to"),
        ({"open_ended": True}, "open-ended-with-end", ".open_ended"),
        ({"id": None}, "wrong-type", ".id"),
    ],
)
def test_a_dead_or_odd_window_is_found(changes, code, path):
    assert found(measure(windows=[window(**changes)])) == {(code, "grant", "windows[0]" + path)}


def test_facts_must_have_type_question_and_a_derivation_that_can_be_read():
    def with_field(**field):
        made = copy.deepcopy(FIELDS)
        made["fields"].append({"id": "x", "question_sv": "?", "question_en": "?", **field})
        return found(fields=made)

    assert with_field(type="boolean") == set()
    assert with_field(type="boolean", question_sv=None) == {
        ("missing-sentence", "x", "question_sv")
    }
    assert with_field(type="text") == {("unknown-type", "x", "type")}
    assert with_field(type="enum") == {("no-choices", "x", "values")}
    assert with_field(type="integer", ops=["eq", "near"]) == {("unknown-operator", "x", "ops[1]")}
    assert with_field(type="boolean", derived_from="magic()") == {
        ("unreadable", "x", "derived_from")
    }
    assert with_field(type="boolean", derived_from="employes >= 1") == {
        ("unknown-field", "x", "derived_from")
    }


def test_actors_need_names_and_known_competences_and_places():
    made = copy.deepcopy(ACTORS)
    made["actors"].append(
        {"id": "b", "competences": ["tax"], "territory": {"regions": ["04", "88"]}}
    )
    assert found(actors=made) == {
        ("missing-sentence", "b", "name"),
        ("unknown-need", "b", "competences[0]"),
        ("unknown-territory", "b", "territory.regions[1]"),
    }


def test_a_contradiction_that_comes_from_the_parent_is_found_in_the_child():
    child = {
        "id": "local",
        "parent": "grant",
        "extra_criteria": [leaf("employees", "gt", 20)],
    }
    assert found(measure(), child) == {("contradiction", "local", "criteria")}
    child["extra_criteria"] = [leaf("employees", "gt", 5)]
    assert found(measure(), child) == set()


def test_a_ring_of_parents_is_found_in_each_of_them():
    rows = [measure(id="a", parent="b"), measure(id="b", parent="c"), measure(id="c", parent="a")]
    assert {(code, name) for code, name, _ in found(*rows)} == {
        ("parent-cycle", "a"),
        ("parent-cycle", "b"),
        ("parent-cycle", "c"),
    }


def test_a_child_that_outlives_its_parent_is_a_warning():
    rows = [measure(valid_to="2020-12-31"), {"id": "local", "parent": "grant"}]
    assert found(*rows) == {("parent-not-valid", "local", "parent")}


def test_without_trees_codes_are_not_checked_and_without_files_neither_are_ids():
    made = measure(
        provider="anyone",
        needs=["anything"],
        territory={"regions": ["DE-BY"]},
        criteria={"all": [leaf("region", "in", ["DE-BY"]), leaf("sni", "prefix_in", ["XX"])]},
    )
    assert check(catalogue(made, needs=None, actors=None), {}) == ()


def test_a_foreign_catalogue_is_checked_by_its_own_facts_and_languages():
    fields = {
        "fields": [
            {"id": "henkilosto", "type": "integer", "question_fi": "Kuinka monta?"},
            {"id": "alue", "type": "list_of_codes", "question_fi": "Missä?"},
        ]
    }
    rows = {
        "id": "tuki",
        "name_fi": "Tuki",
        "short_fi": "Tuki yrityksille.",
        "territory": {"regions": ["FI-18"]},
        "criteria": {"all": [leaf("henkilosto", "lt", 10), leaf("alue", "in", ["FI-18"])]},
        "windows": [{"id": 2024, "apply_from": None, "apply_to": None, "open_ended": True}],
    }
    made = catalogue(rows, fields=fields, needs=None, actors=None, languages=["fi"])
    assert check(made, trees()) == ()
    rows["criteria"]["all"].append(leaf("henkilosto", "gte", 10))
    made = catalogue(rows, fields=fields, needs=None, actors=None, languages=["fi"])
    assert [fault.code for fault in check(made, trees())] == ["contradiction"]


def test_a_fault_names_the_line_in_the_file():
    text = (
        "measures:\n  - id: a\n    name_sv: A\n    name_en: A\n    short_sv: A\n    short_en: A\n"
        "    criteria:\n      all:\n        - {field: employees, op: lte, value: 5}\n"
        "        - {field: employees, op: lte, value: fem}\n    windows: [{id: w}]\n"
    )
    fields = "fields: [{id: employees, type: integer, question_sv: '?', question_en: '?'}]"
    made, _ = read_catalogue({"fields.yaml": fields, "measures.yaml": text})
    (fault,) = check(made, {})
    assert fault.place() == "measures.yaml:10 a criteria.all[1].value"


def test_did_you_mean_names_the_nearest():
    (fault,) = check(catalogue(ruled(leaf("employes", "lte", 5))), TREES)
    assert "menar ni employees?" in fault.remedy_sv
    assert "did you mean employees?" in fault.remedy_en


_ODD = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5) | st.just("2020-01-01"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["all", "any", "not", "field", "op", "value", "id", "manual", "from", "x"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)
_KEYS = [
    "id", "version", "parent", "criteria", "extra_criteria", "windows", "needs", "provider",
    "territory", "valid_from", "amendments", "not_to_be_confused_with", "name_sv", "known_open",
]  # fmt: skip


@settings(max_examples=200)
@given(
    st.lists(st.dictionaries(st.sampled_from(_KEYS), _ODD, max_size=6), max_size=3),
    st.lists(
        st.dictionaries(
            st.sampled_from(["type", "ops", "values", "unit", "derived_from", "tree", "min"]),
            _ODD | st.sampled_from(["integer", "enum", "boolean", "list_of_codes"]),
            max_size=4,
        ),
        max_size=2,
    ),
)
def test_any_documents_give_faults_and_never_an_error(odd_measures, odd_fields):
    rows = [
        measure(**{key: value for key, value in odd.items() if key != "id"}, id=f"m{index}")
        for index, odd in enumerate(odd_measures)
    ]
    rows += [measure(id="w", windows=[{**window(), **odd} for odd in odd_measures])]
    made = catalogue(*rows)
    made.fields["fields"].extend(
        {"question_sv": "?", "question_en": "?", **odd, "id": f"f{index}"}
        for index, odd in enumerate(odd_fields)
    )
    for fault in check(made, TREES):
        assert fault.remedy_sv
