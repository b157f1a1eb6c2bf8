"""Facts as they come in JSON: read to the same value, or refused with a sentence."""

import json
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lotsa.core.criteria.facts import Facts, parse_facts, parse_value, value_as_json
from lotsa.core.criteria.faults import FactFault
from lotsa.core.criteria.registry import Registry
from lotsa.core.criteria.values import Codes, Interval, Series
from tests.support.engine import FIELDS, TREES

REGISTRY = Registry.from_document(
    {"fields": [*FIELDS, {"id": "sni", "type": "list_of_codes", "ops": ["prefix_in"]}]}, TREES
)


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        ("staff", 12, 12),
        ("staff", 12.0, 12),
        ("staff", {"min": 1, "max": 4}, Interval(1, 4)),
        ("staff", {"min": 1, "max": None}, Interval(1, None)),
        ("staff", {"max": 4}, Interval(None, 4)),
        ("staff", {"min": 3, "max": 3}, 3),
        ("turnover", -0.5, -0.5),
        ("taxed", True, True),
        ("form", "club", "club"),
        ("started", "2019-05-01", date(2019, 5, 1)),
        ("started", "2020-02", Interval(date(2020, 2, 1), date(2020, 2, 29))),
        ("started", "2019", Interval(date(2019, 1, 1), date(2019, 12, 31))),
        (
            "started",
            {"min": "2018", "max": "2019-02"},
            Interval(date(2018, 1, 1), date(2019, 2, 28)),
        ),
        ("started", {"min": "2019-05-01", "max": "2019-05-01"}, date(2019, 5, 1)),
        ("sni", ["56.100", " 56100 ", "I"], Codes(("56100", "I"))),
        ("sni", "56", Codes(("56",))),
        ("language", ["en-GB", "zh"], Codes(("en-GB", "zh"))),
        ("language", [], Codes(())),
        ("sales", {"2020-03": 1, "2019-12": 2.5}, Series((("2019-12", 2.5), ("2020-03", 1.0)))),
        ("sales", {}, Series(())),
    ],
)
def test_a_value_is_read_and_written_back(field, raw, value):
    known = REGISTRY.fields[field]
    read = parse_value(raw, known)
    assert read == value
    assert type(read) is type(value)
    assert parse_value(json.loads(json.dumps(value_as_json(read))), known) == value


@pytest.mark.parametrize(
    ("field", "raw"),
    [
        ("staff", True),
        ("staff", "12"),
        ("staff", 1.5),
        ("staff", float("nan")),
        ("staff", float("inf")),
        ("staff", 10**400),
        pytest.param("staff", 10**5000, id="more digits than may be written"),
        ("staff", -(10**19)),
        ("staff", [1]),
        ("staff", {}),
        ("staff", {"min": 4, "max": 1}),
        ("staff", {"min": 1.5}),
        ("staff", {"low": 1}),
        ("staff", {"min": 1, "max": 2, "mean": 1}),
        ("staff", {"min": {"min": 1}}),
        ("taxed", 1),
        ("taxed", "true"),
        ("taxed", {"min": 0}),
        ("form", "cooperative"),
        ("form", ["club"]),
        ("started", "2020-02-30"),
        ("started", "0000"),
        ("started", "0000-01-01"),
        ("started", "2020-13"),
        ("started", "2020-W01"),
        ("started", "2020-W01-1"),
        ("started", "20200101"),
        ("started", "٢٠٢٠"),
        ("started", "2020-05-04T00:00"),
        ("started", 2020),
        ("started", {"min": "2020-06", "max": "2020-05"}),
        ("sni", [56100]),
        ("sni", [""]),
        ("sni", ["."]),
        ("sni", [["56"]]),
        ("sni", {"56": True}),
        ("sni", ["56"] * 201),
        ("sales", [1, 2]),
        ("sales", {"2020-3": 1}),
        ("sales", {"2020": 1}),
        ("sales", {"2020-W01": 1}),
        ("sales", {"2020-03": None}),
        ("sales", {"2020-03": float("nan")}),
        ("sales", {"2020-03": 1e300}),
    ],
)
def test_what_does_not_fit_is_refused_by_the_name_of_its_field(field, raw):
    with pytest.raises(FactFault) as caught:
        parse_facts({field: raw}, REGISTRY)
    assert caught.value.field == field
    assert 0 < len(str(caught.value)) < 200


def test_null_is_absent_and_strange_names_are_told_of():
    facts = parse_facts({"staff": None, "stuff": 1, "taxed": True}, REGISTRY, {"m/w": {"x": 1}})
    assert facts == Facts({"taxed": True}, {("m", "w"): {}}, ("stuff", "x"))


@pytest.mark.parametrize("by_window", [[], {"m": {}}, {"m/w": []}, {"m/w": 3}, 5, "m/w"])
def test_window_facts_of_another_shape_are_refused(by_window):
    with pytest.raises(FactFault):
        parse_facts({}, REGISTRY, by_window)


def test_a_window_id_may_hold_a_slash():
    assert parse_facts({}, REGISTRY, {"m/a/b": {"staff": 1}}).by_window == {
        ("m", "a/b"): {"staff": 1}
    }


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**30, -(10**400), 0])
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["0000", "9999-12", "9999", "2020-02", "56.1", "2020-05-04", "\ud800", "."])
    | st.dates().map(str),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=8) | st.sampled_from(["min", "max", "2020-03", "m/w", "staff"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from([*REGISTRY.fields, "stranger"]), anything), anything)
@example({"staff": {"min": None}}, None)
def test_any_json_is_read_or_refused_and_nothing_else(raw, by_window):
    try:
        facts = parse_facts(raw, REGISTRY, by_window)
    except FactFault:
        return
    for name, value in facts.values.items():
        assert parse_value(value_as_json(value), REGISTRY.fields[name]) == value


def test_deep_nesting_is_refused_like_anything_else():
    deep = []
    for _ in range(5000):
        deep = [deep]
    for field in REGISTRY.fields:
        with pytest.raises(FactFault):
            parse_facts({field: deep}, REGISTRY)
