"""The answer page and the catalogue page beside a bare view, on the same server in the same run.

Starts the server as the demo does (granian, one worker, SQLite), tells it the situation of a
restaurant in Eskilstuna, and then asks for each page from a few connections at once, in turns so
that a change in the machine's speed meets all alike. Run: python benchmarks/web.py
"""

import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

from machine import machine

ROOT = Path(__file__).resolve().parent.parent
CONNECTIONS = 2
SECONDS = 4.0
ROUNDS = 3
WORDS = (
    "Vi driver en restaurang i Eskilstuna med 12 anställda och har tappat 60 % i mars och april."
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Visitor:
    """A browser without a screen: keeps cookies and follows one redirect at a time."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, fields: list[tuple[str, str]] | None = None):
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        return response.status, text

    def post(self, path: str, fields: list[tuple[str, str]]) -> int:
        _, page = self.ask("GET", path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        return self.ask("POST", path, [("csrfmiddlewaretoken", token), *fields])[0]

    def tell(self) -> None:
        assert self.post("/", [("words", WORDS)]) == 302
        _, page = self.ask("GET", "/hort/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        fields = [("csrfmiddlewaretoken", token), ("needs", "liquidity"), ("needs", "rent")]
        fields += [("facts", value) for value in re.findall(r'name="facts" value="(\d+)"', page)]
        for name, inside in re.findall(
            r'<select[^>]*name="(period_\d+)"[^>]*>(.*?)</select>', page
        ):
            chosen = re.search(r'value="([^"]+)" selected', inside)
            fields.append((name, chosen[1] if chosen else ""))
        assert self.ask("POST", "/hort/", fields)[0] == 302


def load(port: int, path: str, cookies: dict[str, str], connections: int) -> list[float]:
    """Seconds per request, from all connections together."""
    times: list[float] = []
    until = time.perf_counter() + SECONDS

    def one() -> None:
        visitor = Visitor(port)
        visitor.cookies = dict(cookies)
        while (start := time.perf_counter()) < until:
            status, _ = visitor.ask("GET", path)
            assert status == 200, (path, status)
            times.append(time.perf_counter() - start)

    threads = [threading.Thread(target=one) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def p95_of(times: list[float]) -> float:
    """The 95th percentile in milliseconds."""
    return sorted(times)[int(len(times) * 0.95)] * 1000


def main() -> int:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "benchmarks.site.settings",
            "DATABASE_URL": f"sqlite:///{folder}/web.sqlite3",
            "PYTHONPATH": str(ROOT),
            "DEBUG": "0",
        }
        for command in (["migrate", "--verbosity", "0"], ["load_reference"], ["load_catalogue"]):
            subprocess.run(
                [sys.executable, "manage.py", *command],
                cwd=ROOT,
                env=environment,
                check=True,
                stdout=subprocess.DEVNULL,
            )
        server = subprocess.Popen(
            [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
             "--port", str(port), "--workers", "1", "--log-level", "error", "config.wsgi:application"],
            cwd=ROOT,
            env=environment,
        )  # fmt: skip
        try:
            measure(port)
        finally:
            server.terminate()
            server.wait(20)
    return 0


def measure(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    visitor = Visitor(port)
    visitor.tell()
    pages = {
        "bare view": "/bare/",
        "answer page": "/svar/",
        "catalogue page": "/stod/",
        "catalogue, filtered": "/stod/?level=regional",
        "measure page": "/stod/omstallningsstod/",
    }
    for path in pages.values():
        visitor.ask("GET", path)
    times: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(ROUNDS):
        for name, path in pages.items():
            times[name] += load(port, path, visitor.cookies, CONNECTIONS)
    alone = {name: load(port, path, visitor.cookies, 1) for name, path in pages.items()}
    print(machine())
    print(
        f"granian, 1 worker, SQLite; {CONNECTIONS} connections, {ROUNDS} × {SECONDS:.0f} s a page"
    )
    print(
        f"{'page':<18}{'requests/s':>12}{'median ms':>12}{'p95 ms':>10}{'of bare':>10}{'p95 alone ms':>14}"
    )
    bare = len(times["bare view"])
    for name, found in times.items():
        rate = len(found) / (ROUNDS * SECONDS)
        p95 = p95_of(found)
        median = statistics.median(found) * 1000
        print(
            f"{name:<18}{rate:>12.0f}{median:>12.1f}{p95:>10.1f}{len(found) / bare:>9.0%}{p95_of(alone[name]):>14.1f}"
        )


if __name__ == "__main__":
    sys.exit(main())
