from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsa.core.catalogue.inherit import covers, replaced_by_local_form, resolve, resolve_on
from lotsa.core.catalogue.versions import boundaries, select

FIRST = {"id": "a", "valid_to": "2020-06-30", "text": "old"}
SECOND = {"id": "a", "version": 2, "valid_from": "2020-07-01", "text": "new"}


@pytest.mark.parametrize(
    ("as_of", "text"),
    [("2019-01-01", "old"), ("2020-06-30", "old"), ("2020-07-01", "new"), ("2030-01-01", "new")],
)
def test_the_version_that_holds_on_the_day_is_taken(as_of, text):
    chosen = select([FIRST, SECOND], date.fromisoformat(as_of))
    assert [item["text"] for item in chosen] == [text]


def test_a_measure_outside_its_time_is_left_out():
    assert select([{"id": "a", "valid_from": "2021-01-01"}], date(2020, 12, 31)) == ()


@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.none() | st.dates(), st.none() | st.dates()),
        max_size=6,
    ),
    st.dates(),
)
def test_boundaries_see_every_selection_there_is(spans, as_of):
    items = [
        {
            "id": name,
            "version": index,
            "valid_from": start and start.isoformat(),
            "valid_to": end and end.isoformat(),
        }
        for index, (name, start, end) in enumerate(spans, start=1)
    ]
    seen = {tuple_of(select(items, at)) for at in boundaries(items)}
    assert tuple_of(select(items, as_of)) in seen


def tuple_of(items):
    return tuple((item["id"], item["version"]) for item in items)


PARENT = {
    "id": "national",
    "version": 3,
    "valid_from": "2020-01-01",
    "aliases": ["n"],
    "name_sv": "Riks",
    "provider": "agency",
    "criteria": {"all": ["A"]},
    "windows": ["W"],
    "territory": "SE",
}


def test_a_child_takes_what_it_does_not_state_and_nothing_that_identifies_the_parent():
    child = {"id": "local", "parent": "national", "name_sv": "Lokal", "provider": None}
    resolved = {item["id"]: item for item in resolve([child, PARENT])}["local"]
    assert resolved["name_sv"] == "Lokal"
    assert resolved["provider"] is None, "stated, though as nothing"
    assert (resolved["criteria"], resolved["windows"]) == ({"all": ["A"]}, ["W"])
    assert not {"version", "valid_from", "aliases"} & set(resolved)


def test_changes_in_the_parent_flow_down_through_generations():
    items = [
        {"id": "c", "parent": "b"},
        {"id": "b", "parent": "a", "kind": "loan"},
        {"id": "a", "short_sv": "x"},
    ]
    assert resolve(items)[0] == {"id": "c", "parent": "b", "kind": "loan", "short_sv": "x"}
    items[2] = {"id": "a", "short_sv": "y"}
    assert resolve(items)[0]["short_sv"] == "y"


@pytest.mark.parametrize("extra", ["E", ["E"]])
def test_extra_criteria_are_added_to_what_is_inherited(extra):
    child = {"id": "local", "parent": "national", "extra_criteria": extra}
    resolved = resolve([PARENT, child])[1]
    assert resolved["criteria"] == {"all": [{"all": ["A"]}, "E"]}
    assert "extra_criteria" not in resolved


def test_extra_criteria_of_each_generation_are_all_kept():
    items = [
        PARENT,
        {"id": "b", "parent": "national", "extra_criteria": ["B"]},
        {"id": "c", "parent": "b", "extra_criteria": ["C"]},
    ]
    assert resolve(items)[2]["criteria"] == {"all": [{"all": [{"all": ["A"]}, "B"]}, "C"]}


def test_without_a_parent_to_read_the_child_is_left_out():
    ring = [{"id": "a", "parent": "b"}, {"id": "b", "parent": "a"}, {"id": "c", "parent": "a"}]
    assert resolve(ring) == ()
    assert resolve([{"id": "a", "parent": "gone"}, {"id": "b"}]) == ({"id": "b"},)


def test_a_child_follows_the_version_of_the_parent_that_holds():
    child = {"id": "local", "parent": "a"}
    for as_of, text in ((date(2020, 6, 30), "old"), (date(2020, 7, 1), "new")):
        resolved = {item["id"]: item for item in resolve_on([FIRST, SECOND, child], as_of)}
        assert resolved["local"]["text"] == text


@pytest.mark.parametrize(
    ("territory", "covered"),
    [
        ("SE", True),
        ({"regions": ["04"], "municipalities": []}, True),
        ({"regions": [], "municipalities": ["0484"]}, True),
        ({"regions": ["01"], "municipalities": ["0180"]}, False),
        ({}, False),
        (None, False),
    ],
)
def test_a_territory_covers_a_place_by_region_or_municipality(territory, covered):
    assert covers(territory, ["0484"], ["04"]) is covered


def local(name, parent, *municipalities, **more):
    places = {"regions": [], "municipalities": list(municipalities)}
    return {"id": name, "parent": parent, "territory": places, **more}


def test_the_local_form_stands_in_where_it_covers_also_when_it_is_closed():
    closed = {"windows": [{"id": "w", "apply_from": "2019-01-01", "apply_to": "2019-02-01"}]}
    items = [PARENT, local("local", "national", "0484", **closed)]
    assert replaced_by_local_form(items, ["0484"], ["04"]) == {"national": "local"}
    assert replaced_by_local_form(items, ["0180"], ["01"]) == {}


def test_not_knowing_the_municipality_replaces_nothing():
    assert replaced_by_local_form([PARENT, local("l", "national", "0484")], [], ["04"]) == {}


@pytest.mark.parametrize("flip", [False, True])
def test_the_form_furthest_down_stands_in_for_all_above_it(flip):
    regional = {
        "id": "regional",
        "parent": "national",
        "territory": {"regions": ["04"], "municipalities": []},
    }
    items = [PARENT, regional, local("local", "regional", "0484")]
    found = replaced_by_local_form(items[::-1] if flip else items, ["0484"], ["04"])
    assert found == {"national": "local", "regional": "local"}


def test_boundaries_step_over_the_last_day_there_is():
    last = {"id": "a", "valid_to": date.max.isoformat()}
    day_after = {"id": "b", "valid_to": (date.max - timedelta(days=1)).isoformat()}
    assert boundaries([last, day_after]) == (date.min, date.max)
