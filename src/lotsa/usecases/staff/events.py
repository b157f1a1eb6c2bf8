"""What the audit log may say about the people at work here."""

from lotsa.foundation.audit.registry import event_type

ACTING_STARTED = event_type(
    "act_for.started", "Support staff began to act for a person", keys={"spell"}
)
ACTING_ENDED = event_type(
    "act_for.ended", "Support staff stopped acting for a person", keys={"spell"}
)
