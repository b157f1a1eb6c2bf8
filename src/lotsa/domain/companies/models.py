"""Companies by organisation number."""

from django.db import models


class Company(models.Model):
    """A company that somebody has named by its organisation number.

    Never a sole trader: their number is a personal identity number, which is not kept.
    """

    organisation_number = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=200, blank=True)
    municipality_code = models.CharField(max_length=4, blank=True)
    created_at = models.DateTimeField()
    last_active_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("name", "organisation_number")

    def __str__(self) -> str:
        return self.name or self.organisation_number
