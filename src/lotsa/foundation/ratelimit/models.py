"""The limiter's one table."""

from django.db import models


class Allowance(models.Model):
    """How much of a visitor's allowance is spent.

    `key` is a keyed hash of the limit's name and the visitor's address: it cannot be turned
    back. `spent_until` is the moment (seconds since 1970) when the whole allowance is back; after
    that the row means nothing and is deleted.
    """

    key = models.CharField(max_length=64, primary_key=True)
    spent_until = models.FloatField(db_index=True)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.key[:8]
