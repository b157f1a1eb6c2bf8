from datetime import datetime
from typing import Any, Self

from django.db import models


class ActorQuerySet(models.QuerySet[Any]):
    """Filters on actors."""

    def listed(self) -> Self:
        """Only actors that stand in the catalogue or the directory now."""
        return self.filter(withdrawn_at__isnull=True)

    def catalogued(self) -> Self:
        """Only actors that the catalogue describes now."""
        return self.listed().filter(origin="catalogue")


class TeamQuerySet(models.QuerySet[Any]):
    """Filters on teams."""

    def taking_cases(self) -> Self:
        """Only teams that are in use, of actors that are."""
        return self.filter(is_active=True, actor__withdrawn_at__isnull=True)


class MemberQuerySet(models.QuerySet[Any]):
    """Filters on members."""

    def current(self) -> Self:
        """Only places that have not ended, of people who may sign in."""
        return self.filter(
            ended_at__isnull=True,
            actor__withdrawn_at__isnull=True,
            user__is_active=True,
            user__left_at__isnull=True,
        )

    def unreviewed_since(self, moment: datetime) -> Self:
        """Only places nobody has confirmed after a moment."""
        return self.current().exclude(reviewed_at__gte=moment)


class InvitationQuerySet(models.QuerySet[Any]):
    """Filters on invitations."""

    def open(self, now: datetime) -> Self:
        """Only those that can still be accepted."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now)
