"""Jobs that come back, and the catching-up after a pause.

A job must be idempotent: it looks at what is left to do, never at "since last time". So one run
after a long pause catches up on everything missed, and running it twice does no harm.
"""

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django_tasks.base import Task, TaskResult, TaskResultStatus

from lotsa.foundation import clock
from lotsa.foundation.jobs.models import JobSchedule

logger = logging.getLogger(__name__)

# A failed job is tried again soon, but not in a tight loop.
RETRY_AFTER = datetime.timedelta(minutes=15)


@dataclass(frozen=True)
class RecurringJob:
    """A registered job.

    Attributes:
        name: such as "purge-expired"; stays the same when the code moves.
        every: the interval between runs.
        task: what is enqueued.
    """

    name: str
    every: datetime.timedelta
    task: Task[..., Any]


_registry: dict[str, RecurringJob] = {}


def recurring(
    name: str, *, every: datetime.timedelta
) -> Callable[[Task[..., Any]], Task[..., Any]]:
    """Register a task to run at an interval. Raises ValueError when the name is taken."""

    def register(task: Task[..., Any]) -> Task[..., Any]:
        known = _registry.get(name)
        if known is not None and known.task.module_path != task.module_path:
            raise ValueError(f"The recurring job {name} is already registered.")
        _registry[name] = RecurringJob(name, every, task)
        return task

    return register


def recurring_jobs() -> tuple[RecurringJob, ...]:
    """Every registered job, by name."""
    return tuple(_registry[name] for name in sorted(_registry))


def stop(name: str, *, stopped: bool) -> bool:
    """Stop a job, or let it go on; False when no worker has ever seen a job of that name."""
    return bool(JobSchedule.objects.filter(name=name).update(is_stopped=stopped))


def is_stopped(name: str) -> bool:
    """Whether somebody has stopped the job; asked by long jobs between their batches."""
    return JobSchedule.objects.filter(name=name, is_stopped=True).exists()


def enqueue_due() -> list[str]:
    """Enqueue each job that is due, once, however many workers ask; returns their names.

    A job never seen before is due at once. A job that missed ten runs is enqueued once.
    """
    now = clock.now()
    enqueued = []
    for job in recurring_jobs():
        JobSchedule.objects.get_or_create(name=job.name, defaults={"next_due": now})
        with transaction.atomic():
            # One UPDATE decides between workers: only one of them finds the row still due.
            claimed = JobSchedule.objects.filter(
                name=job.name, next_due__lte=now, is_stopped=False
            ).update(next_due=now + job.every, last_enqueued=now)
            if claimed:
                job.task.enqueue()
                enqueued.append(job.name)
    return enqueued


def note_finished(task_result: TaskResult[Any], **_: Any) -> None:
    """Signal receiver: note how a recurring job went; a failed one is due again soon."""
    by_path = {job.task.module_path: job for job in recurring_jobs()}
    job = by_path.get(task_result.task.module_path)
    if job is None:
        return
    now = clock.now()
    schedule = JobSchedule.objects.filter(name=job.name)
    if task_result.status == TaskResultStatus.SUCCESSFUL:
        schedule.update(last_finished=now)
    else:
        logger.error("The recurring job %s failed.", job.name)
        schedule.update(last_failed=now)
        soon = now + min(job.every, RETRY_AFTER)
        schedule.filter(next_due__gt=soon).update(next_due=soon)
