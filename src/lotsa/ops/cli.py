"""The ``lotsa`` command: the same engine as the pages, for analysts and tests."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

VERBS: Final = ("judge", "catalogue", "hear", "search", "sie", "reach", "population", "route")
_BROKEN_PIPE: Final = 141


def parser() -> argparse.ArgumentParser:
    """The command's parser with every verb."""
    main_parser = argparse.ArgumentParser(
        prog="lotsa", description="Lotsa on the command line. Text in and out is UTF-8."
    )
    verbs = main_parser.add_subparsers(title="verbs", dest="verb", required=True)
    for verb in VERBS:
        import_module(f"lotsa.ops.commands.{verb}").add_parser(verbs)
    return main_parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit status: 0 well, 1 something was refused, 2 wrong use."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    chosen = parser().parse_args(arguments)
    try:
        return int(chosen.func(chosen))
    except BrokenPipeError:
        # Whoever read our output has had enough; a traceback would help nobody.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
