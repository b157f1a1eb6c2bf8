"""JSON lines in, JSON lines out: one answer for each question, never a traceback."""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

MAX_LINE = 2_000_000
"""Longer lines, in characters, are refused unread."""


def answer_lines(
    answer: Callable[[Mapping[str, Any]], Mapping[str, Any]],
    *,
    expected: tuple[type[Exception], ...] = (),
) -> int:
    """Answer every line of standard input on standard output.

    Args:
        answer: from one line's object to its answer.
        expected: errors whose sentence is the answer to that line.

    Returns:
        0 when every line was answered, 1 when some line was refused.
    """
    refused = 0
    for line in sys.stdin:
        if not line.strip():
            continue
        question: dict[str, Any] | None = None
        try:
            question = _read(line)
            written = json.dumps(answer(question), ensure_ascii=False)
        except (ValueError, RecursionError, *expected) as error:
            refused = 1
            name = (question or {}).get("id")
            written = json.dumps(
                {"id": name if isinstance(name, str | int) else None, "error": _sentence(error)},
                ensure_ascii=False,
            )
        print(written, flush=True)
    return refused


def _read(line: str) -> dict[str, Any]:
    if len(line) > MAX_LINE:
        raise ValueError("the line is too long")
    question = json.loads(line.removeprefix("\ufeff"), parse_constant=_refuse)
    if not isinstance(question, dict):
        raise ValueError("a line must be a JSON object")  # noqa: TRY004 - bad input, not a bug
    return question


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is not a number in JSON")


def _sentence(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "the line nests too deeply"
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON: {error.msg} at character {error.pos + 1}"
    return str(error)
