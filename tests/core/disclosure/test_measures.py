import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsa.core.disclosure import protect_measure, protect_share


@pytest.mark.parametrize(
    ("value", "base", "expected"),
    [(1.5, 5, 1.5), (1.5, 4, None), (1.5, 0, None), (0, 5, 0), (None, 9, None)],
)
def test_a_measure_of_a_small_group_is_hidden(value, base, expected):
    assert protect_measure(value, base) == expected


@pytest.mark.parametrize(
    ("part", "base", "expected"),
    [
        (5, 10, 0.5),
        (0, 5, 0.0),
        (5, 5, 1.0),
        (4, 4, None),
        (0, 4, None),
        # The share beside its base would tell of four companies, or of the four others.
        (4, 10, None),
        (6, 10, None),
        (0, 0, None),
    ],
)
def test_a_share_is_hidden_when_its_part_or_rest_is_small(part, base, expected):
    assert protect_share(part, base) == expected


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_shown_share_tells_of_nobody_or_of_many(one, other):
    share = protect_share(one, one + other)

    if share is not None:
        assert {one, other}.isdisjoint({1, 2, 3, 4})
        assert one + other >= 5


@pytest.mark.parametrize("ask", [lambda: protect_share(3, 2), lambda: protect_share(-1, 9)])
def test_a_part_larger_than_the_whole_is_refused(ask):
    with pytest.raises(ValueError, match="no share"):
        ask()


def test_a_negative_base_is_refused():
    with pytest.raises(ValueError, match="negative"):
        protect_measure(1, -1)
