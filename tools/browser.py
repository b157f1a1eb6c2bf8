"""Finds a Chromium for the browser tests, or installs one.

`python tools/browser.py` prints its path. Order: CHROMIUM, the usual commands, the one Playwright
has fetched before; then `apt-get` (as root) and at last Playwright's own download.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = ("/usr/lib/chromium/chromium", "/snap/bin/chromium", "/opt/google/chrome/chrome")


def runs(path: str) -> bool:
    """Whether it is a browser that starts (Ubuntu's chromium-browser may be an empty shell)."""
    try:
        done = subprocess.run(  # noqa: S603
            [path, "--version"], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0 and "chrom" in done.stdout.lower()


def fetched_by_playwright() -> str | None:
    """The Chromium that Playwright has on this machine, if any."""
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415
    except ImportError:
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def find() -> str | None:
    """A Chromium on this machine."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if runs(named) else None
    on_path = (shutil.which(command) for command in COMMANDS)
    for path in [*on_path, *PLACES]:
        if path and runs(path):
            return path
    return fetched_by_playwright()


def install() -> None:
    """Try the ways there are; says what it does on stderr."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print("browser: installing chromium with apt-get …", file=sys.stderr, flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium"],
        ):
            subprocess.run(command, stdout=sys.stderr, env=environment, check=False)  # noqa: S603
        if find():
            return
    print("browser: asking Playwright for a Chromium …", file=sys.stderr, flush=True)
    subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"],
        stdout=sys.stderr,
        check=False,
        timeout=600,
    )


def find_or_install() -> str | None:
    """A Chromium, installed if need be; None when there is no way."""
    path = find()
    if path or os.environ.get("CHROMIUM"):
        return path
    try:
        install()
    except (OSError, subprocess.SubprocessError) as error:
        print(f"browser: {error}", file=sys.stderr)
    return find()


def main() -> int:
    """Print the path, or say what to do."""
    path = find_or_install()
    if path is None:
        print("browser: no Chromium; install it, or set CHROMIUM to its path.", file=sys.stderr)
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
