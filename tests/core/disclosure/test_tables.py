"""Small counts are hidden, and a reader with pen and paper cannot work them out."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsa.core.disclosure import protect, protect_row

HIDDEN = None


def table(text):
    """A table of numbers, written with blanks between columns."""
    rows = [line.split() for line in text.strip().splitlines()]
    return {
        (r, c): HIDDEN if written == "x" else int(written)
        for r, row in enumerate(rows)
        for c, written in enumerate(row)
    }


def written_out(shown):
    """The protected table with its totals last in each row and column, in the same writing."""

    def text(count):
        return "x" if count is HIDDEN else str(count)

    rows = [
        [*(shown.cells[row, column] for column in shown.columns), shown.row_totals[row]]
        for row in shown.rows
    ]
    rows.append([*(shown.column_totals[column] for column in shown.columns), shown.total])
    return "\n".join(" ".join(map(text, row)) for row in rows)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        # Nothing small: nothing hidden, and zero is shown.
        ("10 20 \n 0 5", "10 20 30\n0 5 5\n10 25 35"),
        # One small cell takes the smallest other three that close a square.
        (
            "3 10 30 \n 20 8 25 \n 50 60 70",
            "x x 30 43\nx x 25 53\n50 60 70 180\n73 78 125 276",
        ),
        # Two small cells in opposite corners guard each other.
        ("3 10 \n 20 4", "x x 13\nx x 24\n23 14 37"),
        # A zero cannot guard, so the square is closed elsewhere.
        (
            "3 10 30 \n 0 8 25 \n 50 60 70",
            "x x 30 43\n0 8 25 33\nx x 70 180\n53 78 125 256",
        ),
        # A small total is hidden as well, and guarded.
        ("3 0 \n 20 30", "x 0 x\nx 30 x\n23 30 53"),
        # A pair of ones under a shown total would be told by the total.
        ("1 1 9 \n 6 7 8", "x x x 11\nx x x 21\n7 8 17 32"),
        # Everything small: nothing is told.
        ("1 0 \n 0 2", "x 0 x\n0 x x\nx x x"),
        ("0 0 \n 0 0", "0 0 0\n0 0 0\n0 0 0"),
    ],
)
def test_what_is_hidden_in_a_table(counts, expected):
    shown = protect(table(counts))

    assert written_out(shown) == expected
    assert shown.has_hidden == ("x" in expected)


@pytest.mark.parametrize(
    ("counts", "total", "expected", "expected_total"),
    [
        ([10, 20, 0], None, [10, 20, 0], 30),
        ([3, 20, 9], None, [HIDDEN, 20, HIDDEN], 32),
        ([3, 2, 9], None, [HIDDEN, HIDDEN, 9], 14),
        ([1, 1, 9], None, [HIDDEN, HIDDEN, HIDDEN], 11),
        ([1, 2, 9], None, [HIDDEN, HIDDEN, 9], 12),
        ([3, 0, 0], None, [HIDDEN, 0, 0], HIDDEN),
        # Five ones make a total of five that would tell each.
        ([1, 1, 1, 1, 1], None, [HIDDEN] * 5, HIDDEN),
        ([], None, [], 0),
        # Those under no label are hidden by the table itself, and guard.
        ([3, 20, 9], 40, [HIDDEN, 20, 9], 40),
        # But when they are few, the labels must guard them.
        ([30, 20, 9], 61, [30, 20, HIDDEN], 61),
        # Companies under several labels: only small counts.
        ([3, 20, 9], 25, [HIDDEN, 20, 9], 25),
    ],
)
def test_what_is_hidden_in_a_row(counts, total, expected, expected_total):
    shown = protect_row(dict(enumerate(counts)), total)

    assert list(shown.counts.values()) == expected
    assert shown.total == expected_total
    assert shown.has_hidden == (HIDDEN in [*expected, expected_total])


def test_missing_cells_are_zero_and_labels_keep_their_order():
    shown = protect({("b", "y"): 7, ("a", "x"): 8})

    assert shown.rows == ("b", "a")
    assert shown.columns == ("y", "x")
    assert shown.cells["b", "x"] == 0
    assert shown.row_totals == {"b": 7, "a": 8}


def test_another_threshold():
    assert written_out(protect(table("9 30 \n 40 50"), threshold=10)).startswith("x x 39")
    assert not protect(table("4 30 \n 40 50"), threshold=3).has_hidden


@pytest.mark.parametrize("ask", [lambda: protect({(0, 0): -1}), lambda: protect_row({0: 6}, -1)])
def test_a_negative_count_is_refused(ask):
    with pytest.raises(ValueError, match="negative"):
        ask()


# An attacker who shares no code with the gate: tries to fill in what is hidden in all ways that
# agree with what is shown, knowing that zeros are shown and so nothing hidden is below 1. A figure
# is safe when some way gives it another value than the true one.


def lines(rows, columns):
    """Each sum of the table, as (places that are summed, place of the sum), the grand total last."""
    for r in range(rows):
        yield [(r, c) for c in range(columns)], (r, columns)
    for c in range(columns + 1):
        yield [(r, c) for r in range(rows)], (rows, c)


def with_totals(shown):
    grid = dict(shown.cells)
    rows, columns = len(shown.rows), len(shown.columns)
    grid |= {(r, columns): total for r, total in shown.row_totals.items()}
    grid |= {(rows, c): total for c, total in shown.column_totals.items()}
    return grid | {(rows, columns): shown.total}


def fillings(cells, shown, rows, columns):
    """Ways to fill in the hidden cells, near the truth, that agree with all that is shown."""
    grid = with_totals(shown)
    unknown = [place for place in cells if grid[place] is HIDDEN]
    sums = list(lines(rows, columns))
    for tries in itertools.product((0, 1, -1), repeat=len(unknown)):
        guess = dict(cells)
        for place, step in zip(unknown, tries, strict=True):
            guess[place] += step
        for places, total in sums:
            guess[total] = sum(guess[place] for place in places)
        if all(
            guess[place] >= 1 if figure is HIDDEN else guess[place] == figure
            for place, figure in grid.items()
        ):
            yield guess


COUNTS = st.one_of(st.integers(0, 6), st.just(1), st.integers(5, 40))


@st.composite
def tables(draw):
    rows, columns = draw(st.sampled_from([(1, 1), (1, 4), (2, 2), (2, 3), (3, 2), (3, 3)]))
    places = itertools.product(range(rows), range(columns))
    return {place: draw(COUNTS) for place in places}, rows, columns


@given(tables())
def test_nobody_can_pin_a_hidden_figure_of_a_table(drawn):
    cells, rows, columns = drawn
    shown = protect(cells)
    grid = with_totals(shown)
    truth = dict(cells)
    for places, total in lines(rows, columns):
        truth[total] = sum(truth[place] for place in places)
    unsafe = {place for place, figure in grid.items() if figure is HIDDEN}

    for guess in fillings(cells, shown, rows, columns) if unsafe else ():
        unsafe -= {place for place in unsafe if guess[place] != truth[place]}
        if not unsafe:
            break

    assert not unsafe


@given(tables())
def test_what_is_shown_is_true_and_never_small(drawn):
    cells, rows, columns = drawn
    truth = dict(cells)
    for places, total in lines(rows, columns):
        truth[total] = sum(truth[place] for place in places)

    for place, figure in with_totals(protect(cells)).items():
        assert figure in {HIDDEN, truth[place]}
        assert figure is HIDDEN or figure == 0 or figure >= 5
        assert truth[place] != 0 or figure == 0


@given(tables())
def test_nothing_is_hidden_when_nothing_is_small(drawn):
    cells, _, _ = drawn

    assert not protect({place: count and count + 4 for place, count in cells.items()}).has_hidden


@given(st.lists(COUNTS, min_size=1, max_size=5), st.integers(0, 8))
def test_nobody_can_pin_a_hidden_figure_of_a_row(counts, rest):
    """The rest under no label varies too, and must itself not be told when it is 1 to 4."""
    in_all = sum(counts) + rest
    shown = protect_row(dict(enumerate(counts)), in_all)
    hidden = [at for at, count in shown.counts.items() if count is HIDDEN]
    unsafe = {
        *hidden,
        *(["rest"] if 0 < rest < 5 else []),
        *(["all"] if shown.total is None else []),
    }
    truth = {**dict(enumerate(counts)), "rest": rest, "all": in_all}
    vary = [*hidden, *(["rest"] if rest else [])]

    for tries in itertools.product((0, 1, -1), repeat=len(vary)):
        guess = dict(truth)
        for at, step in zip(vary, tries, strict=True):
            guess[at] += step
        guess["all"] = sum(guess.values()) - guess["all"]
        if min((guess[at] for at in vary), default=1) >= 1 and shown.total in {None, guess["all"]}:
            unsafe -= {at for at in unsafe if guess[at] != truth[at]}

    assert not unsafe


def test_a_large_table_is_quick():
    municipalities_by_need = {(r, c): (r * 7 + c * 13) % 23 for r in range(49) for c in range(17)}
    started = time.process_time()

    protect(municipalities_by_need)

    assert time.process_time() - started < 3
