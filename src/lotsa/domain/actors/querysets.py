from __future__ import annotations

from django.db import models


class ActorQuerySet(models.QuerySet["Actor"]):
    """Filters on actors."""

    def listed(self) -> ActorQuerySet:
        """Only actors in the catalogue as it stands."""
        return self.filter(withdrawn_at__isnull=True)
