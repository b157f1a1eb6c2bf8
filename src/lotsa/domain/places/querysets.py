from typing import Any, Self

from django.db import models


class TerritoryQuerySet(models.QuerySet[Any]):
    """Filters on territories."""

    def regions(self) -> Self:
        """Only regions."""
        return self.filter(kind="region")

    def municipalities(self, region: str | None = None) -> Self:
        """Only municipalities, of one region when its code is given."""
        found = self.filter(kind="municipality")
        return found if region is None else found.filter(parent__code=region)
