"""The audit log's one table."""

from django.db import models


class AuditEvent(models.Model):
    """One thing that happened. Only ever added; purged by age."""

    at = models.DateTimeField(db_index=True)
    name = models.CharField(max_length=80, db_index=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M}"
