"""The one gate for public figures: none tells about fewer than five companies, not even by sums."""

from lotsa.core.disclosure.measures import protect_measure, protect_share
from lotsa.core.disclosure.tables import (
    THRESHOLD,
    ProtectedRow,
    ProtectedTable,
    protect,
    protect_row,
)

__all__ = [
    "THRESHOLD",
    "ProtectedRow",
    "ProtectedTable",
    "protect",
    "protect_measure",
    "protect_row",
    "protect_share",
]
