"""Checkers of published formats that lie beside the repository; a test without them is skipped."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

STANDARDS = Path(__file__).parents[3] / "shared" / "standards"


def run_checker(name, file, *, needs=""):
    """Run one of the checkers on a file and fail with what it says.

    Skips when the checkers, or the package that this one needs, are not here.
    """
    checker = STANDARDS / name
    if not checker.is_file():
        pytest.skip("the checkers of published formats are not beside the repository")
    if needs and importlib.util.find_spec(needs) is None:
        pytest.skip(f"the checker {checker.name} needs the package {needs}, which is not installed")
    done = subprocess.run(
        [sys.executable, str(checker), str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
