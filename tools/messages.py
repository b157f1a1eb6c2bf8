"""Compiles the translations in pure Python: a bare machine has no gettext.

`python tools/messages.py` writes each locale/*/LC_MESSAGES/*.po that is newer than its .mo.
Fuzzy and missing messages are left out, so the page shows English there; a test fails on them.
"""

import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent


def compile_all(root: Path) -> list[Path]:
    """Compile what has changed under `root`/locale; returns the files written."""
    written = []
    for source in sorted(root.glob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        # Written beside and then moved: a server that starts meanwhile never sees half a file.
        half = target.with_suffix(".mo.part")
        polib.pofile(str(source)).save_as_mofile(str(half))
        half.replace(target)
        written.append(target)
    return written


def main() -> int:
    """Compile and say what was done."""
    for path in compile_all(ROOT):
        print(f"messages: {path.relative_to(ROOT)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
