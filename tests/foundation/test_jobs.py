import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from lotsa.foundation import clock
from lotsa.foundation.jobs import recurring as module
from lotsa.foundation.jobs.models import JobSchedule
from lotsa.foundation.jobs.recurring import enqueue_due, recurring

START = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
runs = []


@task()
def count():
    runs.append(clock.now())


@task()
def fail():
    runs.append(clock.now())
    raise ZeroDivisionError


@pytest.fixture
def only(monkeypatch):
    """Registers one job alone; gives the function that sets the clock."""
    runs.clear()
    monkeypatch.setattr(module, "_registry", {})

    def register(job):
        recurring("test-job", every=HOUR)(job)

        def wind(hours):
            monkeypatch.setattr(clock, "now", lambda: START + hours * HOUR)

        wind(0)
        return wind

    return register


def test_a_new_job_runs_at_once_and_then_at_its_interval(only, db):
    wind = only(count)

    assert enqueue_due() == ["test-job"]
    assert enqueue_due() == []
    wind(0.99)
    assert enqueue_due() == []
    wind(1)
    assert enqueue_due() == ["test-job"]
    assert len(runs) == 2


def test_missed_runs_are_caught_up_by_one(only, db):
    wind = only(count)
    enqueue_due()
    wind(100)

    assert enqueue_due() == ["test-job"]
    assert enqueue_due() == []


def test_it_is_noted_how_a_job_went(only, db):
    only(count)
    enqueue_due()

    schedule = JobSchedule.objects.get()
    assert (schedule.last_enqueued, schedule.last_finished) == (START, START)
    assert schedule.last_failed is None


def test_a_failed_job_is_tried_again_soon(only, db):
    wind = only(fail)
    enqueue_due()

    schedule = JobSchedule.objects.get()
    assert (schedule.last_failed, schedule.last_finished) == (START, None)
    wind(0.2)
    assert enqueue_due() == []
    wind(0.25)
    assert enqueue_due() == ["test-job"]


def test_two_jobs_may_not_share_a_name(only):
    only(count)

    with pytest.raises(ValueError, match="test-job"):
        recurring("test-job", every=HOUR)(fail)


def test_the_jobs_of_the_house_are_registered():
    names = {job.name for job in module.recurring_jobs()}

    assert {"purge-expired", "forget-allowances"} <= names


DATABASE_TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.mark.django_db(transaction=True)
def test_the_worker_runs_what_is_due_and_stops_when_asked_to_run_once(only, settings):
    settings.TASKS = DATABASE_TASKS
    only(count)

    call_command("work", "--once", verbosity=0)

    assert len(runs) == 1
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_workers_that_look_at_once_enqueue_a_job_once(only, settings):
    settings.TASKS = DATABASE_TASKS
    only(count)

    def look(_):
        try:
            return enqueue_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(look, range(16)))

    assert sorted(answers) == [[]] * 15 + [["test-job"]]
    assert DBTaskResult.objects.count() == 1
