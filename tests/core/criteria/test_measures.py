"""Measures and their windows in time, row by row of the specification's table."""

from datetime import date

import pytest

from lotsa.core.criteria.faults import CatalogueFault
from lotsa.core.criteria.measures import parse_measure, parse_measures
from tests.support.engine import leaf, measure, window

START, END = "2020-04-01", "2020-05-31"
RANGE = [{"from": "2020-03-10", "to": "2020-03-20"}]


def state(as_of, **keys):
    one = parse_measure(measure(None, {"id": "w", **keys}), "m").windows[0]
    found = one.time_on(date.fromisoformat(as_of))
    return found.time.value, found.truth.word


@pytest.mark.parametrize(
    ("keys", "as_of", "expected"),
    [
        # Inside a known range: open, whatever else is said.
        ({"known_open": RANGE}, "2020-03-10", ("open", "yes")),
        ({"known_open": RANGE}, "2020-03-20", ("open", "yes")),
        ({"known_open": RANGE}, "2020-03-09", ("unknown", "unknown")),
        ({"known_open": RANGE}, "2020-03-21", ("unknown", "unknown")),
        ({"known_open": RANGE, "apply_from": START}, "2020-03-15", ("open", "yes")),
        ({"known_open": RANGE, "apply_to": "2020-03-01"}, "2020-03-15", ("open", "yes")),
        (
            {"known_open": [{"from": "2020-03-15", "to": "2020-03-15"}]},
            "2020-03-15",
            ("open", "yes"),
        ),
        # Before the first day or after the last: not open.
        ({"apply_from": START, "apply_to": END}, "2020-03-31", ("opens", "no")),
        ({"apply_from": START, "apply_to": END}, "2020-06-01", ("closed", "no")),
        ({"apply_from": START}, "2020-03-31", ("opens", "no")),
        ({"apply_to": END}, "2020-06-01", ("closed", "no")),
        ({"apply_from": START, "open_ended": True}, "2020-03-31", ("opens", "no")),
        ({"apply_to": END, "open_ended": True}, "2020-06-01", ("closed", "no")),
        ({"apply_from": START, "known_open": RANGE}, "2020-03-25", ("opens", "no")),
        # Open-ended.
        ({"open_ended": True}, "2020-03-31", ("open", "yes")),
        ({"apply_from": START, "open_ended": True}, "2020-04-01", ("open", "yes")),
        ({"apply_from": START, "open_ended": True}, "2035-01-01", ("open", "yes")),
        # Between two known days, both inclusive.
        ({"apply_from": START, "apply_to": END}, "2020-04-01", ("open", "yes")),
        ({"apply_from": START, "apply_to": END}, "2020-05-31", ("open", "yes")),
        ({"apply_from": START, "apply_to": START}, "2020-04-01", ("open", "yes")),
        # A missing start or end is never a promise.
        ({"apply_from": START}, "2020-04-01", ("unknown", "unknown")),
        ({"apply_to": END}, "2020-05-31", ("unknown", "unknown")),
        ({}, "2020-04-01", ("unknown", "unknown")),
        ({"open_ended": False}, "2020-04-01", ("unknown", "unknown")),
        ({"open_ended": None}, "2020-04-01", ("unknown", "unknown")),
        # Leap days.
        ({"apply_from": "2020-02-29", "apply_to": END}, "2020-02-29", ("open", "yes")),
        ({"apply_from": "2020-02-01", "apply_to": "2020-02-29"}, "2020-03-01", ("closed", "no")),
        # The money ran out.
        ({"open_ended": True, "budget_spent_on": "2020-04-10"}, "2020-04-09", ("open", "yes")),
        (
            {"open_ended": True, "budget_spent_on": "2020-04-10"},
            "2020-04-10",
            ("budget_spent", "no"),
        ),
    ],
)
def test_where_a_window_stands(keys, as_of, expected):
    assert state(as_of, **keys) == expected


def test_the_days_told():
    one = parse_measure(
        measure(None, window(open_ended=False, apply_from=START, apply_to=END)), "m"
    )
    before, during, after = (one.windows[0].time_on(date(2020, month, 15)) for month in (3, 5, 7))
    assert (before.opens_on, before.closes_on) == (date(2020, 4, 1), date(2020, 5, 31))
    assert (during.opens_on, during.closes_on) == (None, date(2020, 5, 31))
    assert after.opens_on is None


def test_what_a_measure_says():
    read = parse_measure(
        measure(
            leaf("staff", "gt", 1),
            name_sv="Stöd",
            name_en="Support",
            status="planned",
            provider="agency",
            discretionary=True,
            needs=["cash"],
        ),
        "m",
    )
    assert (read.name, read.planned, read.decided_by) == (
        {"sv": "Stöd", "en": "Support"},
        True,
        "agency",
    )
    assert read.needs == ("cash",)
    plain = parse_measure({"id": "x", "provider": "agency"}, "m")
    assert (plain.decided_by, plain.planned, plain.windows) == (None, False, ())


@pytest.mark.parametrize(
    ("row", "path"),
    [
        ({}, "m"),
        ({"id": 3}, "m"),
        (None, "m"),
        ({"id": "a", "windows": {"id": "w"}}, "m.windows"),
        ({"id": "a", "windows": [{}]}, "m.windows[0]"),
        ({"id": "a", "windows": ["w"]}, "m.windows[0]"),
        ({"id": "a", "windows": [{"id": "w"}, {"id": "w"}]}, "m.windows"),
        ({"id": "a", "needs": "cash"}, "m.needs"),
        ({"id": "a", "criteria": {"all": 3}}, "m.criteria.all"),
        ({"id": "a", "windows": [{"id": "w", "apply_from": "soon"}]}, "m.windows[0].apply_from"),
        ({"id": "a", "windows": [{"id": "w", "apply_to": 2020}]}, "m.windows[0].apply_to"),
        (
            {"id": "a", "windows": [{"id": "w", "known_open": {"from": START}}]},
            "m.windows[0].known_open",
        ),
        ({"id": "a", "windows": [{"id": "w", "known_open": [3]}]}, "m.windows[0].known_open[0]"),
        (
            {"id": "a", "windows": [{"id": "w", "criteria": {"op": "eq"}}]},
            "m.windows[0].criteria",
        ),
    ],
)
def test_refused_with_its_place(row, path):
    with pytest.raises(CatalogueFault) as caught:
        parse_measure(row, "m")
    assert caught.value.path == path


def test_an_id_is_given_once():
    with pytest.raises(CatalogueFault):
        parse_measures([{"id": "a"}, {"id": "b"}, {"id": "a"}])
