"""When each recurring job is due next."""

from django.db import models


class JobSchedule(models.Model):
    """One recurring job. The row is the claim: who moves `next_due` forward enqueues the job.

    Attributes:
        is_stopped: somebody has stopped it; it is not enqueued, and a run that is under way ends
            at its next batch.
    """

    name = models.CharField(max_length=80, unique=True)
    next_due = models.DateTimeField()
    last_enqueued = models.DateTimeField(null=True)
    last_finished = models.DateTimeField(null=True)
    last_failed = models.DateTimeField(null=True)
    is_stopped = models.BooleanField(default=False)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
