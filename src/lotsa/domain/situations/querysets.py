from datetime import datetime
from typing import Any, Self

from django.db import models


class SavedSituationQuerySet(models.QuerySet[Any]):
    """Filters on saved situations."""

    def alive(self, now: datetime) -> Self:
        """Only those whose time has not run out."""
        return self.filter(expires_at__gt=now)

    def expired(self, now: datetime) -> Self:
        """Only those whose time has run out."""
        return self.filter(expires_at__lte=now)
