"""Runs a command with a throw-away PostgreSQL: `python tools/with_postgresql.py COMMAND …`.

The server lives in a temporary folder, listens on a socket there and nowhere else, and is gone
afterwards. The command finds it in DATABASE_URL. PostgreSQL refuses to run as root, so root
starts it as the user postgres or nobody.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

# sysexits.h: the service is unavailable. Tells a caller "not run" from "ran and failed".
UNAVAILABLE = 69

# A test server forgets everything anyway; not waiting for the disk makes it several times faster.
SPEED = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=120"


class NoPostgreSQL(Exception):
    """There is no way to a server here; the message says why and what would help."""


def find_programs() -> Path:
    """The folder with initdb and pg_ctl. Raises NoPostgreSQL."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name)
    )
    found = shutil.which("initdb")
    for folder in [*reversed(debian), *([Path(found).resolve().parent] if found else [])]:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise NoPostgreSQL("no initdb on this machine; install the package postgresql")


def install() -> None:
    """As root on a Debian: install the server from the machine's own package source."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("postgresql: installing with apt-get …", file=sys.stderr, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "postgresql"],
    ):
        subprocess.run(command, stdout=sys.stderr, env=environment, check=False)  # noqa: S603


def runner() -> tuple[list[str], str]:
    """The command prefix and the user that the server runs as. Raises NoPostgreSQL."""
    me = pwd.getpwuid(os.geteuid()).pw_name
    if os.geteuid() != 0:
        return [], me
    for user in ("postgres", "nobody"):
        try:
            pwd.getpwnam(user)
        except KeyError:
            continue
        if shutil.which("runuser"):
            return ["runuser", "-u", user, "--"], user
    raise NoPostgreSQL("root may not run PostgreSQL, and there is no runuser and other user here")


def call(command: list[str], cwd: Path) -> None:
    """Run one of PostgreSQL's programs. Raises NoPostgreSQL with its last words."""
    log = cwd / "out.txt"
    with log.open("wb") as out:
        done = subprocess.run(  # noqa: S603
            command, cwd=cwd, stdout=out, stderr=subprocess.STDOUT, check=False
        )
    if done.returncode:
        raise NoPostgreSQL(f"{command[-1]}: {log.read_text('utf-8', 'replace')[-800:]}")


@contextmanager
def server() -> Iterator[str]:
    """A running server; gives the address of its database. Raises NoPostgreSQL."""
    try:
        programs = find_programs()
    except NoPostgreSQL:
        install()
        programs = find_programs()
    prefix, user = runner()
    # A socket's path may hold about a hundred characters, so a short folder.
    folder = Path(tempfile.mkdtemp(prefix="lotsa-pg-"))
    data = folder / "data"
    try:
        if prefix:
            shutil.chown(folder, user)
        call(
            [
                *[*prefix, str(programs / "initdb"), "-U", "lotsa", "-A", "trust", "-E", "UTF8"],
                *["--locale=C.UTF-8", "--no-sync", "-D", str(data)],
            ],
            folder,
        )
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' {SPEED}"
        call(
            [
                *[*prefix, str(programs / "pg_ctl"), "-D", str(data), "-w", "-t", "60"],
                *["-l", str(folder / "server.log"), "-o", options, "start"],
            ],
            folder,
        )
        try:
            yield f"postgres://lotsa@{quote(str(folder), safe='')}/postgres"
        finally:
            call(
                [*prefix, str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"],
                folder,
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    """Run the command beside a server; its exit code, or UNAVAILABLE with the reason."""
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with server() as address:
            environment = {**os.environ, "DATABASE_URL": address}
            return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603
    except NoPostgreSQL as error:
        print(f"postgresql: {error}", file=sys.stderr)
        return UNAVAILABLE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
