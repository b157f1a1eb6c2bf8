"""What the audit log may say about saved situations: that it happened, never what they hold."""

from lotsa.foundation.audit.registry import event_type

SAVED = event_type("situation.saved", "A situation was kept behind a link", keys=set())
DELETED = event_type("situation.deleted", "A saved situation was deleted by its owner", keys=set())
PURGED = event_type(
    "situation.purged", "Saved situations were cleared away on time", keys={"count"}
)
