from typing import Any, Self

from django.db import models


class ActorQuerySet(models.QuerySet[Any]):
    """Filters on actors."""

    def listed(self) -> Self:
        """Only actors in the catalogue as it stands."""
        return self.filter(withdrawn_at__isnull=True)
