from typing import Any, Self

from django.db import models


class DeskQuerySet(models.QuerySet[Any]):
    """Filters on desks."""

    def open(self) -> Self:
        """Only desks that companies may find, of actors in use."""
        return self.filter(is_open=True, actor__withdrawn_at__isnull=True)
