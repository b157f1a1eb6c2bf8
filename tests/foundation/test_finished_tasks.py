import datetime

import pytest
from django_tasks_db.models import DBTaskResult

from lotsa.foundation import clock
from lotsa.foundation.jobs.jobs import forget_finished_tasks
from lotsa.foundation.outbox.jobs import deliver_mail

DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("status", "age", "stays"),
    [
        ("SUCCESSFUL", 8, False),
        ("FAILED", 8, False),
        ("SUCCESSFUL", 6, True),
        ("READY", None, True),
        ("RUNNING", None, True),
    ],
)
def test_records_of_finished_tasks_go_after_a_week(settings, db, status, age, stays):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    deliver_mail.enqueue()
    finished = clock.now() - age * DAY if age else None
    DBTaskResult.objects.update(status=status, finished_at=finished)

    assert forget_finished_tasks.call() == (0 if stays else 1)
    assert DBTaskResult.objects.exists() is stays
