"""Runs every test: what touches the database on PostgreSQL first, then everything on SQLite.

`python tools/test.py [--only postgresql|sqlite] [pytest arguments]`. The last line is pytest's own
summary of the whole suite; above it stands what was skipped, and how PostgreSQL went. When the
PostgreSQL part fails, the run ends there with pytest's summary of that part.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import browser, with_postgresql  # noqa: E402

# The rooms whose tests touch a database; browsers need not see both.
ON_POSTGRESQL = ("tests/foundation", "tests/domain", "tests/usecases", "tests/web", "tests/ops")
NO_TESTS = 5


def pytest(*arguments: str, **environment: str) -> int:
    """One pytest run on two cores; its exit code."""
    workers = os.environ.get("TEST_WORKERS", "2")
    command = [sys.executable, "-m", "pytest", "-n", workers, *arguments]
    done = subprocess.run(  # noqa: S603
        command, cwd=ROOT, env={**os.environ, **environment}, check=False
    )
    return done.returncode


def on_postgresql(extra: list[str]) -> tuple[int, str]:
    """The PostgreSQL part; its exit code and a sentence for the end."""
    rooms = [room for room in ON_POSTGRESQL if (ROOT / room).is_dir()]
    try:
        with with_postgresql.server() as address:
            print("== On PostgreSQL ==", flush=True)
            code = pytest(*rooms, "-m", "not browser", *extra, DATABASE_URL=address)
    except with_postgresql.NoPostgreSQL as error:
        return 0, f"PostgreSQL: NOT RUN: {error}"
    if code == NO_TESTS:
        return 0, "PostgreSQL: nothing chosen"
    return code, "PostgreSQL: passed before this run" if code == 0 else "PostgreSQL: failed"


def on_sqlite(extra: list[str], note: str) -> int:
    """The whole suite on SQLite, browsers included; its exit code."""
    chromium = browser.find_or_install()
    print("== On SQLite, with browsers ==", flush=True)
    found = {"CHROMIUM": chromium} if chromium else {}
    return pytest(*extra, LOTSA_TEST_NOTE=note, **found)


def main() -> int:
    """Both parts, or the one asked for."""
    parser = argparse.ArgumentParser(description="Run the tests.")
    parser.add_argument("--only", choices=["postgresql", "sqlite"])
    chosen, extra = parser.parse_known_args()
    os.environ.pop("DATABASE_URL", None)
    note = ""
    if chosen.only != "sqlite":
        code, note = on_postgresql(extra)
        if code or chosen.only:
            print(note, flush=True)
            return code
    return on_sqlite(extra, note)


if __name__ == "__main__":
    sys.exit(main())
