"""What the audit log may say about the directory."""

from lotsa.foundation.audit.registry import event_type

DIRECTORY_CHANGED = event_type(
    "directory.changed",
    "An organisation's entry in the directory was changed",
    keys={"actor", "team", "what", "fields", "by", "acting_by"},
)
