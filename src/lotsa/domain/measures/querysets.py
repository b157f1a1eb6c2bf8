from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q


class MeasureVersionQuerySet(models.QuerySet[Any]):
    """Filters on versions of measures."""

    def listed(self) -> Self:
        """Only versions of measures in the catalogue as it stands."""
        return self.filter(measure__withdrawn_at__isnull=True)

    def known_at(self, moment: datetime) -> Self:
        """Only what the catalogue held at ``moment``, whatever has been added or withdrawn since."""
        return self.filter(recorded_at__lte=moment).filter(
            Q(measure__withdrawn_at__isnull=True) | Q(measure__withdrawn_at__gt=moment)
        )

    def holding_on(self, day: date) -> Self:
        """Only versions that hold on ``day``."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )
