from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsa.core.browsing.facets import Filed, sift
from lotsa.core.browsing.ordering import name_key
from lotsa.core.browsing.outlines import Shape, draw
from lotsa.core.browsing.states import State, standing_on
from lotsa.core.criteria.measures import Measure, Window

DAY = date(2020, 5, 4)


def window(name, first, last, **more):
    """A window from so many days after the day to so many; None is not known."""
    start, end = (None if at is None else DAY + timedelta(at) for at in (first, last))
    return Window(name, apply_from=start, apply_to=end, **more)


OPEN = window("open", -10, 10)
CLOSING = window("closing", -10, 2)
LATER = window("later", 5, 9)
LATEST = window("latest", 50, 90)
CLOSED = window("closed", -20, -10)
JUST_CLOSED = window("just closed", -20, -1)
UNKNOWN = window("unknown", None, None)


@pytest.mark.parametrize(
    ("windows", "state", "named"),
    [
        ((CLOSED, LATER, OPEN, UNKNOWN), State.OPEN, "open"),
        ((OPEN, CLOSING), State.OPEN, "closing"),
        ((LATEST, LATER, UNKNOWN, CLOSED), State.LATER, "later"),
        ((CLOSED, UNKNOWN), State.UNKNOWN, "unknown"),
        ((CLOSED, JUST_CLOSED), State.CLOSED, "just closed"),
    ],
)
def test_a_measure_stands_where_its_most_promising_window_does(windows, state, named):
    found = standing_on(Measure("m", windows=windows), DAY)
    assert (found.state, found.window.id) == (state, named)


def test_spent_money_closes_a_window():
    spent = window("spent", -10, 10, budget_spent_on=DAY)
    assert standing_on(Measure("m", windows=(spent,)), DAY).state is State.CLOSED


def test_what_is_only_planned_or_has_no_windows_is_not_known():
    assert standing_on(Measure("m", windows=(OPEN,), planned=True), DAY).state is State.UNKNOWN
    assert standing_on(Measure("m"), DAY).state is State.UNKNOWN


FACETS = ("colour", "size")
THINGS = st.lists(
    st.builds(
        lambda colours, sizes: {"colour": frozenset(colours), "size": frozenset(sizes)},
        st.sets(st.sampled_from("rgb")),
        st.sets(st.sampled_from("sml")),
    ),
    max_size=12,
)
CHOICES = st.fixed_dictionaries(
    {"colour": st.lists(st.sampled_from("rgb")), "size": st.lists(st.sampled_from("sml"))}
)


@given(THINGS, CHOICES)
def test_the_number_beside_a_value_is_what_choosing_it_alone_in_its_facet_shows(things, chosen):
    filed = [Filed(index, values) for index, values in enumerate(things)]
    sifted = sift(filed, chosen, FACETS)
    for facet, values in (("colour", "rgb"), ("size", "sml")):
        for value in values:
            shown = sift(filed, chosen | {facet: [value]}, FACETS).items
            assert sifted.counts[facet].get(value, 0) == len(shown)


@given(THINGS, CHOICES)
def test_what_is_left_fits_every_facet_and_nothing_that_fits_is_lost(things, chosen):
    filed = [Filed(index, values) for index, values in enumerate(things)]
    fits = [
        index
        for index, values in enumerate(things)
        if all(not wanted or set(wanted) & values[facet] for facet, wanted in chosen.items())
    ]
    assert list(sift(filed, chosen, FACETS).items) == fits


def test_swedish_and_english_order():
    names = ["Örebro", "Ale", "åre", "Ängel", "Zorn", "ålder", "Épost", "Ede", "Wik", "Vik"]
    assert sorted(names, key=lambda name: name_key(name, "sv")) == [
        "Ale", "Ede", "Épost", "Vik", "Wik", "Zorn", "ålder", "åre", "Ängel", "Örebro",
    ]  # fmt: skip
    assert sorted(names, key=lambda name: name_key(name, "en")) == [
        "ålder", "Ale", "Ängel", "åre", "Ede", "Épost", "Örebro", "Vik", "Wik", "Zorn",
    ]  # fmt: skip


@given(st.text(), st.sampled_from(["sv", "en"]))
def test_any_name_has_a_place(name, language):
    assert name_key(name, language) == name_key(name, language)


def square(code, left, bottom, side):
    right, top = left + side, bottom + side
    ring = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
    return Shape(code, (ring,))


def corners(path):
    """The corners of the one ring in a path, walked from its relative steps."""
    start, _, steps = path.removeprefix("M").removesuffix("z").partition("l")
    x, y = map(int, start.split())
    found = [(x, y)]
    numbers = [int(one) for one in steps.replace("-", " -").split()]
    for across, down in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + across, y + down
        found.append((x, y))
    return found


def test_neighbours_still_meet_and_fill_the_frame():
    drawing = draw([square("west", 10, 60, 1), square("east", 11, 60, 1)], 100)
    west, east = (set(corners(one.path)) for one in drawing.outlines)
    shared = west & east
    assert len(shared) == 2
    assert (drawing.width, drawing.height) == (92, 100)
    assert {x for x, _ in west | east} == {0, 46, 92}
    assert {y for _, y in west | east} == {0, 100}


def test_a_corner_on_a_straight_line_is_left_out():
    ring = [(10.0, 60.0), (10.5, 60.0), (11.0, 60.0), (11.0, 61.0), (10.0, 61.0), (10.0, 60.0)]
    (one,) = draw([Shape("a", (ring,))], 50).outlines
    assert len(corners(one.path)) == 4


def test_a_speck_of_an_island_is_left_out_but_never_the_whole_place():
    speck = square("x", 10.0001, 60.0001, 0.0001).rings[0]
    big = square("x", 10, 61, 2)
    with_speck = Shape("a", (*big.rings, speck))
    assert draw([with_speck], 100).outlines[0].path.count("M") == 1
    assert draw([big, square("small", 13, 61, 0.05)], 100).outlines[1].path


def test_nothing_to_draw_is_said():
    with pytest.raises(ValueError, match="no shape"):
        draw([], 100)
