"""``lotsa hear``: JSON lines with free text in, language, needs and facts heard out."""

import argparse
import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from lotsa.foundation.text import Heard


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the verb."""
    parser = subparsers.add_parser(
        "hear",
        help="suggest needs and hear facts in free text",
        description='Reads lines {"id", "text", "page_language"?} and writes one line each: '
        '{"id", "language", "needs": [{"need", "score"}, ...three], "facts": {field: value}}.',
    )
    parser.add_argument(
        "--spans", action="store_true", help='also write "heard": where in the text each fact stands'
    )
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Answer every line; 1 if any line could not be read."""
    return answer(sys.stdin.buffer, sys.stdout, spans=bool(getattr(args, "spans", False)))


def answer(lines: Iterable[bytes], out: TextIO, *, spans: bool = False) -> int:
    """Read lines, write one answer each.

    Args:
        lines: JSON lines in UTF-8.
        out: where answers go; flushed after each.
        spans: whether to list each fact with its place in the text.

    Returns:
        0, or 1 if a line was not understood (its answer says why).
    """
    from lotsa.foundation.text import listen  # noqa: PLC0415 - loads a language model; not for --help

    faults = 0
    for line in lines:
        if not line.strip():
            continue
        question, fault = _read(line)
        if fault:
            faults += 1
            reply = {"id": question.get("id"), "error": fault}
        else:
            page = question.get("page_language", "sv")
            reply = _reply(question.get("id"), listen(question["text"], page), spans=spans)
        out.write(json.dumps(reply, ensure_ascii=False) + "\n")
        out.flush()
    return 1 if faults else 0


def _read(line: bytes) -> tuple[dict[str, Any], str | None]:
    try:
        question = json.loads(line.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        return {}, "The line is not JSON in UTF-8."
    if not isinstance(question, dict):
        return {}, 'The line must be an object with "id" and "text".'
    if not isinstance(question.get("text"), str):
        return question, 'The line has no "text" that is a string.'
    page = question.get("page_language", "sv")
    if page is not None and not isinstance(page, str):
        return question, '"page_language" must be a language code.'
    return question, None


def _reply(identity: Any, heard: "Heard", *, spans: bool) -> dict[str, Any]:
    from lotsa.core.hearing.facts import fact_values  # noqa: PLC0415 - as above

    reply: dict[str, Any] = {
        "id": identity,
        "language": heard.language,
        "needs": [{"need": need.need, "score": need.score} for need in heard.needs],
        "facts": fact_values(heard.facts),
    }
    if spans:
        reply["heard"] = [
            {"field": f.field, "value": f.value, "start": f.start, "end": f.end, "snippet": f.snippet}
            | ({"months": list(f.months)} if f.months else {})
            for f in heard.facts
        ]
    return reply
