"""The nightly cleaning."""

import datetime

from django_tasks import task

from lotsa.foundation.jobs.recurring import recurring
from lotsa.foundation.retention import services


@recurring("purge-expired", every=datetime.timedelta(days=1))
@task()
def purge_expired() -> dict[str, int]:
    """Clean everything kept long enough; returns what was cleaned."""
    return dict(services.purge_expired())
