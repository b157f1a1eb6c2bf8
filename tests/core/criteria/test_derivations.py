"""What follows from what: given goes before derived, and intervals are carried through."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsa.core.criteria.derivations import parse_derivation, percent_lost, whole_years
from lotsa.core.criteria.faults import CatalogueFault
from tests.support.engine import answer, judge, leaf, measure, window

SPRING = {
    "period_from": "2020-03-01",
    "period_to": "2020-04-30",
    "reference_from": "2019-03-01",
    "reference_to": "2019-04-30",
}
EMPLOYER = leaf("employer", "eq", True)


@pytest.mark.parametrize(
    ("criteria", "facts", "expected"),
    [
        (EMPLOYER, {"staff": 0}, "no"),
        (EMPLOYER, {"staff": 1}, "yes"),
        (EMPLOYER, {}, "unknown"),
        (EMPLOYER, {"staff": {"min": 1, "max": 4}}, "yes"),
        (EMPLOYER, {"staff": {"min": 0, "max": 4}}, "unknown"),
        (EMPLOYER, {"staff": {"max": 0}}, "no"),
        (EMPLOYER, {"staff": {"max": 4}}, "unknown"),
        # What is given goes before what is derived, also when the two disagree.
        (EMPLOYER, {"staff": 0, "employer": True}, "yes"),
        (leaf("staff", "gte", 1), {"employer": True}, "unknown"),
        (leaf("legal_person", "eq", True), {"form": "sole"}, "no"),
        (leaf("legal_person", "eq", True), {"form": "club"}, "yes"),
        (leaf("legal_person", "eq", True), {}, "unknown"),
        # 4 May 2020 is the day of the judgement.
        (leaf("age", "gte", 2), {"started": "2018-05-04"}, "yes"),
        (leaf("age", "gte", 2), {"started": "2018-05-05"}, "no"),
        (leaf("age", "gte", 2), {"started": "2018-05"}, "unknown"),
        (leaf("age", "gte", 2), {"started": "2018-04"}, "yes"),
        (leaf("age", "lte", 1), {"started": {"min": "2018-05-05"}}, "yes"),
        (leaf("age", "gte", 2), {"started": {"max": "2018-05-04"}}, "yes"),
        (leaf("age", "gte", 9), {"started": "2019", "age": 10}, "yes"),
        # Region from municipality, and the other way as a coarse code.
        (leaf("county", "in", ["04"]), {"town": ["0484"]}, "yes"),
        (leaf("county", "in", ["04"]), {"town": ["0180"]}, "no"),
        (leaf("county", "in", ["04"]), {"town": ["0180", "0480"]}, "yes"),
        (leaf("county", "in", ["04"]), {"town": ["04"]}, "yes"),
        (leaf("county", "in", ["04"]), {"town": ["9999"]}, "unknown"),
        (leaf("county", "in", ["04"]), {"town": ["0484"], "county": ["01"]}, "no"),
        (leaf("town", "in", ["0484"]), {"county": ["04"]}, "unknown"),
        (leaf("town", "in", ["0480", "0484"]), {"county": ["04"]}, "yes"),
        (leaf("town", "in", ["0180"]), {"county": ["04"]}, "no"),
        (leaf("town", "not_in", ["0180"]), {"county": ["04"]}, "yes"),
        (leaf("town", "in", ["0180"]), {"county": ["04", "01"]}, "yes"),
        (leaf("town", "in", ["0180"]), {"county": ["99"]}, "unknown"),
        (leaf("town", "in", ["0180"]), {"county": []}, "unknown"),
        (leaf("town", "in", ["0180"]), {"county": ["04"], "town": ["0180"]}, "yes"),
    ],
)
def test_derived_facts(criteria, facts, expected):
    assert answer(criteria, facts) == expected


def months(spring_2019, spring_2020):
    return {
        "2019-03": spring_2019, "2019-04": 0, "2020-03": spring_2020, "2020-04": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sales", "expected"),
    [
        (months(100, 70), "no"),  # exactly 30 per cent
        (months(100, 69.99), "yes"),
        (months(0.1, 0.07), "no"),
        (months(333.33, 233.33), "yes"),  # a third of an öre more than 30 per cent
        (months(1_000_000, 700_000), "no"),
        (months(1_000_000, 699_999), "yes"),
        (months(100, 170), "no"),
        (months(0, 10), "unknown"),
        (months(-5, 10), "unknown"),
        (months(1e17, 1e17), "no"),
        ({"2019-03": 50, "2019-04": 50, "2020-03": 20}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_a_drop_is_counted_to_the_ore(sales, expected):
    one = measure(leaf("drop", "gt", 30), window(**SPRING))
    assert judge(one, facts={"sales": sales})[0].answer.word == expected


@given(st.integers(1, 10**9), st.integers(1, 100))
def test_a_round_drop_is_a_round_number(hundredth, percent):
    lost = percent_lost(hundredth * (100 - percent), hundredth * 100)
    assert lost == percent


def test_each_window_sees_its_own_months():
    may = {**SPRING, "period_from": "2020-05-01", "period_to": "2020-05-31"}
    may |= {"reference_from": "2019-05-01", "reference_to": "2019-05-31"}
    half = {**SPRING, "period_from": "2020-03-16"}
    none = {key: value for key, value in SPRING.items() if "reference" not in key}
    one = measure(
        leaf("drop", "gt", 30),
        window("spring", **SPRING),
        window("may", **may),
        window("half", **half),
        window("none", **none),
    )
    sales = months(100, 20) | {"2019-05": 100, "2020-05": 100}
    (verdict,) = judge(one, facts={"sales": sales})
    assert [each.answer.word for each in verdict.windows] == ["yes", "no", "unknown", "unknown"]
    assert [each.missing for each in verdict.windows] == [(), (), ("drop",), ("drop",)]


def test_a_window_across_new_year_and_a_leap_february():
    winter = {
        "period_from": "2019-12-01",
        "period_to": "2020-02-29",
        "reference_from": "2018-12-01",
        "reference_to": "2019-02-28",
    }
    sales = dict.fromkeys(["2018-12", "2019-01", "2019-02"], 100) | dict.fromkeys(
        ["2019-12", "2020-01", "2020-02"], 30
    )
    one = measure(leaf("drop", "eq", 70), window(**winter))
    assert judge(one, facts={"sales": sales})[0].answer.word == "yes"


def test_a_year_is_summed_only_when_all_of_it_is_known():
    year = {f"2019-{month:02d}": 20_833.33 for month in range(1, 13)}
    enough = leaf("sales_2019", "gte", 249_999.96)
    assert answer(enough, {"sales": year}) == "yes"
    assert answer(leaf("sales_2019", "gt", 249_999.96), {"sales": year}) == "no"
    del year["2019-07"]
    assert answer(enough, {"sales": year}) == "unknown"
    assert answer(enough, {"sales": year, "sales_2019": 1}) == "no"


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        (date(2016, 2, 29), date(2020, 2, 28), 3),
        (date(2016, 2, 29), date(2020, 2, 29), 4),
        (date(2016, 2, 29), date(2019, 2, 28), 2),
        (date(2016, 2, 29), date(2019, 3, 1), 3),
        (date(2019, 5, 4), date(2020, 5, 4), 1),
        (date(2019, 5, 4), date(2020, 5, 3), 0),
        (date(2020, 6, 1), date(2020, 5, 4), -1),
    ],
)
def test_whole_years(start, end, years):
    assert whole_years(start, end) == years


@pytest.mark.parametrize("op", [">=", "<=", ">", "<", "==", "!="])
@pytest.mark.parametrize(
    ("low", "high"),
    [
        (low, high)
        for low in (None, 0, 1, 2, 3)
        for high in (None, 0, 1, 2, 3)
        if low is None or high is None or low <= high
    ],
)
def test_a_comparison_holds_for_an_interval_when_it_does_for_all_of_it(op, low, high):
    fields = [
        {"id": "n", "type": "integer"},
        {"id": "d", "type": "boolean", "derived_from": f"n {op} 2"},
    ]
    known = {k: v for k, v in (("min", low), ("max", high)) if v is not None}
    values = range(-9 if low is None else low, (9 if high is None else high) + 1)
    compare = {
        ">=": int.__ge__, "<=": int.__le__, ">": int.__gt__,
        "<": int.__lt__, "==": int.__eq__, "!=": int.__ne__,
    }[op]  # fmt: skip
    held = {compare(value, 2) for value in values}
    expected = "unknown" if len(held) > 1 else "yes" if held == {True} else "no"
    facts = {"n": known} if known else {}
    assert answer(leaf("d", "eq", True), facts, fields=fields) == expected


@pytest.mark.parametrize(
    ("text", "form", "known", "expected"),
    [
        ("kind == AS", "member", "AS", "yes"),
        ("kind == 'AS'", "member", "ENK", "no"),
        ('kind != "AS"', "member", "ENK", "yes"),
        ("kind in [AS, ENK]", "member", "ENK", "yes"),
        ("kind not in ['AS','ENK']", "member", "ENK", "no"),
        ("kind in []", "member", "AS", "no"),
    ],
)
def test_membership_in_any_spelling(text, form, known, expected):
    assert parse_derivation(text, "").form == form
    fields = [
        {"id": "kind", "type": "enum"},
        {"id": "d", "type": "boolean", "derived_from": text},
    ]
    assert answer(leaf("d", "eq", True), {"kind": known}, fields=fields) == expected


@pytest.mark.parametrize(
    ("codes", "expected"),
    [(["0484"], "yes"), (["04"], "unknown"), (["01"], "no"), (["04", "0484"], "yes")],
)
def test_membership_of_a_coarse_code(codes, expected):
    fields = [
        {"id": "town", "type": "list_of_codes", "tree": "places"},
        {"id": "d", "type": "boolean", "derived_from": "town in [0484]"},
    ]
    assert answer(leaf("d", "eq", True), {"town": codes}, fields=fields) == expected


@pytest.mark.parametrize(
    "text", ["", "staff", "staff >", "__import__('os')", "staff >= 1 and x", "sum(a)", 3, ["a"]]
)
def test_only_the_closed_forms_are_read(text):
    with pytest.raises(CatalogueFault):
        parse_derivation(text, "here")


def test_a_chain_of_derivations():
    fields = [
        {"id": "started", "type": "date"},
        {"id": "age", "type": "integer", "derived_from": "years(started, date)"},
        {"id": "old", "type": "boolean", "derived_from": "age >= 2"},
    ]
    old = leaf("old", "eq", True)
    assert answer(old, {"started": "2017"}, fields=fields) == "yes"
    assert answer(old, {"started": "2018"}, fields=fields) == "unknown"
    assert answer(old, {"started": "2017", "age": 0}, fields=fields) == "no"
