"""kill -9 in the middle of sending: no notice is lost, and none is sent twice.

Workers are processes of their own on a database file of their own, delivering to a real mail
server, which knows best at which moment to kill them.
"""

import contextlib
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.support.post import PostServer, parts

ROOT = Path(__file__).resolve().parents[3]


class Nursery:
    """Makes workers quickly: Django is started once, and each worker is a fork of it."""

    def __enter__(self):
        command = [sys.executable, "-m", "tests.support.outbox_worker"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen(
            command, cwd=ROOT, stderr=subprocess.DEVNULL, text=True, **pipes
        )
        return self

    def __exit__(self, *_):
        self.process.communicate(timeout=30)

    def ask(self, *command):
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


class Worker:
    def __init__(self, nursery, path, url):
        self.nursery = nursery
        self.pid = nursery.ask("start", str(path), url)

    def go(self):
        self.nursery.ask("go", self.pid)

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)

    def ended(self):
        return self.nursery.ask("wait", self.pid)


class Site:
    """A database file, a mail server, and workers that come and go."""

    def __init__(self, path, server, nursery):
        self.path = path
        self.server = server
        self.nursery = nursery

    def enqueue(self, number, *, digest=False):
        self.nursery.ask("enqueue", str(self.path), number, digest)

    def worker(self):
        """A worker that waits for `go`."""
        return Worker(self.nursery, self.path, self.server.url)

    def sql(self, statement):
        with contextlib.closing(sqlite3.connect(self.path, timeout=10)) as base, base:
            return base.execute(statement).fetchall()

    def time_passes(self):
        """Every lease has run out, and every pause is over."""
        past = "SET claimed_until = '2020-01-01 00:00:00', next_attempt_at = '2020-01-01 00:00:00'"
        going = "state IN ('waiting', 'failed', 'claimed', 'handing_over')"
        self.sql(f"UPDATE outbox_outboxmessage {past} WHERE {going}")

    def run_to_the_end(self):
        for _ in range(20):
            self.time_passes()
            worker = self.worker()
            worker.go()
            assert worker.ended() == 0
            if not set(self.states()) & {"waiting", "failed", "claimed", "handing_over"}:
                return
        raise AssertionError("Delivery never came to an end.")

    def states(self):
        """State to number, of the mails that notices go in."""
        return Counter(state for (state,) in self.sql("SELECT state FROM outbox_outboxmessage"))

    def standing(self):
        """Each notice: how often it was taken by the mail server, and the state of its mail."""
        texts = [parts(mail)[0] for mail in self.server.taken]
        taken = Counter(one for text in texts for one in re.findall(r"notice (\d+)\.", text))
        rows = self.sql(
            "SELECT m.about_id, CASE m.state WHEN 'gathered' THEN l.state ELSE m.state END"
            " FROM outbox_outboxmessage m LEFT JOIN outbox_outboxmessage l"
            " ON l.id = m.gathered_into_id"
        )
        return {about: (taken[about], state) for about, state in rows}


@pytest.fixture(scope="module")
def nursery():
    with Nursery() as running:
        yield running


@pytest.fixture(scope="module")
def tables(tmp_path_factory, nursery):
    path = tmp_path_factory.mktemp("tables") / "empty.sqlite3"
    nursery.ask("tables", str(path))
    return path


@pytest.fixture
def site(tmp_path, tables, nursery):
    path = shutil.copy(tables, tmp_path / "outbox.sqlite3")
    with PostServer() as server:
        yield Site(path, server, nursery)


def assert_none_lost_and_none_twice(standing, number, most_uncertain):
    assert len(standing) == number
    for times, state in standing.values():
        assert (times, state) in {(1, "sent"), (0, "uncertain"), (1, "uncertain")}
    assert sum(state == "uncertain" for _, state in standing.values()) <= most_uncertain


@pytest.mark.parametrize(
    ("stage", "taken", "state"),
    [
        ("connect", 1, "sent"),
        ("ehlo", 1, "sent"),
        ("mail", 1, "sent"),
        ("rcpt", 1, "sent"),
        ("data", 1, "sent"),
        ("dot", 1, "uncertain"),
    ],
)
def test_killed_at_each_step_of_the_conversation(site, stage, taken, state):
    site.enqueue(3)
    worker = site.worker()
    killed = []

    def kill(_address):
        # The second mail, where the step comes with every mail.
        killed.append(stage)
        if len(killed) == (1 if stage in {"connect", "ehlo"} else 2):
            worker.kill()

    site.server.at[stage] = kill
    worker.go()
    assert worker.ended() == -signal.SIGKILL
    site.server.at.clear()
    site.run_to_the_end()

    standing = site.standing()
    assert_none_lost_and_none_twice(standing, 3, most_uncertain=1)
    assert sorted(standing.values()) == sorted([(1, "sent")] * 2 + [(taken, state)])


def test_killed_at_many_moments(site):
    site.enqueue(100)
    site.server.at["rcpt"] = lambda _: time.sleep(0.005)
    site.server.at["dot"] = lambda _: time.sleep(0.005)
    kills = 0
    for _ in range(12):
        site.time_passes()
        worker = site.worker()
        worker.go()
        # From the first look at the queue to the middle of a mail.
        time.sleep(random.uniform(0.0, 0.4))  # noqa: S311
        worker.kill()
        kills += worker.ended() == -signal.SIGKILL
    site.run_to_the_end()

    assert kills
    assert_none_lost_and_none_twice(site.standing(), 100, most_uncertain=kills)


def test_killed_while_digests_are_gathered_and_sent(site):
    site.enqueue(20, digest=True)
    holds = site.worker()
    holds.go()
    assert holds.ended() == 0
    assert not site.server.taken
    for stage in ("rcpt", "dot"):
        site.time_passes()
        worker = site.worker()
        site.server.at = {stage: lambda _, worker=worker: worker.kill()}
        worker.go()
        assert worker.ended() == -signal.SIGKILL
    site.server.at = {}
    site.run_to_the_end()

    # Four people, five notices each: one mail is uncertain, with what was gathered into it.
    assert_none_lost_and_none_twice(site.standing(), 20, most_uncertain=5)
    assert len(site.server.taken) == 4


def test_two_workers_at_once_deliver_each_notice_once(site):
    site.enqueue(40)
    site.server.at["dot"] = lambda _: time.sleep(0.01)
    workers = [site.worker(), site.worker()]
    for worker in workers:
        worker.go()
    assert [worker.ended() for worker in workers] == [0, 0]

    assert set(site.standing().values()) == {(1, "sent")}
    assert site.server.connections == 2


def test_no_lock_is_held_while_a_slow_server_is_waited_for(site):
    site.enqueue(1)
    waits = []

    def write_meanwhile(_address):
        with contextlib.closing(sqlite3.connect(site.path, timeout=0.2)) as base:
            base.execute("BEGIN IMMEDIATE")
            base.rollback()
        waits.append(1)

    for stage in ("connect", "mail", "rcpt", "data", "dot"):
        site.server.at[stage] = write_meanwhile
    worker = site.worker()
    worker.go()
    assert worker.ended() == 0

    assert len(waits) == 5
    assert set(site.standing().values()) == {(1, "sent")}
