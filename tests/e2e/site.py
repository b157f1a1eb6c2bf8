"""The real site for the browser tests: built as `make run` builds it, in a folder of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 60


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


def build(folder):
    """Make the database with all facts in it."""
    done = subprocess.run(
        [sys.executable, "-c", "from tools.run import prepare; prepare()"],
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
    """Serve a copy of a built site with the production server; gives its address."""
    shutil.copytree(template, folder)
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", "2", "--no-ws"]
    log = folder / "server.log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            [*command, "--log-level", "warning", "config.wsgi:application"],
            cwd=ROOT,
            env=environment(folder),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            deadline = time.monotonic() + SECONDS_TO_START
            while True:
                assert server.poll() is None, log.read_text()[-2000:]
                assert time.monotonic() < deadline, log.read_text()[-2000:]
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    assert "Traceback" not in log.read_text(), log.read_text()[-4000:]
