"""When each recurring job is due next."""

from django.db import models


class JobSchedule(models.Model):
    """One recurring job. The row is the claim: who moves `next_due` forward enqueues the job."""

    name = models.CharField(max_length=80, unique=True)
    next_due = models.DateTimeField()
    last_enqueued = models.DateTimeField(null=True)
    last_finished = models.DateTimeField(null=True)
    last_failed = models.DateTimeField(null=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
