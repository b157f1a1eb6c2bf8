"""Numbers put in a column answer every condition as they did by themselves."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lotsa.core.criteria.conditions import Leaf
from lotsa.core.criteria.leaves import compile_leaf
from lotsa.core.criteria.population.columns import compacted
from lotsa.core.criteria.population.numbers import (
    cuts_of,
    interval_column,
    number_column,
    real_numbers,
    whole_numbers,
)
from lotsa.core.criteria.registry import Registry
from lotsa.core.criteria.values import Interval

REGISTRY = Registry.from_document(
    {"fields": [{"id": "whole", "type": "integer"}, {"id": "real", "type": "number"}]}, {}
)
COUNTABLE = 2**53
SPANS = [3, 250, 260, 70_000, 3 * 10**9, 10**12]
"""What fits in a byte, just does not, and what needs more and more bits."""


@st.composite
def amounts(draw, kind):
    lowest = draw(st.sampled_from([0, -3, 40_000, 2**31 - 2, -(2**31)]))
    span = draw(st.sampled_from(SPANS))
    number = st.integers(lowest, lowest + span)
    if kind == "real":
        number = number | number.map(lambda one: one + 0.5)
    size = draw(st.integers(1, 20))
    return draw(st.lists(st.none() | number, min_size=size, max_size=size))


@st.composite
def conditions(draw, field, seen):
    near = st.sampled_from([0, 1, -1, 10**6])
    limit = st.tuples(st.sampled_from(seen or [0]), near).map(sum)
    op = draw(st.sampled_from(["lt", "lte", "gt", "gte", "eq", "ne", "in", "not_in"]))
    value = draw(st.lists(limit, max_size=4).map(tuple) if op in {"in", "not_in"} else limit)
    return Leaf(field, op, value)


def numbers(kind, given_numbers):
    if kind == "whole":
        series = pl.Series(given_numbers, dtype=pl.Int64)
        return whole_numbers(series, int, -COUNTABLE, COUNTABLE)
    series = pl.Series(given_numbers, dtype=pl.Float64)
    return real_numbers(series.fill_null(0.0).to_numpy(), series.is_not_null().to_numpy(), float)


def all_cuts(leaves):
    found = set()
    for leaf in leaves:
        for one in leaf.value if isinstance(leaf.value, tuple) else (leaf.value,):
            found.update(cuts_of(leaf.op, one))
    return found


@settings(max_examples=300)
@given(st.data())
def test_a_stretch_answers_as_each_number_in_it(data):
    kind = data.draw(st.sampled_from(["whole", "real"]))
    low = data.draw(amounts(kind))
    exact = data.draw(st.booleans())
    high = low if exact else data.draw(amounts(kind))
    size = min(len(low), len(high))
    pairs = [
        tuple(sorted(pair)) if None not in pair else pair
        for pair in zip(low[:size], high[:size], strict=True)
    ]
    seen = [one for pair in pairs for one in pair if one is not None]
    leaves = data.draw(
        st.lists(conditions(kind, seen), max_size=data.draw(st.sampled_from([5, 80])))
    )
    tests = [compile_leaf(leaf, REGISTRY.fields[kind], None, "") for leaf in leaves]
    cuts = data.draw(st.just(all_cuts(leaves)) | st.none())
    if exact:
        column = number_column(numbers(kind, [one for one, _ in pairs]), cuts)
    else:
        bounds = (numbers(kind, list(side)) for side in zip(*pairs, strict=True))
        column = interval_column(*bounds, cuts)

    places = column.table[column.places]
    assert (places >= 0).all()
    found = [column.values[place] for place in places.tolist()]
    true = [
        None if pair == (None, None) else pair[0] if pair[0] == pair[1] else Interval(*pair)
        for pair in pairs
    ]
    if cuts is None:
        assert found == true
    for test in tests:
        assert [test(one) for one in found] == [test(one) for one in true]


@pytest.mark.parametrize("span", SPANS)
@pytest.mark.parametrize("cuts_wanted", [3, 40, 150])
def test_more_numbers_than_fit_in_a_block(span, cuts_wanted):
    count = 70_000
    listed = [None if one % 7 == 0 else one * 7919 % span - 5 for one in range(count)]
    limits = [span * one // cuts_wanted - 5 for one in range(cuts_wanted)]
    leaves = [Leaf("whole", "gte" if one % 2 else "gt", one) for one in limits]
    column = number_column(numbers("whole", listed), all_cuts(leaves))
    tests = [compile_leaf(leaf, REGISTRY.fields["whole"], None, "") for leaf in leaves]
    truths = [[test(value) for value in column.values] for test in tests]
    classes, by_class = compacted(column, pl.DataFrame(truths, orient="row").to_numpy())
    assert len(tests) == len(by_class)
    # Some thirty of them, first and last among them: each is asked about every number.
    asked = {*range(0, cuts_wanted, max(1, cuts_wanted // 30)), cuts_wanted - 1}
    for test, row in ((tests[one], by_class[one]) for one in sorted(asked)):
        expected = pl.Series([int(test(one)) for one in listed]).to_numpy()
        assert (row[classes] == expected).all()


def test_numbers_too_far_off_are_told():
    with pytest.raises(OverflowError):
        whole_numbers(pl.Series([2**53 + 1]), int, -COUNTABLE, COUNTABLE)
