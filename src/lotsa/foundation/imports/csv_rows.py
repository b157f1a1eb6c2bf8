"""The lines of a CSV file in whatever writing and with whatever separator Excel gave it."""

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Final

from django.utils.translation import gettext as _

from lotsa.foundation.exports.csv_files import FORMULA_STARTS
from lotsa.foundation.imports.faults import TableFault

_SEPARATORS: Final = (";", ",", "\t")
_QUOTED: Final = re.compile(r'"(?:[^"]|"")*+"')
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f]")
_WIDE: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def csv_rows(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    """Line number and cells of each line, the number of a cell's last line when it has several.

    Raises:
        TableFault: it is no text, or quotation marks are out of order.
    """
    text = _decoded(content)
    if _CONTROL.search(text):
        raise TableFault(_("The file is not a text file. Save it as CSV and try again."))
    # The separator of the first line with anything on it, leaving out what is quoted.
    lines = StringIO(_QUOTED.sub("", text), newline="")
    first = next((line for line in lines if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            yield reader.line_num, [_unguarded(cell) for cell in cells]
    except csv.Error as error:
        raise TableFault(
            _("Row %(row)s cannot be read. Check its quotation marks.") % {"row": reader.line_num}
        ) from error


def _decoded(content: bytes) -> str:
    if content.startswith(_WIDE):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel in Sweden writes when asked for plain CSV.
        return content.decode("cp1252", "replace")


def _unguarded(cell: str) -> str:
    """The text as it was before an export of ours kept it from being a formula."""
    rest = cell[1:]
    if cell.startswith("'") and {rest[:1], rest.lstrip()[:1]} & FORMULA_STARTS:
        return rest
    return cell
