"""Counts of companies as they may be shown in public, in tables and in rows.

The rule: a count of 1 to 4 is hidden, and so are as many further counts as it takes for none of the
hidden ones to be worked out from the rest. Zero is shown, since it tells about no company. The
smallest counts go first and totals last.

The gate sees one table at a time. Figures that overlap (the same companies by county and by
municipality, or this month and the year so far) must come from one table, or be shown one of them.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from lotsa.core.disclosure.suppression import Figure, hidden_figures

THRESHOLD: Final = 5
"""The smallest number of companies that a public figure may tell about."""

Row = TypeVar("Row", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)

# The sums in which totals take part: the column of row totals, and the row of column totals.
_TOTALS_DOWN: Final = "totals down"
_TOTALS_ACROSS: Final = "totals across"


@dataclass(frozen=True)
class ProtectedTable(Generic[Row, Column]):
    """A two-way table as it may be shown; None stands for a hidden figure.

    Attributes:
        rows: the row labels in order.
        columns: the column labels in order.
        cells: a figure for every row and column.
        row_totals: the sum of each row.
        column_totals: the sum of each column.
        total: the sum of everything.
    """

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    cells: Mapping[tuple[Row, Column], int | None]
    row_totals: Mapping[Row, int | None]
    column_totals: Mapping[Column, int | None]
    total: int | None

    @property
    def has_hidden(self) -> bool:
        """Whether any figure is hidden, so that the page must say why."""
        shown = (*self.cells.values(), *self.row_totals.values(), *self.column_totals.values())
        return None in (*shown, self.total)


@dataclass(frozen=True)
class ProtectedRow(Generic[Row]):
    """Counts per label and their total as they may be shown; None stands for a hidden figure."""

    counts: Mapping[Row, int | None]
    total: int | None

    @property
    def has_hidden(self) -> bool:
        """Whether any figure is hidden, so that the page must say why."""
        return None in (*self.counts.values(), self.total)


def protect(
    table: Mapping[tuple[Row, Column], int], threshold: int = THRESHOLD
) -> ProtectedTable[Row, Column]:
    """A two-way table of counts with its totals, safe to show.

    Args:
        table: companies per row and column, each company in one cell; a missing cell is 0. Rows
            and columns come out in the order they first appear.
        threshold: the smallest count that may be shown.

    Raises:
        ValueError: a count is negative.
    """
    _check(table.values())
    rows = tuple(dict.fromkeys(row for row, _ in table))
    columns = tuple(dict.fromkeys(column for _, column in table))
    cells = {(row, column): table.get((row, column), 0) for row in rows for column in columns}
    row_totals = {row: sum(cells[row, column] for column in columns) for row in rows}
    column_totals = {column: sum(cells[row, column] for row in rows) for column in columns}
    total = sum(row_totals.values())

    figures = [Figure(("row", r), ("column", c), count) for (r, c), count in cells.items()]
    figures += [Figure(_TOTALS_DOWN, ("row", r), n, is_total=True) for r, n in row_totals.items()]
    figures += [
        Figure(("column", c), _TOTALS_ACROSS, n, is_total=True) for c, n in column_totals.items()
    ]
    figures.append(Figure(_TOTALS_ACROSS, _TOTALS_DOWN, total, is_total=True))
    shown = iter(_shown(figures, threshold))
    return ProtectedTable(
        rows,
        columns,
        {place: next(shown) for place in cells},
        {row: next(shown) for row in rows},
        {column: next(shown) for column in columns},
        next(shown),
    )


def protect_row(
    counts: Mapping[Row, int], total: int | None = None, threshold: int = THRESHOLD
) -> ProtectedRow[Row]:
    """Counts in one row with their total, safe to show.

    Args:
        counts: companies per label.
        total: how many companies there are in all; None for the sum of the counts. When it is
            larger, those under no label are guarded too; when it is smaller, companies stand under
            several labels, and no count follows from the others.
        threshold: the smallest count that may be shown.

    Raises:
        ValueError: a count is negative.
    """
    summed = sum(counts.values())
    in_all = summed if total is None else total
    _check((*counts.values(), in_all))
    if in_all < summed:
        shown = iter([None if 0 < n < threshold else n for n in (*counts.values(), in_all)])
    else:
        figures = [Figure(_TOTALS_DOWN, _TOTALS_ACROSS, count) for count in counts.values()]
        figures.append(Figure(_TOTALS_ACROSS, _TOTALS_DOWN, in_all, is_total=True))
        figures.append(Figure(_TOTALS_DOWN, _TOTALS_ACROSS, in_all - summed))
        shown = iter(_shown(figures, threshold, never_shown=[len(figures) - 1]))
    return ProtectedRow({label: next(shown) for label in counts}, next(shown))


def _shown(
    figures: Sequence[Figure], threshold: int, never_shown: Sequence[int] = ()
) -> list[int | None]:
    hidden = hidden_figures(figures, threshold, never_shown)
    return [None if at in hidden else figure.value for at, figure in enumerate(figures)]


def _check(counts: Iterable[int]) -> None:
    if any(count < 0 for count in counts):
        raise ValueError("A count cannot be negative.")
