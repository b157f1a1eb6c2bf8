"""The job that cleans up after jobs."""

import datetime

from django_tasks import task
from django_tasks_db.models import DBTaskResult

from lotsa.foundation import clock
from lotsa.foundation.jobs.recurring import recurring

KEPT = datetime.timedelta(days=7)


@recurring("forget-finished-tasks", every=datetime.timedelta(days=1))
@task()
def forget_finished_tasks() -> int:
    """Delete the records of tasks that finished more than a week ago; returns how many."""
    finished = DBTaskResult.objects.finished()
    return finished.filter(finished_at__lt=clock.now() - KEPT).delete()[0]
