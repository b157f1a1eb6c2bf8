"""Excel files. Made in memory: what they hold may be personal and is not laid on disk."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

import xlsxwriter
from django.utils import timezone
from django.utils.translation import get_language_bidi
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lotsa.foundation.exports.columns import Column, Kind, Value, cut, plain

_FORMATS: Final = {
    Kind.TEXT: {"valign": "top", "text_wrap": True},
    Kind.NUMBER: {"valign": "top", "num_format": "#,##0"},
    Kind.DECIMAL: {"valign": "top", "num_format": "#,##0.0"},
    Kind.SHARE: {"valign": "top", "num_format": "0%"},
    Kind.MONEY: {"valign": "top", "num_format": '#,##0 "kr"'},
    Kind.DATE: {"valign": "top", "num_format": "yyyy-mm-dd"},
    Kind.MOMENT: {"valign": "top", "num_format": "yyyy-mm-dd hh:mm"},
}
_HEADING: Final = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
_NARROWEST: Final = 8
_WIDEST: Final = 60
_MEASURED: Final = 500
"""Rows whose texts decide how wide a column is."""
_LONGEST_NAME: Final = 31
_NOT_IN_NAMES: Final = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
# A cell of text is text whatever it begins with; nothing in it may become a formula or a link.
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook.

    Attributes:
        name: as on its tab; made safe and unique when written.
        columns: from left to right.
        rows: the values of each row, one for each column.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]


def workbook(sheets: Iterable[Sheet], *, made_at: datetime.datetime) -> bytes:
    """An Excel file: frozen headings with filters, fitting widths, real numbers and dates.

    The same sheets and moment give the same bytes.

    Args:
        sheets: at least one.
        made_at: stands in the file's properties.

    Raises:
        ValueError: no sheet, a row with too few or too many values, or a moment without zone.
    """
    out = BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        created = timezone.make_naive(made_at, timezone.get_default_timezone())
        book.set_properties({"created": created})
        formats = {kind: book.add_format(look) for kind, look in _FORMATS.items()}
        heading = book.add_format(_HEADING)
        taken: set[str] = set()
        for sheet in sheets:
            name = sheet_name(str(sheet.name), taken)
            taken.add(name.casefold())
            _fill(book.add_worksheet(name), sheet, heading, formats)
        if not taken:
            raise ValueError("A workbook needs a sheet.")
    return out.getvalue()


def sheet_name(wanted: str, taken: Iterable[str] = ()) -> str:
    """A name that Excel takes: 31 characters, none that it forbids, no two the same.

    Args:
        wanted: what the sheet is about.
        taken: names already used, casefolded.
    """
    taken = set(taken)
    cleaned = str(plain(wanted) or "").translate(_NOT_IN_NAMES)
    base = " ".join(cleaned.split()).strip("' ") or "1"
    if base.casefold() == "history":  # Excel keeps this name to itself
        base = f"{base} 1"
    name, number = cut(base, _LONGEST_NAME).rstrip("' "), 1
    while name.casefold() in taken:
        number += 1
        ending = f" {number}"
        name = cut(base, _LONGEST_NAME - len(ending)).rstrip() + ending
    return name


def _fill(worksheet: Worksheet, sheet: Sheet, heading: Format, formats: dict[Kind, Format]) -> None:
    if get_language_bidi():
        worksheet.right_to_left()
    columns = list(sheet.columns)
    widths = [_NARROWEST] * len(columns)
    for at, column in enumerate(columns):
        _write(worksheet, 0, at, str(column.heading), heading)
        widths[at] = max(widths[at], min(len(str(column.heading)) + 4, _WIDEST))
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        if len(row) != len(columns):
            raise ValueError(f"Row {last} has {len(row)} values for {len(columns)} columns.")
        for at, given in enumerate(row):
            value = plain(given)
            _write(worksheet, last, at, value, formats[columns[at].kind])
            if last <= _MEASURED:
                widths[at] = max(widths[at], min(_length(value), _WIDEST))
    for at, column in enumerate(columns):
        worksheet.set_column(at, at, column.width or widths[at])
    worksheet.freeze_panes(1, 0)
    if columns:
        worksheet.autofilter(0, 0, last, len(columns) - 1)


def _write(worksheet: Worksheet, row: int, column: int, value: Value, look: Format) -> None:
    if value is None:
        return
    if isinstance(value, str):
        fault = worksheet.write_string(row, column, value, look)
    elif isinstance(value, datetime.date):
        fault = worksheet.write_datetime(row, column, value, look)
    else:
        fault = worksheet.write_number(row, column, value, look)
    if fault:
        raise ValueError(f"Row {row} does not fit in an Excel sheet.")


def _length(value: Value) -> int:
    longest = max((len(line) for line in str(value or "").split("\n")), default=0)
    return longest + 2
