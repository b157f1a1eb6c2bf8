from __future__ import annotations

from django.db import models


class TerritoryQuerySet(models.QuerySet["Territory"]):
    """Filters on territories."""

    def regions(self) -> TerritoryQuerySet:
        """Only regions."""
        return self.filter(kind="region")

    def municipalities(self, region: str | None = None) -> TerritoryQuerySet:
        """Only municipalities, of one region when its code is given."""
        found = self.filter(kind="municipality")
        return found if region is None else found.filter(parent__code=region)
