"""What the audit log may say about the catalogue."""

from lotsa.foundation.audit.registry import event_type

IMPORTED = event_type(
    "catalogue.imported",
    "A catalogue was taken in",
    keys={"revision", "new_measures", "new_versions", "withdrawn", "sha256"},
)
REFUSED = event_type(
    "catalogue.refused", "A catalogue was refused because of faults", keys={"faults", "first"}
)
