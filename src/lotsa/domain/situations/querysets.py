from __future__ import annotations

from datetime import datetime

from django.db import models


class SavedSituationQuerySet(models.QuerySet["SavedSituation"]):
    """Filters on saved situations."""

    def alive(self, now: datetime) -> SavedSituationQuerySet:
        """Only those whose time has not run out."""
        return self.filter(expires_at__gt=now)

    def expired(self, now: datetime) -> SavedSituationQuerySet:
        """Only those whose time has run out."""
        return self.filter(expires_at__lte=now)
