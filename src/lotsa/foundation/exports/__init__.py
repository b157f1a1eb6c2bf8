"""Tables as Excel and CSV, safe to open; documents are in `documents`, which loads slowly."""

from lotsa.foundation.exports.columns import Column, Kind
from lotsa.foundation.exports.csv_files import csv_file, csv_text
from lotsa.foundation.exports.responses import as_response
from lotsa.foundation.exports.workbooks import Sheet, workbook

__all__ = ["Column", "Kind", "Sheet", "as_response", "csv_file", "csv_text", "workbook"]
