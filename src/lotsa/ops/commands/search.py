"""``lotsa search``: JSON lines with a query in, measures best first out."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lotsa.ops.lines import answer_lines

if TYPE_CHECKING:
    from lotsa.foundation.search.engine import SearchIndex

DEFAULT_CATALOGUE = Path(__file__).parents[2] / "data" / "catalogue"


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
    """Answer every line of standard input. Returns 1 if the catalogue or any line was refused."""
    try:
        index = open_index(args.catalogue)
    except (ValueError, RuntimeError) as fault:
        print(f"The catalogue {args.catalogue} cannot be searched: {fault}", file=sys.stderr)
        return 1

    def answer(asked: Mapping[str, Any]) -> dict[str, Any]:
        query, language = asked.get("query"), asked.get("language")
        if not isinstance(query, str):
            raise ValueError('"query" must be text')  # noqa: TRY004 - bad input, not a bug
        if language is not None and not isinstance(language, str):
            raise ValueError('"language" must be text such as "sv", or left out')
        hits = index.search(_storable(query), language=language, limit=args.limit)
        return {"id": asked.get("id"), "measures": [key for key, _ in hits]}

    return answer_lines(answer)


def open_index(catalogue: Path) -> "SearchIndex":
    """An index in memory over the measures of a catalogue folder.

    A measure with several versions is found by the words of all of them.

    Raises:
        ValueError: the folder or a file in it cannot be read; the text says which and why.
        SearchUnavailable: this Python's SQLite cannot carry the index.
    """
    # The other verbs start without all this.
    from lotsa.core.catalogue.inherit import resolve_on  # noqa: PLC0415
    from lotsa.core.catalogue.versions import boundaries  # noqa: PLC0415
    from lotsa.core.searching.synonyms import Synonyms  # noqa: PLC0415
    from lotsa.domain.measures.search_documents import search_documents  # noqa: PLC0415
    from lotsa.foundation.catalogue_folder import read_texts  # noqa: PLC0415
    from lotsa.foundation.reference import places  # noqa: PLC0415
    from lotsa.foundation.search.engine import in_memory  # noqa: PLC0415

    texts = read_texts(catalogue)
    if "measures.yaml" not in texts:
        raise ValueError("it has no measures.yaml")
    measures = _items(texts, "measures")
    readings: list[dict[str, Any]] = []
    for at in boundaries(measures):
        readings += [item for item in resolve_on(measures, at) if item not in readings]
    names = {place.code: place.name_sv for place in places()}
    documents = search_documents(readings, _items(texts, "actors"), _items(texts, "needs"), names)
    listed = _document(texts, "synonyms.yaml") if "synonyms.yaml" in texts else None
    return in_memory(documents, None if listed is None else Synonyms.from_document(listed))


def _items(texts: Mapping[str, bytes], name: str) -> list[dict[str, Any]]:
    file = f"{name}.yaml"
    if file not in texts:
        return []
    document = _document(texts, file)
    items = document.get(name) if isinstance(document, dict) else None
    if not isinstance(items, list) or not all(
        isinstance(item, dict) and isinstance(item.get("id"), str) for item in items
    ):
        raise ValueError(f"{file} must have a list of items, each with an id, under '{name}'")
    return items


def _document(texts: Mapping[str, bytes], file: str) -> Any:
    from lotsa.core.catalogue.reading import read_yaml  # noqa: PLC0415

    read = read_yaml(file, texts[file])
    if read.faults:
        raise ValueError(f"{read.faults[0].place()}: {read.faults[0].message('en')}")
    return read.value


def _storable(text: str) -> str:
    """Without lone surrogates, which JSON may carry but no database text can."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number
