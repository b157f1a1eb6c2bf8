"""The real site for the browser tests: built as `make run` builds it, in a folder of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 180


def environment(folder):
    """The variables that put database and files in `folder`."""
    kept = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DEBUG"}
    }
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DEBUG": "0",
        "LOTSA_DEMO": "1",
        "LOTSA_VAR": str(folder),
        "PYTHONWARNINGS": "error::ResourceWarning",
    }


# What `make run` does before it serves, with fewer companies and cases.
BUILD = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
call_command("load_reference")
call_command("load_catalogue")
call_command("load_demo", companies=60, cases=40)
"""


def build(folder):
    """Make the database with all facts and a small support desk in it."""
    done = subprocess.run(
        [sys.executable, "-c", BUILD],
        cwd=ROOT,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def built_once(shared):
    """The built folder, made by whichever test process comes first."""
    folder, ready = shared / "site", shared / "site-ready"
    try:
        folder.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + SECONDS_TO_START
        while not ready.exists():
            assert time.monotonic() < deadline, "the process that builds the site has not finished"
            time.sleep(0.1)
    else:
        build(folder)
        ready.touch()
    return folder


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(template, folder):
    """Serve a copy of a built site as `make run` does, server and worker; gives its address."""
    shutil.copytree(template, folder)
    port = free_port()
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    server += ["--port", str(port), "--workers", "1", "--blocking-threads", "2", "--no-ws"]
    server += ["--log-level", "warning", "config.wsgi:application"]
    worker = [sys.executable, "manage.py", "work", "--verbosity", "0"]
    logs = [folder / "server.log", folder / "worker.log"]
    with ExitStack() as started:
        processes = [
            started.enter_context(process(command, folder, log))
            for command, log in zip((server, worker), logs, strict=True)
        ]
        deadline = time.monotonic() + SECONDS_TO_START
        while not answers(port):
            assert processes[0].poll() is None, logs[0].read_text()[-2000:]
            assert time.monotonic() < deadline, logs[0].read_text()[-2000:]
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
        assert processes[1].poll() is None, logs[1].read_text()[-2000:]
    for log in logs:
        assert "Traceback" not in log.read_text(), log.read_text()[-4000:]


@contextmanager
def process(command, folder, log):
    """A process of the site, ended with the block."""
    with log.open("wb") as out:
        started = subprocess.Popen(
            command, cwd=ROOT, env=environment(folder), stdout=out, stderr=subprocess.STDOUT
        )
    try:
        yield started
    finally:
        started.terminate()
        try:
            started.wait(10)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


def answers(port):
    """Whether something listens there."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
