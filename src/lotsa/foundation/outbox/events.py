"""What the audit log says about mail: what a person decided of it, never who it was to."""

from lotsa.foundation.audit.registry import event_type

RESENT = event_type("outbox.resent", "Mail was sent again by hand", keys={"message", "was"})
LEFT = event_type("outbox.left", "Mail that did not arrive was let be", keys={"message", "was"})
