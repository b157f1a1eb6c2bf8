"""What the audit log keeps, and how long."""

from lotsa.foundation.retention.registry import Keep, declare

declare(
    "audit.AuditEvent",
    personal={"data": Keep(days=730, since="at")},
    not_personal=("id", "at", "name"),
)
