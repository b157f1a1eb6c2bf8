import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsa.core.criteria.registry import Registry
from lotsa.core.directory.checks import NotJson, check_criteria, read_json
from lotsa.core.directory.limits import Limits, divisions, read_limits, write_limits
from lotsa.foundation.catalogue_folder import packaged
from lotsa.foundation.reference import trees

SNI = trees()["sni2007"]
REGISTRY = Registry.from_document(packaged().fields, trees())
FORMS = [choice.value for choice in REGISTRY.fields["legal_form"].choices]
STRANGE = {"field": "rents_premises", "op": "eq", "value": True}
EITHER = {"any": [STRANGE, {"field": "employees", "op": "gte", "value": 5}]}

_whole = st.none() | st.integers(1, 500)
_limits = st.builds(
    Limits,
    employees_min=_whole,
    employees_max=_whole,
    sections=st.lists(st.sampled_from(sorted(divisions(SNI))), unique=True).map(
        lambda found: tuple(sorted(found))
    ),
    legal_forms=st.lists(st.sampled_from(FORMS), unique=True).map(tuple),
    years_min=_whole,
    years_max=_whole,
    rest=st.lists(st.sampled_from([STRANGE, EITHER]), unique_by=str).map(tuple),
)


@given(_limits)
def test_what_the_form_writes_it_reads_again(limits):
    assert read_limits(write_limits(limits, SNI), SNI) == limits


@given(_limits)
def test_reading_and_writing_again_changes_nothing(limits):
    once = write_limits(limits, SNI)
    assert write_limits(read_limits(once, SNI), SNI) == once


@pytest.mark.parametrize(
    "part",
    [
        EITHER,
        {"not": STRANGE},
        {"field": "employees", "op": "lt", "value": 5},
        {"field": "employees", "op": "gte", "value": 0},
        {"field": "employees", "op": "lte", "value": 9, "text_sv": "Små", "text_en": "Small"},
        {"field": "sni", "op": "prefix_in", "value": ["56"]},
        {"field": "legal_form", "op": "not_in", "value": ["filial"]},
        {"manual": {"text_sv": "Vi ser efter", "text_en": "We look"}},
    ],
)
def test_what_the_form_cannot_show_is_kept_as_written(part):
    few = {"field": "employees", "op": "lte", "value": 9}
    limits = read_limits({"all": [few, part]}, SNI)
    assert (limits.employees_max, limits.rest) == (9, (part,))
    assert write_limits(limits, SNI) == {"all": [few, part]}


def test_a_second_limit_of_the_same_kind_is_kept_too():
    both = [{"field": "employees", "op": "lte", "value": value} for value in (9, 49)]
    assert read_limits({"all": both}, SNI).rest == (both[1],)


def test_hotels_and_restaurants_are_one_section():
    limits = read_limits({"field": "sni", "op": "prefix_in", "value": ["56", "55"]}, SNI)
    assert limits == Limits(sections=("I",))


@pytest.mark.parametrize("criteria", [None, STRANGE, EITHER, write_limits(Limits(1, 9), SNI)])
def test_criteria_that_can_be_used_have_no_faults(criteria):
    assert check_criteria(criteria, REGISTRY) == ()


@pytest.mark.parametrize(
    ("criteria", "code"),
    [
        ({"field": "size", "op": "eq", "value": 1}, "unknown-field"),
        ({"field": "employees", "op": "eq", "value": "many"}, "wrong-value-type"),
        ({"field": "sni", "op": "prefix_in", "value": ["99999999"]}, "unknown-code"),
        (write_limits(Limits(employees_min=50, employees_max=9), SNI), "contradiction"),
        ({"nonsense": []}, "bad-condition"),
    ],
)
def test_faults_are_told_with_a_remedy_in_both_languages(criteria, code):
    (fault,) = check_criteria(criteria, REGISTRY)
    assert fault.code == code
    assert all(fault.message(one) and fault.remedy(one) for one in ("sv", "en"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{", 1),
        ("[]", 1),
        ('{\n"a": NaN}', 1),
        ('{"a":\n\n!}', 3),
        ("[" * 9000, 1),
        ("x" * 30_000, 1),
    ],
)
def test_what_is_not_json_says_where(text, line):
    with pytest.raises(NotJson) as raised:
        read_json(text)
    assert raised.value.line == line


def test_nothing_written_requires_nothing():
    assert read_json("  \n") is None
