"""``lotsa sie FILE …``: net turnover by month out of bookkeeping files, as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from lotsa.core.bookkeeping.combining import combine
from lotsa.core.bookkeeping.decoding import MAX_BYTES
from lotsa.core.bookkeeping.faults import SieFault
from lotsa.core.bookkeeping.reading import to_document
from lotsa.core.bookkeeping.sie import read_sie


def add_parser(subparsers: Any) -> None:
    """Register the verb."""
    parser = subparsers.add_parser(
        "sie",
        help="net turnover by month from SIE files",
        description="Reads SIE files (types 1–4) of one company and prints net turnover by month, "
        "the accounts it rests on and what could not be read, as one line of JSON.",
    )
    parser.add_argument(
        "files", metavar="FILE", nargs="+", help="a SIE file, or - for standard input"
    )
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Print the reading of the files; 1 when they cannot be read."""
    try:
        readings = [read_sie(_bytes(name)) for name in args.files]
        document = to_document(combine(readings))
    except SieFault as fault:
        return _refuse(fault.code, fault.sentence_sv, fault.sentence_en)
    except OSError as error:
        reason = error.strerror or "unknown error"
        return _refuse(
            "unreadable",
            f"Filen {error.filename} går inte att öppna ({reason}).",
            f"The file {error.filename} cannot be opened ({reason}).",
        )
    _print(document)
    return 0


def _bytes(name: str) -> bytes:
    # One byte past the limit is enough to know that a file is too big.
    if name == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with Path(name).open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _refuse(code: str, swedish: str, english: str) -> int:
    _print({"error": english, "error_sv": swedish, "code": code})
    return 1


def _print(document: dict[str, Any]) -> None:
    print(json.dumps(document, ensure_ascii=False), flush=True)
