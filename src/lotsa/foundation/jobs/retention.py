"""The schedule says nothing about people."""

from lotsa.foundation.retention.registry import declare

declare(
    "jobs.JobSchedule",
    not_personal=(
        *("id", "name", "next_due", "last_enqueued", "last_finished", "last_failed"),
        "is_stopped",
    ),
)
