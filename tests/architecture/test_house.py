"""The rules of the house that a machine can hold."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import allauth
import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "lotsa"
LONGEST = 450
CLOCK = SOURCE / "foundation" / "clock" / "__init__.py"

# What asks the computer for the time. perf_counter and monotonic measure a span and say no date.
ASKS_TIME = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("timezone", "now"),
    ("timezone", "localdate"),
    ("timezone", "localtime"),
    ("time", "time"),
    ("time", "localtime"),
    ("time", "gmtime"),
}


def python_files():
    for folder in (SOURCE, ROOT / "config", ROOT / "tools", ROOT / "tests", ROOT / "benchmarks"):
        yield from (path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts)


def templates():
    return sorted(SOURCE.rglob("templates/**/*.html"))


def named(paths):
    return [str(path.relative_to(ROOT)) for path in paths]


def asks_for_time(tree):
    """The lines of a module that ask the computer for the time."""
    imports = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    imported = {name.asname or name.name for node in imports for name in node.names}
    for node in imports:
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (node.lineno for name in node.names if ("time", name.name) in ASKS_TIME)
    # localtime(moment) only turns a moment into local time; localtime() asks for one.
    turning = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        if id(node) in turning and node.attr in {"localtime", "localdate"}:
            continue
        owner = node.value
        # A name of one's own called `time` is no clock; a name that was imported is.
        root = owner.value if isinstance(owner, ast.Attribute) else owner
        name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
        if getattr(root, "id", "") in imported and (name, node.attr) in ASKS_TIME:
            yield node.lineno


def test_imports_keep_to_the_contracts():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_only_the_clock_asks_for_the_time():
    asking = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in SOURCE.rglob("*.py")
        if path != CLOCK
        for line in asks_for_time(ast.parse(path.read_text("utf-8")))
    ]

    assert not asking, "Use lotsa.foundation.clock, or take the day as an argument."


@pytest.mark.parametrize(
    "code",
    [
        "import datetime\nx = datetime.datetime.now()",
        "from datetime import date\nx = date.today()",
        "from django.utils import timezone\nx = timezone.now()",
        "import time\nx = time.time()",
        "from time import time",
        "from datetime import date\nfield(default=date.today)",
        "import django.utils.timezone as timezone\nx = timezone.localdate()",
    ],
)
def test_asking_for_the_time_is_recognised(code):
    assert list(asks_for_time(ast.parse(code)))


def test_no_file_grows_too_long_to_read():
    long = [
        f"{path.relative_to(ROOT)}: {lines} lines"
        for path in [*python_files(), *templates()]
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST
    ]

    assert not long, f"Split these; {LONGEST} lines are enough for one idea."


# Mail programs read no style sheet of ours, and mail has no content security policy.
MAIL_SHELL = SOURCE / "foundation" / "outbox" / "templates" / "outbox" / "base.html"

INLINE = {
    "inline style": re.compile(r"<style|\sstyle\s*=", re.IGNORECASE),
    "inline script": re.compile(
        r"<script(?![^>]*\ssrc=)(?![^>]*application/ld\+json)", re.IGNORECASE
    ),
    "inline handler": re.compile(r"\s(on[a-z]+|hx-on[:\-\w]*)\s*=\s*[\"']", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "unescaped text": re.compile(r"\|\s*safe\b|{%\s*autoescape off"),
}


@pytest.mark.parametrize("path", templates(), ids=named(templates()))
def test_a_template_holds_no_script_style_or_unescaped_text(path):
    text = path.read_text("utf-8")
    found = [name for name, pattern in INLINE.items() if pattern.search(text)]

    assert found == (["inline style"] if path == MAIL_SHELL else [])


def replaces_a_librarys(name):
    """Whether allauth asks for a template of this name, so that ours stands in for its own."""
    return (Path(allauth.__file__).parent / "templates" / name).is_file()


def test_every_template_is_used():
    sources = [path.read_text("utf-8") for path in [*SOURCE.rglob("*.py"), *templates()]]
    by_django = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
    unused = []
    for path in templates():
        name = path.relative_to(next(p for p in path.parents if p.name == "templates")).as_posix()
        if name in by_django or replaces_a_librarys(name):
            continue
        if not any(f'"{name}"' in text for text in sources):
            unused.append(name)

    assert not unused
