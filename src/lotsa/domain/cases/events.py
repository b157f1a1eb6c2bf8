"""What the audit log says about cases: that it happened, never to whom."""

from lotsa.foundation.audit.registry import event_type

ERASED = event_type("case.erased", "A case was deleted with all that belongs to it", {"why"})
ERASED_BY_AGE = event_type("case.erased_by_age", "Old cases were deleted on time", {"count"})
EXPORTED = event_type(
    "case.taken_out", "A case was taken out as a document or as data", {"form", "actor"}
)
