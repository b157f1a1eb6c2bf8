from datetime import datetime
from typing import Any, Self

from django.db import models

from lotsa.core.cases.states import HELD_REFERRAL_STATES, LIVE_REFERRAL_STATES, OPEN_CASE_STATES


class CaseQuerySet(models.QuerySet[Any]):
    """Filters on cases."""

    def open(self) -> Self:
        """Only cases that are not closed."""
        return self.filter(state__in=sorted(OPEN_CASE_STATES))

    def standing(self) -> Self:
        """Only cases in their own right: not merged into another, not held as spam."""
        return self.filter(merged_into__isnull=True, held_as_spam=False)

    def promised_before(self, moment: datetime) -> Self:
        """Only open cases without a first contact, promised one before a moment."""
        return self.open().filter(first_contact_at__isnull=True, promised_at__lt=moment)


class ReferralQuerySet(models.QuerySet[Any]):
    """Filters on referrals."""

    def live(self) -> Self:
        """Only those whose team has, or is about to get, the case."""
        return self.filter(state__in=sorted(LIVE_REFERRAL_STATES))

    def held(self) -> Self:
        """Only those whose team has said yes."""
        return self.filter(state__in=sorted(HELD_REFERRAL_STATES))
