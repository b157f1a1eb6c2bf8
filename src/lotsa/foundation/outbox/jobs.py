"""The worker's part: mail goes at once when something is enqueued, and every minute."""

import datetime

from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from lotsa.foundation.jobs.recurring import recurring
from lotsa.foundation.outbox.delivery import deliver_due


@recurring("deliver-mail", every=datetime.timedelta(minutes=1))
@task()
def deliver_mail() -> dict[str, int]:
    """Deliver what is due; returns how many ended in each state."""
    return deliver_due().as_dict()


def wake() -> None:
    """Enqueue a look at the outbox, unless one is already enqueued and has not begun.

    One that has begun may have looked too early; one that has not will see what is committed now.
    """
    if isinstance(deliver_mail.get_backend(), DatabaseBackend):
        ready = DBTaskResult.objects.filter(
            status=TaskResultStatus.READY, task_path=deliver_mail.module_path
        )
        if ready.exists():
            return
    deliver_mail.enqueue()
