"""CSV files for other programs: RFC 4180, comma, UTF-8, decimal point, ISO 8601 dates."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any, Final

from lotsa.foundation.exports.columns import Column, plain

FORMULA_STARTS: Final = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What a spreadsheet takes for the start of a formula, full-width forms included."""


def csv_text(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> str:
    """A CSV file as text, with a line of headings.

    Text that a spreadsheet would take for a formula gets an apostrophe in front, as does text that
    only has blanks before such a sign; `lotsa.foundation.imports` takes it away again. Numbers are
    numbers, negative ones too. Every text is quoted, so that no other separator splits it.

    Raises:
        ValueError: a row with too few or too many values, or a moment without time zone.
    """
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([guarded(str(column.heading)) for column in columns])
    for number, row in enumerate(rows, start=1):
        if len(row) != len(columns):
            raise ValueError(f"Row {number} has {len(row)} values for {len(columns)} columns.")
        writer.writerow([_written(value) for value in row])
    return out.getvalue()


def csv_file(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> bytes:
    """The same as bytes, marked as UTF-8 so that Excel reads å, ä and ö."""
    return csv_text(columns, rows).encode("utf-8-sig")


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    starts = {text[:1], text.lstrip()[:1]}
    return f"'{text}" if starts & FORMULA_STARTS else text


def _written(given: Any) -> str | int | float:
    value = plain(given)
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    return value if isinstance(value, (int, float)) else value.isoformat()
