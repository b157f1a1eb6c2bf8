"""The registry reads any country's facts, and refuses what it cannot mean."""

import pytest

from lotsa.core.criteria.faults import CatalogueFault
from lotsa.core.criteria.registry import OPERATORS, Registry, texts_of
from tests.support.engine import TREES


def read(*rows, trees=None):
    return Registry.from_document({"fields": list(rows)}, trees)


def test_only_an_id_and_a_type_are_needed():
    field = read({"id": "ansatte", "type": "integer"}).fields["ansatte"]
    assert field.effort == 1.5
    assert set(field.ops) <= OPERATORS
    assert not field.per_window
    assert field.changeable
    assert field.derivation is None
    assert field.text(field.question, "sv") == "ansatte"


def test_what_a_row_states_is_kept():
    field = read(
        {
            "id": "form",
            "type": "enum",
            "ops": ["eq"],
            "question_sv": "Vilken?",
            "label_en": "Form",
            "effort": 3,
            "changeable": False,
            "sensitive": True,
            "per_window": True,
            "values": ["a", {"value": "b", "sv": "B", "within_sv": "b:et"}],
        }
    ).fields["form"]
    assert [one.value for one in field.choices] == ["a", "b"]
    assert field.choices[1].within == {"sv": "b:et"}
    assert (field.effort, field.changeable, field.sensitive, field.per_window) == (
        3.0,
        False,
        True,
        True,
    )
    assert field.text(field.question, "en") == "Vilken?"


def test_facts_as_collected_are_recognised_without_marks_of_ours():
    registry = read(
        {"id": "municipality", "type": "list_of_codes", "unit": "municipality code, four digits"},
        {"id": "region", "type": "list_of_codes", "unit": "county code, two digits"},
        {"id": "sni", "type": "list_of_codes", "unit": "SNI 2007, five digits, no dots"},
        {"id": "turnover_drop_percent", "type": "number"},
        {"id": "employees", "type": "integer", "unit": "persons"},
        trees=TREES,
    )
    fields = registry.fields
    assert fields["region"].derivation.source == "municipality"
    assert fields["region"].tree_is_inferred
    assert fields["sni"].tree == "sni2007"
    assert registry.tree_of("sni") is None  # not among the trees at hand
    assert fields["turnover_drop_percent"].per_window
    assert fields["employees"].minimum == 0
    assert not fields["region"].changeable


def test_region_and_municipality_of_another_country_are_left_alone():
    registry = read(
        {"id": "region", "type": "list_of_codes", "unit": "fylke"},
        {"id": "municipality", "type": "list_of_codes", "unit": "kommunenummer"},
        trees=TREES,
    )
    assert registry.fields["region"].derivation is None
    assert registry.fields["region"].tree is None


def test_a_derivation_from_elsewhere_leaves_the_fact_to_be_given():
    registry = read(
        {"id": "staff", "type": "integer"},
        {"id": "small", "type": "boolean", "derived_from": "staff between 1 and 9"},
        {"id": "some", "type": "boolean", "derived_from": "staff > 0"},
    )
    assert registry.fields["small"].derivation is None
    assert registry.not_derived == ("small",)


@pytest.mark.parametrize(
    ("rows", "path"),
    [
        ([{"type": "integer"}], "fields[0]"),
        ([{"id": "", "type": "integer"}], "fields[0]"),
        ([{"id": 3, "type": "integer"}], "fields[0]"),
        (["staff"], "fields[0]"),
        ([{"id": "a"}], "fields[0].type"),
        ([{"id": "a", "type": "money"}], "fields[0].type"),
        ([{"id": "a", "type": "integer", "ops": ["about"]}], "fields[0].ops"),
        ([{"id": "a", "type": "integer", "ops": "eq"}], "fields[0].ops"),
        ([{"id": "a", "type": "integer", "effort": 0}], "fields[0].effort"),
        ([{"id": "a", "type": "integer", "effort": True}], "fields[0].effort"),
        ([{"id": "a", "type": "integer", "min": "0"}], "fields[0].min"),
        ([{"id": "a", "type": "enum", "values": [3]}], "fields[0].values[0]"),
        ([{"id": "a", "type": "enum", "values": "x"}], "fields[0].values"),
        ([{"id": "a", "type": "integer"}] * 2, "fields[1].id"),
        ([{"id": "a", "type": "boolean", "derived_from": "b >= 1"}], "a"),
        (
            [
                {"id": "a", "type": "boolean", "derived_from": "b >= 1"},
                {"id": "b", "type": "boolean", "derived_from": "a >= 1"},
            ],
            "a",
        ),
        ([{"id": "a", "type": "boolean", "derived_from": "a >= 1"}], "a"),
    ],
)
def test_a_registry_that_cannot_be_meant_is_refused_with_its_place(rows, path):
    with pytest.raises(CatalogueFault) as caught:
        read(*rows)
    assert caught.value.path == path


@pytest.mark.parametrize("document", [None, [], {}, {"fields": {}}, {"fields": None}])
def test_a_document_without_fields_is_refused(document):
    with pytest.raises(CatalogueFault):
        Registry.from_document(document)


def test_texts_are_found_by_language():
    row = {"name_sv": "a", "name_en": "b", "name_xyz": "c", "name": "d", "name_fi": 3, 5: "e"}
    assert texts_of(row, "name") == {"sv": "a", "en": "b"}
