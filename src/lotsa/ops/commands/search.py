"""``lotsa search``: JSON lines with a query in, measures best first out."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

DEFAULT_CATALOGUE = Path(__file__).parents[2] / "data" / "catalogue"
REFERENCE = Path(__file__).parents[2] / "data" / "reference"


def add_parser(subparsers: Any) -> None:
    """Add the verb to the ``lotsa`` command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "search",
        help="find measures by what people call them",
        description='Reads {"id", "query", "language"?} lines, writes {"id", "measures": [ids]}.',
    )
    parser.add_argument(
        "--catalogue",
        type=Path,
        default=DEFAULT_CATALOGUE,
        metavar="PATH",
        help="folder with measures.yaml, and actors.yaml, needs.yaml, synonyms.yaml if there are any",
    )
    parser.add_argument(
        "--limit", type=_positive, default=20, help="at most so many measures a query"
    )
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Answer every line of standard input. Returns 1 if any line could not be answered."""
    try:
        index = _index(args.catalogue)
    except (OSError, ValueError, RuntimeError, KeyError, TypeError) as fault:
        print(f"The catalogue {args.catalogue} cannot be searched: {fault}", file=sys.stderr)
        return 1
    failed = 0
    for line in sys.stdin.buffer:
        if not line.strip():
            continue
        answer = _answer(index, line, args.limit)
        failed |= "error" in answer
        print(json.dumps(answer, ensure_ascii=False), flush=True)
    return int(failed)


def _answer(index: Any, line: bytes, limit: int) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except ValueError:
        return {"id": None, "error": "The line is not JSON."}
    if not isinstance(asked, dict):
        return {"id": None, "error": 'The line must be an object with "id" and "query".'}
    query, language = asked.get("query"), asked.get("language")
    if not isinstance(query, str):
        return {"id": asked.get("id"), "error": '"query" must be text.'}
    if language is not None and not isinstance(language, str):
        return {
            "id": asked.get("id"),
            "error": '"language" must be text such as "sv", or left out.',
        }
    hits = index.search(_speakable(query), language=language, limit=limit)
    return {"id": asked.get("id"), "measures": [key for key, _ in hits]}


def _speakable(text: str) -> str:
    """Lone surrogates, which JSON may smuggle in, cannot be stored or compared."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _index(catalogue: Path) -> Any:
    from lotsa.core.searching.synonyms import Synonyms  # noqa: PLC0415 -- the other verbs start without it
    from lotsa.domain.measures.search_documents import search_documents  # noqa: PLC0415
    from lotsa.foundation.search.engine import in_memory  # noqa: PLC0415

    measures = _items(catalogue / "measures.yaml", "measures", required=True)
    actors = _items(catalogue / "actors.yaml", "actors")
    needs = _items(catalogue / "needs.yaml", "needs")
    listed = catalogue / "synonyms.yaml"
    synonyms = Synonyms.from_document(_load(listed)) if listed.is_file() else Synonyms()
    return in_memory(search_documents(measures, actors, needs, _places()), synonyms)


def _items(path: Path, name: str, *, required: bool = False) -> list[Any]:
    if not required and not path.is_file():
        return []
    document = _load(path)
    items = document.get(name) if isinstance(document, dict) else None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ValueError(f"{path.name} must have a list of items under '{name}'")
    return items


def _load(path: Path) -> Any:
    import yaml  # noqa: PLC0415

    try:
        loader = yaml.CSafeLoader
    except AttributeError:
        loader = yaml.SafeLoader
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 -- both are safe loaders
    except yaml.YAMLError as fault:
        raise ValueError(f"{path.name} is not readable YAML: {fault}") from fault


def _places() -> dict[str, str]:
    import csv  # noqa: PLC0415

    names = {}
    for file in ("regions.csv", "municipalities.csv"):
        with (REFERENCE / file).open(encoding="utf-8", newline="") as rows:
            names.update({row["code"]: row["name_sv"] for row in csv.DictReader(rows)})
    return names


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number
