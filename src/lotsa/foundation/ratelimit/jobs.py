"""Forgetting allowances that are whole again."""

import datetime

from django_tasks import task

from lotsa.foundation import clock
from lotsa.foundation.jobs.recurring import recurring
from lotsa.foundation.ratelimit.models import Allowance


@recurring("forget-allowances", every=datetime.timedelta(hours=1))
@task()
def forget_allowances() -> int:
    """Delete the rows that no longer limit anyone; returns how many."""
    return Allowance.objects.filter(spent_until__lt=clock.now().timestamp()).delete()[0]
