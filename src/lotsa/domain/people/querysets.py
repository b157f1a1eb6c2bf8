from typing import Any, Self

from django.db import models


class UserQuerySet(models.QuerySet[Any]):
    """Filters on users."""

    def active(self) -> Self:
        """Only those who may sign in."""
        return self.filter(is_active=True, left_at__isnull=True)
