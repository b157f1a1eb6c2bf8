"""Tables that people bring, read from CSV and Excel files without trusting them."""

from lotsa.foundation.imports.tables import Row, Table, TableFault, read_table

__all__ = ["Row", "Table", "TableFault", "read_table"]
