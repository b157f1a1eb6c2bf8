"""A table with headings out of a CSV or Excel file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Final

from django.utils.translation import gettext as _

from lotsa.foundation.files.names import extension
from lotsa.foundation.imports.csv_rows import csv_rows
from lotsa.foundation.imports.excel_rows import excel_rows
from lotsa.foundation.imports.faults import TableFault
from lotsa.foundation.imports.limits import MAX_BYTES, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TEXT

__all__ = ["Row", "Table", "TableFault", "read_table"]

_ZIP: Final = b"PK"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Row:
    """One row.

    Attributes:
        number: as the spreadsheet shows it; the headings are on the first line with content.
        cells: heading to text without blanks around it; an empty cell is "".
    """

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """What a file holds.

    Attributes:
        headings: in order, without blanks around them; every one different and none empty.
        rows: those with any content.
    """

    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(file: IO[bytes], name: str) -> Table:
    """Read a CSV or Excel file, the first sheet of it.

    CSV may be UTF-8, UTF-16 with its mark, or Windows-1252, and separated by semicolon, comma or
    tab. In Excel, formulas count as the values last worked out; days come out as 2020-05-31, whole
    numbers without decimals, yes and no as TRUE and FALSE. An apostrophe that an export of ours put
    before a formula's sign is taken away.

    Args:
        file: at its beginning.
        name: the file's name, whose extension must be csv, txt or xlsx.

    Raises:
        TableFault: says in the reader's language what is wrong and what to do about it.
    """
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise TableFault(
            _("The file is larger than %(megabytes)s MB. Divide it into several.")
            % {"megabytes": MAX_BYTES // (1024 * 1024)}
        )
    if not content.strip():
        raise TableFault(_("The file is empty."))
    return _table(_lines(content, extension(name)))


def _lines(content: bytes, kind: str) -> Iterable[tuple[int, Sequence[str]]]:
    is_zip = content.startswith(_ZIP)
    if kind == "xlsx" and is_zip:
        return excel_rows(content)
    if kind in {"csv", "txt"} and not is_zip and not content.startswith(_OLD_EXCEL):
        return csv_rows(content)
    raise TableFault(_("The file is neither a CSV file nor an Excel file (.xlsx). Save it as one."))


def _table(lines: Iterable[tuple[int, Sequence[str]]]) -> Table:
    headings: tuple[str, ...] = ()
    rows: list[Row] = []
    for number, given in lines:
        cells = [cell.strip() for cell in given]
        while cells and not cells[-1]:
            cells.pop()
        _check_line(number, cells)
        if not cells:
            continue
        if not headings:
            headings = _headings(cells)
        elif len(cells) > len(headings):
            raise TableFault(
                _("Row %(row)s has more cells than there are headings.") % {"row": number}
            )
        elif len(rows) == min(MAX_ROWS, MAX_CELLS // len(headings)):
            raise TableFault(
                _("The file has more than %(rows)s rows. Divide it into several.")
                % {"rows": len(rows)}
            )
        else:
            cells += [""] * (len(headings) - len(cells))
            rows.append(Row(number, dict(zip(headings, cells, strict=True))))
    if not headings:
        raise TableFault(_("The file is empty."))
    return Table(headings, tuple(rows))


def _check_line(number: int, cells: Sequence[str]) -> None:
    if len(cells) > MAX_COLUMNS:
        raise TableFault(
            _("Row %(row)s has more than %(columns)s columns.")
            % {"row": number, "columns": MAX_COLUMNS}
        )
    if any(len(cell) > MAX_TEXT for cell in cells):
        raise TableFault(
            _("A cell in row %(row)s has more than %(signs)s characters.")
            % {"row": number, "signs": MAX_TEXT}
        )


def _headings(cells: Sequence[str]) -> tuple[str, ...]:
    seen: set[str] = set()
    for at, heading in enumerate(cells, start=1):
        if not heading:
            raise TableFault(_("Column %(column)s has no heading.") % {"column": at})
        if heading.casefold() in seen:
            raise TableFault(_("Two columns are called “%(heading)s”.") % {"heading": heading})
        seen.add(heading.casefold())
    return tuple(cells)
