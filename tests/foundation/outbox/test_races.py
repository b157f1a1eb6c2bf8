"""Several processes at once, on PostgreSQL; tests of killed workers do the same on SQLite."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from lotsa.foundation.outbox.delivery import deliver_due
from lotsa.foundation.outbox.models import OutboxMessage
from lotsa.foundation.outbox.services import choose_pace, enqueue, resend
from tests.foundation.outbox.conftest import MONDAY

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

WORKERS = 8


@pytest.fixture(autouse=True)
def _nobody_else_delivers(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


def at_once(verb, times):
    def one(number):
        try:
            return verb(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def tell(name="case.received", person=1, case=7, **more):
    enqueue(name, to=("user", person), about=("case", case), **more)


def test_workers_at_once_deliver_each_notice_once(outbox, server):
    for _ in range(60):
        tell()

    tallies = at_once(lambda _: deliver_due().states, WORKERS)

    assert sum(tallies, Counter()) == {"sent": 60}
    assert len(server.taken) == 60
    assert len({mail["Message-ID"] for mail in server.taken}) == 60


def test_workers_at_once_send_one_digest(outbox, server, wind):
    choose_pace(("user", 1), daily=True)
    for _ in range(20):
        tell("case.changed")
    deliver_due()
    wind(MONDAY.replace(day=3))

    tallies = at_once(lambda _: deliver_due().states, WORKERS)

    assert sum(tallies, Counter()) == {"sent": 1}
    assert [mail["Subject"][:3] for mail in server.taken] == ["20 "]
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {"sent"}


def test_the_same_notice_enqueued_at_once_is_one(outbox):
    def both(_):
        with transaction.atomic():
            tell(dedupe="reminder")
            tell(dedupe="reminder", case=8)

    at_once(both, WORKERS)

    assert OutboxMessage.objects.count() == 1


def test_a_double_click_on_send_again_sends_once(outbox, server):
    tell()
    OutboxMessage.objects.update(state="uncertain")
    message = OutboxMessage.objects.get()

    def click(_):
        return resend(message.pk), deliver_due().states["sent"]

    answers = at_once(click, WORKERS)

    assert sum(clicked for clicked, _ in answers) == 1
    assert sum(sent for _, sent in answers) == 1
    assert len(server.taken) == 1


def test_no_transaction_is_open_while_the_server_is_spoken_to(outbox, server):
    open_ones = []

    def look(_):
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    " AND xact_start IS NOT NULL AND pid <> pg_backend_pid()"
                )
                open_ones.append(cursor.fetchone()[0])
        finally:
            connection.close()

    server.at = dict.fromkeys(("connect", "mail", "rcpt", "data", "dot"), look)
    tell()
    deliver_due()

    assert open_ones == [0] * 5
