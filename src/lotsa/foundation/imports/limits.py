"""How large a table may be. A directory of a big region has some thousand rows."""

from typing import Final

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_ROWS: Final = 10_000
MAX_COLUMNS: Final = 100
MAX_CELLS: Final = 200_000
MAX_TEXT: Final = 5_000
"""Characters in one cell."""
MAX_UNPACKED: Final = 25 * 1024 * 1024
"""Bytes of an Excel file when unpacked."""
