"""The rows of an Excel file's first sheet."""

import datetime
import warnings
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _

from lotsa.foundation.files.archives import Archive, ArchiveFault, Limits
from lotsa.foundation.imports.faults import TableFault
from lotsa.foundation.imports.limits import MAX_CELLS, MAX_ROWS, MAX_UNPACKED

_LIMITS: Final = Limits(entries=500, unpacked=MAX_UNPACKED)
# Rows without content may stand between the others; sheets formatted to the bottom are refused.
_LAST_ROW: Final = 2 * MAX_ROWS
_MOST_CELLS: Final = 10 * MAX_CELLS


def excel_rows(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    """Row number and the cells' texts of each row.

    Raises:
        TableFault: it is no Excel file, has macros, or is built to harm.
    """
    try:
        archive = Archive(content, _LIMITS)
        archive.check_markup()
    except ArchiveFault as fault:
        raise TableFault(_unreadable()) from fault
    if any("vbaproject" in name.casefold() for name in archive.names):
        raise TableFault(_("The file has macros. Save it as an ordinary workbook (.xlsx)."))
    try:
        yield from _rows(content)
    except TableFault:
        raise
    except Exception as error:  # openpyxl meets a broken file with whatever error it runs into
        raise TableFault(_unreadable()) from error


def _rows(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    import openpyxl  # noqa: PLC0415  slow to load, and imports are few

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that we do not read
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
        try:
            sheet = next(s for s in book.worksheets if s.sheet_state == "visible")
            # A file may claim any size; what is there is what counts.
            sheet.reset_dimensions()
            seen = 0
            for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
                seen += len(values)
                if number > _LAST_ROW or seen > _MOST_CELLS:
                    raise TableFault(
                        _(
                            "There is too much in the file, or it is formatted far below its last row."
                        )
                    )
                yield number, [_text(value) for value in values]
        finally:
            book.close()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return (value.date() if midnight else value).isoformat()
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(value)


def _unreadable() -> str:
    return _("The Excel file cannot be read. Open it in Excel, save it anew and try again.")
