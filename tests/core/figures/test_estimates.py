from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsa.core.figures.estimates import FEWEST, median, share

DAYS = st.floats(0, 60, allow_nan=False)


@pytest.mark.parametrize(
    ("part", "base", "low", "high"),
    [
        # Wilson's interval as tabulated in Newcombe (1998), table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_a_share_has_wilsons_interval(part, base, low, high):
    found = share(part, base)

    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert found.value == part / base


def test_there_is_no_share_of_nothing():
    assert share(0, 0) is None


@pytest.mark.parametrize(("part", "base"), [(-1, 5), (6, 5)])
def test_a_part_larger_than_its_base_is_refused(part, base):
    with pytest.raises(ValueError, match="no share"):
        share(part, base)


@given(st.integers(1, 500).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))))
def test_the_interval_of_a_share_holds_it_and_stays_within_nothing_and_all(drawn):
    found = share(*drawn)

    assert 0 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1


@given(st.lists(DAYS, min_size=1, max_size=200))
def test_half_the_values_lie_on_either_side_of_the_median(values):
    found = median(values)

    assert 2 * sum(value < found.value for value in values) <= len(values)
    assert 2 * sum(value > found.value for value in values) <= len(values)
    assert found.base == len(values)
    if len(values) < FEWEST:
        assert found.low is None
    else:
        assert found.low <= found.value <= found.high


@pytest.mark.parametrize("count", [*range(FEWEST, 60), 99, 100, 250, 1000])
def test_the_interval_of_a_median_holds_the_true_one_19_times_out_of_20(count):
    found = median(list(range(count)))
    below = int(found.low)
    # Exact: it fails when more than count - 1 - below values, or fewer, lie under the true median.
    missed = 2 * sum(comb(count, k) for k in range(below + 1)) / 2**count

    assert missed <= 0.05


def test_there_is_no_median_of_nothing():
    assert median([]) is None


@pytest.mark.parametrize(
    ("now", "before", "apart"),
    [((90, 100), (50, 100), True), ((9, 10), (7, 10), False), ((5, 10), (5, 10), False)],
)
def test_two_shares_are_told_apart_only_when_their_intervals_are(now, before, apart):
    assert share(*now).differs_from(share(*before)) is apart
    assert share(*before).differs_from(share(*now)) is apart


def test_two_medians_of_few_are_never_told_apart():
    assert not median([1, 1]).differs_from(median([50] * 20))
    assert median([1] * 20).differs_from(median([50] * 20))
