"""A catalogue folder as documents, and documents as a catalogue folder."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lotsa.core.catalogue.faults import Fault
from lotsa.core.catalogue.reading import read_yaml
from lotsa.core.catalogue.writing import write_yaml

Document = dict[str, Any]

# File name -> the key that holds its list of items. The order is the order of import.
ITEMS: Mapping[str, str] = {
    "fields.yaml": "fields",
    "needs.yaml": "needs",
    "actors.yaml": "actors",
    "measures.yaml": "measures",
    "synonyms.yaml": "groups",
}
REQUIRED = ("fields.yaml", "measures.yaml")

# Edited by hand, with headings and comments among the groups: kept letter by letter.
VERBATIM = frozenset({"synonyms.yaml"})


@dataclass(frozen=True)
class Catalogue:
    """A whole catalogue as read from files.

    Attributes:
        documents: File name to document, e.g. ``measures.yaml`` to ``{"version": 1, "measures": […]}``.
        headers: File name to the comment lines the file begins with.
        texts: File name to its whole text, for the files that are kept letter by letter.
        lines: File name to line of each path, for faults; not part of the content.
    """

    documents: Mapping[str, Document]
    headers: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, Mapping[str, int]] = field(default_factory=dict, compare=False)

    @property
    def fields(self) -> Document:
        """The document with the facts that criteria may use."""
        return self.documents["fields.yaml"]

    @property
    def measures(self) -> Document:
        """The document with the measures."""
        return self.documents["measures.yaml"]

    def items(self, file: str) -> tuple[Document, ...]:
        """Return the items of ``file``, or nothing when the catalogue has no such file."""
        document = self.documents.get(file)
        if document is None:
            return ()
        found = document.get(ITEMS[file])
        return tuple(found) if isinstance(found, list) else ()


def read_catalogue(texts: Mapping[str, str | bytes]) -> tuple[Catalogue | None, tuple[Fault, ...]]:
    """Read the files of a catalogue folder.

    Args:
        texts: File name to content. Names outside the format are ignored.

    Returns:
        The catalogue, or None with the faults that keep it from being read. What the documents say
        is not judged here; see ``lotsa.core.criteria.checks``.
    """
    faults: list[Fault] = [_missing(name) for name in REQUIRED if name not in texts]
    documents: dict[str, Document] = {}
    headers: dict[str, str] = {}
    verbatim: dict[str, str] = {}
    lines: dict[str, Mapping[str, int]] = {}
    for name in ITEMS:
        if name not in texts:
            continue
        read = read_yaml(name, texts[name])
        found = read.faults or shape_faults(name, read.value, read.lines)
        if found:
            faults.extend(found)
            continue
        documents[name] = read.value
        if name in VERBATIM:
            verbatim[name] = _decoded(texts[name])
        else:
            headers[name] = read.header
        lines[name] = read.lines
    if faults:
        return None, tuple(faults)
    return Catalogue(documents, headers, verbatim, lines), ()


def write_catalogue(catalogue: Catalogue) -> dict[str, str]:
    """Return file name to text in the settled form; reading it back gives an equal catalogue."""
    return {
        name: catalogue.texts[name]
        if name in catalogue.texts
        else write_yaml(name, catalogue.documents[name], catalogue.headers.get(name, ""))
        for name in ITEMS
        if name in catalogue.documents
    }


def _decoded(text: str | bytes) -> str:
    return text.decode("utf-8-sig") if isinstance(text, bytes) else text


def shape_faults(file: str, value: Any, lines: Mapping[str, int]) -> tuple[Fault, ...]:
    """Return what is wrong with the outer shape of a file: a mapping with a list of items with ids."""
    key = ITEMS[file]
    if not isinstance(value, dict):
        return (
            _shape(
                file,
                "",
                1,
                f"Filen ska vara en uppsättning nycklar med listan ”{key}”.",
                f'The file must be a mapping with the list "{key}".',
            ),
        )
    if file in VERBATIM:
        return ()
    items = value.get(key)
    if not isinstance(items, list):
        return (
            _shape(
                file,
                key,
                lines.get(key),
                f"Listan ”{key}” saknas eller är ingen lista.",
                f'The list "{key}" is missing or is not a list.',
            ),
        )
    faults: list[Fault] = []
    for index, item in enumerate(items):
        path = f"{key}[{index}]"
        if not isinstance(item, dict):
            faults.append(
                _shape(
                    file,
                    path,
                    lines.get(path),
                    "Posten ska vara en uppsättning nycklar.",
                    "The item must be a mapping.",
                )
            )
        elif not isinstance(item.get("id"), str) or not item["id"].strip():
            faults.append(
                _shape(
                    file,
                    f"{path}.id",
                    lines.get(f"{path}.id", lines.get(path)),
                    "Posten saknar id, eller så är id inte text.",
                    "The item has no id, or the id is not text.",
                )
            )
    return tuple(faults)


def _shape(file: str, path: str, line: int | None, sv: str, en: str) -> Fault:
    return Fault(
        file,
        "",
        path,
        "shape",
        sv,
        en,
        "Jämför med den medföljande katalogen.",
        "Compare with the catalogue that comes with the system.",
        "error",
        line,
    )


def _missing(name: str) -> Fault:
    return Fault(
        name,
        "",
        "",
        "file-missing",
        f"Filen {name} saknas.",
        f"The file {name} is missing.",
        f"Lägg till {name} i mappen.",
        f"Add {name} to the folder.",
    )
