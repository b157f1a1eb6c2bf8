"""Workers in processes of their own, for tests that kill them.

`python -m tests.support.outbox_worker` starts Django once and then reads commands, one JSON list
a line, each answered by one JSON value:

    ["tables", path]               makes the tables in a SQLite file
    ["enqueue", path, N, digest]   enqueues N notices, one a person; with digest, five a person
    ["start", path, smtp_url]      makes a worker that waits; answers its process id
    ["go", pid]                    lets it deliver until nothing is due
    ["wait", pid]                  answers how it ended: 0, or minus the signal that killed it
"""

import json
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
# Nothing goes before a worker is started.
os.environ.update(LOTSA_DEMO="0", LOTSA_SMTP_URL="", DATABASE_URL="sqlite:///nowhere.sqlite3")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from lotsa.foundation.outbox.delivery import deliver_due  # noqa: E402
from lotsa.foundation.outbox.letters import Letter, Recipient  # noqa: E402
from lotsa.foundation.outbox.registry import notice, recipient_kind  # noqa: E402
from lotsa.foundation.outbox.services import choose_pace, enqueue  # noqa: E402


def letter(occasion, _recipient):
    said = f"notice {occasion.about.id}."
    return Letter((said,), line=said)


told = {"sentence": "x", "subject": "x", "audience": "staff", "build": letter}
notice("kill.single", **told)
notice("kill.gathered", digest=True, **told)
recipient_kind("tester", find=lambda id_: Recipient(f"person{id_}@example.se", "", "en"))

let_go = {}


def use(path):
    connection.close()
    connection.settings_dict["NAME"] = path


def make_tables(path):
    use(path)
    call_command("migrate", verbosity=0)


def enqueue_many(path, number, digest):
    use(path)
    with transaction.atomic():
        for index in range(number):
            person = index // 5 if digest else index
            if digest:
                choose_pace(("tester", person), daily=True)
            name = "kill.gathered" if digest else "kill.single"
            enqueue(name, to=("tester", person), about=("case", index))


def start(path, url):
    use(path)
    waits, goes = os.pipe()
    pid = os.fork()
    if pid:
        os.close(waits)
        let_go[pid] = goes
        return pid
    try:
        os.close(goes)
        os.read(waits, 1)
        settings.LOTSA_SMTP_URL = url
        while deliver_due().states:
            pass
        connection.close()
        os._exit(0)
    finally:
        os._exit(1)


def go(pid):
    os.write(let_go[pid], b".")


def wait(pid):
    os.close(let_go.pop(pid))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


COMMANDS = {"tables": make_tables, "enqueue": enqueue_many, "start": start, "go": go, "wait": wait}

if __name__ == "__main__":
    for line in sys.stdin:
        command, *arguments = json.loads(line)
        answer = COMMANDS[command](*arguments)
        connection.close()
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
