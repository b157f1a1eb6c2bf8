"""What the audit log may say about desks and rules of reception."""

from lotsa.foundation.audit.registry import event_type

DESK_CHANGED = event_type(
    "desk.changed",
    "A desk was set up, changed, opened or closed",
    keys={"desk", "what", "fields", "by", "acting_by"},
)
RULES_CHANGED = event_type(
    "desk.rules_changed",
    "The rules of reception of a territory were changed",
    keys={"territory", "fields", "by", "acting_by"},
)
