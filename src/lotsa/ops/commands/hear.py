"""``lotsa hear``: JSON lines with free text in, language, needs and facts heard out."""

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lotsa.ops.lines import answer_lines

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
        "--spans",
        action="store_true",
        help='also write "heard": where in the text each fact stands',
    )
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Answer every line; 1 if any line could not be read."""
    spans = bool(args.spans)
    return answer_lines(lambda question: _answer(question, spans=spans))


def _answer(question: Mapping[str, Any], *, spans: bool) -> dict[str, Any]:
    from lotsa.foundation.text import listen  # noqa: PLC0415 - loads a language model; not for --help

    text, page = question.get("text"), question.get("page_language", "sv")
    if not isinstance(text, str):
        raise ValueError('the line has no "text" that is a string')  # noqa: TRY004 - bad input, not a bug
    if page is not None and not isinstance(page, str):
        raise ValueError('"page_language" must be a language code')
    return _reply(question.get("id"), listen(text, page), spans=spans)


def _reply(identity: Any, heard: "Heard", *, spans: bool) -> dict[str, Any]:
    from lotsa.core.hearing.facts import fact_values  # noqa: PLC0415 - see above

    reply: dict[str, Any] = {
        "id": identity,
        "language": heard.language,
        "needs": [{"need": need.need, "score": need.score} for need in heard.needs],
        "facts": fact_values(heard.facts),
    }
    if spans:
        reply["heard"] = [
            {
                "field": f.field,
                "value": f.value,
                "start": f.start,
                "end": f.end,
                "snippet": f.snippet,
            }
            | ({"months": list(f.months)} if f.months else {})
            for f in heard.facts
        ]
    return reply
