"""Small tables: what is counted, how it is grouped, and what is refused."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from lotsa.core.criteria.faults import FactFault
from lotsa.core.criteria.measures import RuleBook
from lotsa.core.criteria.population import Reacher, Standing
from lotsa.core.criteria.trees import CodeTree

DAY = date(2020, 5, 4)
PLACES = CodeTree("places", {"04": None, "19": None, "0480": "04", "0484": "04", "1980": "19"})
FIELDS = {
    "fields": [
        {"id": "employees", "type": "integer"},
        {"id": "started", "type": "date"},
        {"id": "taxed", "type": "boolean"},
        {"id": "form", "type": "enum", "values": [{"value": "sole"}, {"value": "limited"}]},
        {"id": "municipality", "type": "list_of_codes", "unit": "municipality code"},
        {"id": "region", "type": "list_of_codes", "unit": "county code"},
    ]
}
OPEN = [{"id": "w", "open_ended": True}]
MANUAL = {"manual": {"text_en": "In need"}}
TAXED = {"field": "taxed", "op": "eq", "value": True}
SMALL = {"field": "employees", "op": "lte", "value": 20}


def counts(measure, frame, by=()):
    rulebook = RuleBook.from_documents(
        FIELDS, {"measures": [{"id": "m", **measure}]}, {"places": PLACES}
    )
    return Reacher(rulebook).count(pl.DataFrame(frame), DAY, by=by)


def states(measure, frame):
    reach = counts(measure, frame)
    return {state.word: count for state in reversed(Standing) if (count := reach.count("m", state))}


@pytest.mark.parametrize(
    ("criteria", "windows", "expected"),
    [
        (TAXED, OPEN, {"yes": 1, "maybe": 1, "no": 1}),
        ({"all": [TAXED, MANUAL]}, OPEN, {"manual": 1, "maybe": 1, "no": 1}),
        ({"any": [TAXED, MANUAL]}, OPEN, {"yes": 1, "manual": 1, "maybe": 1}),
        ({"not": {"all": [TAXED, MANUAL]}}, OPEN, {"yes": 1, "manual": 1, "maybe": 1}),
        (MANUAL, [{"id": "w"}], {"maybe": 3}),
        (TAXED, [{"id": "w", "apply_to": "2020-05-03"}], {"no": 3}),
        (TAXED, [], {"no": 3}),
        (
            TAXED,
            [{"id": "a", "open_ended": True, "criteria": MANUAL}, {"id": "b"}],
            {"manual": 1, "maybe": 1, "no": 1},
        ),
    ],
)  # fmt: skip
def test_every_company_has_one_standing(criteria, windows, expected):
    frame = {"taxed": [True, None, False]}
    assert states({"criteria": criteria, "windows": windows}, frame) == expected


def test_a_planned_measure_is_never_more_than_maybe():
    measure = {"criteria": TAXED, "windows": OPEN, "status": "planned"}
    assert states(measure, {"taxed": [True, None, False]}) == {"maybe": 2, "no": 1}


def test_a_size_class_is_all_in_all_out_or_unknown():
    frame = {"employees_min": [1, 10, 50, None], "employees_max": [4, 49, None, None]}
    expected = {"yes": 1, "maybe": 2, "no": 1}
    assert states({"criteria": SMALL, "windows": OPEN}, frame) == expected


def test_an_exact_number_goes_before_an_interval():
    frame = {"employees": [3, None], "employees_min": [50, 50], "employees_max": [60, 60]}
    assert states({"criteria": SMALL, "windows": OPEN}, frame) == {"yes": 1, "no": 1}


def test_a_fact_for_one_window_stays_there():
    frame = {"taxed": [False, None], "taxed@m/b": [True, None]}
    windows = [{"id": "a", "open_ended": True}, {"id": "b", "open_ended": True}]
    assert states({"criteria": TAXED, "windows": windows}, frame) == {"yes": 1, "maybe": 1}
    assert states({"criteria": TAXED, "windows": windows[:1]}, frame) == {"maybe": 1, "no": 1}


def test_a_fact_without_a_column_is_unknown_everywhere():
    reach = counts(
        {"criteria": TAXED, "windows": OPEN}, {"employees": [1, 2], "colour": ["x", "y"]}
    )
    assert reach.count("m", Standing.MAYBE) == 2
    assert reach.unknown_fields == ("taxed",)
    assert reach.ignored == ("colour",)


def test_no_companies_give_no_counts():
    reach = counts({"criteria": TAXED, "windows": OPEN}, {"taxed": pl.Series([], dtype=pl.Boolean)})
    assert reach.counts.sum() == 0
    assert reach.companies.tolist() == [0]


def test_groups_are_named_ordered_and_add_up():
    frame = {
        "municipality": [["0480"], ["1980"], ["0484"], ["0480", "1980"], ["04"], None],
        "taxed": [True, True, False, True, None, True],
    }
    measure = {"criteria": TAXED, "windows": OPEN}
    by_region = counts(measure, frame, by=["region"])
    assert by_region.groups == (("04",), ("19",), ("several",), ("unknown",))
    assert by_region.companies.tolist() == [3, 1, 1, 1]
    assert by_region.counts[0, :, Standing.YES].tolist() == [1, 1, 1, 1]
    by_both = counts(measure, frame, by=["municipality:region", "taxed"])
    assert by_both.groups[:3] == (("04", "false"), ("04", "true"), ("04", "unknown"))


@pytest.mark.parametrize(
    ("by", "frame", "expected"),
    [
        ("employees:0/1/10/50", {"employees": [0, 9, 10, 49, 50, None]},
         {"0": 1, "1–9": 1, "10–49": 2, "50+": 1, "unknown": 1}),
        ("employees:1/5", {"employees_min": [1, 4, 5, 0], "employees_max": [4, 5, None, 0]},
         {"<1": 1, "1–4": 1, "5+": 1, "unknown": 1}),
        ("employees", {"employees_min": [1, 0], "employees_max": [4, 0]}, {"0": 1, "1–4": 1}),
        ("started:year", {"started": ["2019-05-01", "2019", "2018-01-01"]}, {"2018": 1, "2019": 2}),
        ("form", {"form": ["sole", "limited", "sole"]}, {"limited": 1, "sole": 2}),
    ],
)  # fmt: skip
def test_group_labels(by, frame, expected):
    reach = counts({"criteria": TAXED, "windows": OPEN}, frame, by=[by])
    found = {
        group[0]: int(count) for group, count in zip(reach.groups, reach.companies, strict=True)
    }
    assert found == expected
    assert list(found) == list(expected)


@pytest.mark.parametrize(
    ("frame", "field"),
    [
        ({"employees": [1.5]}, "employees"),
        ({"employees": [float("nan")]}, "employees"),
        ({"employees": ["many"]}, "employees"),
        ({"employees_min": [5], "employees_max": [4]}, "employees"),
        ({"form": ["guild"]}, "form"),
        ({"taxed": ["yes"]}, "taxed"),
        ({"started": ["last year"]}, "started"),
        ({"municipality": [480]}, "municipality"),
        ({"municipality": [["0480", None]]}, "municipality"),
    ],
)
def test_a_value_that_does_not_fit_its_field_is_refused(frame, field):
    criteria = {
        "any": [
            TAXED,
            SMALL,
            {"field": "form", "op": "eq", "value": "sole"},
            {"field": "started", "op": "lt", "value": "2020-01-01"},
            {"field": "municipality", "op": "in", "value": ["0480"]},
        ]
    }
    with pytest.raises(FactFault) as fault:
        counts({"criteria": criteria, "windows": OPEN}, frame)
    assert fault.value.field == field


@pytest.mark.parametrize("by", ["colour", "taxed:year", "employees:section", "region:0"])
def test_a_grouping_that_cannot_be_made_is_refused(by):
    with pytest.raises(FactFault):
        counts({"criteria": TAXED, "windows": OPEN}, {"taxed": [True]}, by=[by])


def test_many_companies_in_many_groups_count_as_few_do():
    rows = 300_000
    frame = pl.DataFrame({"employees": pl.arange(rows, eager=True) % 1000, "taxed": [True] * rows})
    reach = counts({"criteria": SMALL, "windows": OPEN}, frame, by=["employees"])
    assert len(reach.groups) == 1000
    assert reach.counts[0, :, Standing.YES].tolist() == [300] * 21 + [0] * 979
    assert reach.counts[0, :, Standing.NO].tolist() == [0] * 21 + [300] * 979


def test_a_population_counts_as_the_sum_of_its_parts():
    random = np.random.default_rng(3)
    rows = 40_000
    blank = pl.Series(random.random(rows) < 0.1)
    frame = pl.DataFrame(
        {
            "employees": random.integers(0, 200_000, rows),
            "started": pl.Series(random.integers(0, 20_000, rows).astype(np.int32)).cast(pl.Date),
            "taxed": random.random(rows) < 0.5,
        }
    ).select(pl.when(~blank).then(pl.all()))
    criteria = {
        "any": [
            {"all": [TAXED, {"field": "employees", "op": "gt", "value": limit}]}
            for limit in range(0, 200_000, 20_000)
        ]
        + [{"field": "started", "op": op, "value": "1990-06-01"} for op in ("lt", "eq")]
    }
    measure = {"criteria": criteria, "windows": OPEN}
    whole = counts(measure, frame).counts
    parts = sum(counts(measure, part).counts for part in frame.iter_slices(500))
    assert whole.tolist() == parts.tolist()
    assert (whole > 0).sum() == 3


def test_dates_may_be_dates_or_text():
    criteria = {"field": "started", "op": "gte", "value": "2019-05-04"}
    days = ["2019-05-03", "2019-05-04", None]
    for column in (pl.Series(days), pl.Series(days).str.to_date()):
        found = states({"criteria": criteria, "windows": OPEN}, {"started": column})
        assert found == {"yes": 1, "maybe": 1, "no": 1}
