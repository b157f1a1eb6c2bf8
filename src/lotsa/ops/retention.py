"""What is erased as a whole, and when."""

from lotsa.domain.cases.services import erasing
from lotsa.foundation import clock
from lotsa.foundation.jobs.recurring import is_stopped
from lotsa.foundation.retention.registry import eraser


def erase_cases(dry_run: bool) -> int:  # noqa: FBT001  the registry calls it so
    """Delete cases past their time, until somebody stops the job."""
    return erasing.erase_expired(
        now=clock.moment(), dry_run=dry_run, stopped=lambda: is_stopped("purge-expired")
    )


eraser(
    "cases",
    "Cases go two years after they were closed, or three after the last thing that happened",
    run=erase_cases,
)
