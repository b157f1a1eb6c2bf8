"""Starts the whole site on this machine: database, facts, worker, server.

`python tools/run.py [--develop]`. HOST and PORT choose the address; every other setting is in
docs/operating.md. Ctrl-C stops the server and the worker.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STOP_SECONDS = 10


def say(text: str) -> None:
    """Show progress at once, also when the output goes to a file."""
    print(text, flush=True)


def prepare() -> None:
    """Bring the database up to date and load the facts; each step says what it does."""
    import django  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    say("Database …")
    call_command("migrate", verbosity=0, interactive=False)
    say("Reference lists …")
    call_command("load_reference")
    say("Catalogue …")
    call_command("load_catalogue")
    if settings.LOTSA_DEMO:
        say("Support desk …")
        call_command("load_demo")


def free(host: str, port: int) -> bool:
    """Whether the address can be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def answers(host: str, port: int) -> bool:
    """Whether something accepts connections there."""
    reach = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    try:
        with socket.create_connection((reach, port), timeout=1):
            return True
    except OSError:
        return False


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own, so that Ctrl-C reaches only this one."""
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True)  # noqa: S603


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask each to stop, then wait; kill what has not stopped after ten seconds."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def serve(host: str, port: int, *, develop: bool) -> int:
    """Run worker and server until one of them ends or someone stops them."""
    python = sys.executable
    server = [python, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    server += ["--workers", os.environ.get("WORKERS", "1" if develop else "2")]
    server += ["--blocking-threads", "4", "--log-level", "warning", "--no-ws"]
    server += ["--reload", "--reload-paths", "src"] if develop else []
    worker = [python, "manage.py", "work", "--verbosity", "0"]
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else host  # noqa: S104
    # Links in mails lead to the port that is served, unless an address is set.
    os.environ.setdefault("LOTSA_ORIGIN", f"http://{shown}:{port}")
    processes = [start(worker), start([*server, "config.wsgi:application"])]
    try:
        while not answers(host, port):
            if any(process.poll() is not None for process in processes):
                say("Lotsa did not start; the reason is above.")
                return 1
            time.sleep(0.1)
        say(f"\nLotsa is at http://{shown}:{port}/  (Ctrl-C stops it)\n")
        while all(process.poll() is None for process in processes):
            time.sleep(0.3)
        say("The server or the worker ended by itself; stopping the other.")
    except KeyboardInterrupt:
        say("\nStopping …")
        return 0
    else:
        return 1
    finally:
        stop(processes)


def main() -> int:
    """Prepare, serve, and return the exit code."""
    parser = argparse.ArgumentParser(description="Start Lotsa on this machine.")
    parser.add_argument("--develop", action="store_true", help="tracebacks and reload")
    develop = parser.parse_args().develop
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    os.environ.setdefault("DEBUG", "1" if develop else "0")
    # `make` and a supervisor stop with SIGTERM; the two processes must stop then too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.path.insert(0, str(ROOT))
    if not free(host, port):
        say(f"Port {port} is in use. Choose another: make run PORT={port + 1}")
        return 1
    prepare()
    return serve(host, port, develop=develop)


if __name__ == "__main__":
    sys.exit(main())
