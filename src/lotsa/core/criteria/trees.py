"""Code lists that are trees: a coarse code stands for all the leaves under it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, eq=False)
class CodeTree:
    """A classification whose codes nest, e.g. SNI 2007 or county → municipality.

    Attributes:
        name: how fields refer to it, e.g. ``sni2007``.
        parents: parent code of each code; a root's parent is ``None``.
        labels: names of the codes, ``{code: {"sv": …, "en": …}}``; may be empty.
    """

    name: str
    parents: Mapping[str, str | None]
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __contains__(self, code: str) -> bool:
        return code in self.parents

    def parent(self, code: str) -> str | None:
        """The code one step coarser, or ``None`` for a root or an unlisted code."""
        return self.parents.get(code)

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Every coarser code, nearest first, without ``code`` itself."""
        found: list[str] = []
        above = self.parents.get(code)
        while above is not None and above not in found:
            found.append(above)
            above = self.parents.get(above)
        return tuple(found)

    def is_leaf(self, code: str) -> bool:
        """Is ``code`` listed and as fine as the list goes?"""
        return code in self.parents and code not in self._leaves_under

    def leaves(self, code: str) -> frozenset[str]:
        """The finest codes that ``code`` stands for; itself when it is a leaf or not listed."""
        return self._leaves_under.get(code) or frozenset({code})

    def label(self, code: str, language: str) -> str:
        """The name of ``code`` in ``language``, else in Swedish, else the code itself."""
        names = self.labels.get(code, {})
        return names.get(language) or names.get("sv") or code

    @cached_property
    def _leaves_under(self) -> Mapping[str, frozenset[str]]:
        inner = {above for above in self.parents.values() if above is not None}
        under: dict[str, set[str]] = {}
        for code in self.parents:
            if code in inner:
                continue
            for above in self.ancestors(code):
                under.setdefault(above, set()).add(code)
        return {code: frozenset(found) for code, found in under.items()}


def tree_from_rows(name: str, rows: Iterable[Mapping[str, str]]) -> CodeTree:
    """Build a tree from rows with ``code``, ``parent``, ``name_sv`` and ``name_en``."""
    parents: dict[str, str | None] = {}
    labels: dict[str, dict[str, str]] = {}
    for row in rows:
        code = row["code"]
        parents[code] = row.get("parent") or None
        labels[code] = {
            language: row[f"name_{language}"]
            for language in ("sv", "en")
            if row.get(f"name_{language}")
        }
    return CodeTree(name, parents, labels)
