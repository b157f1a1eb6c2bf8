"""What a search index needs of a database, and what is kept the same in all of them."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from lotsa.core.searching.building import Entry, Form, IndexContent, Term
from lotsa.core.searching.synonyms import Synonyms

CANDIDATES = 40
"""Forms fetched for a word that is not known, before they are compared letter by letter."""


class SearchUnavailable(RuntimeError):
    """The database cannot carry the index. The text says what is missing and what to do."""


class Executor(Protocol):
    """Runs SQL with ``%s`` for parameters and ``%%`` for a per cent sign."""

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query and fetch everything."""
        ...

    def run(self, sql: str) -> None:
        """Run a statement without parameters."""
        ...

    def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement once for each row."""
        ...


@dataclass(frozen=True, slots=True)
class State:
    """Which build of the index this is, its synonyms, and whether the database finds near words."""

    build: str
    synonyms: Synonyms
    near_words: bool


class Store(Protocol):
    """A database that keeps an index. Every method is one query, except :meth:`replace`."""

    def create(self) -> None:
        """Make the tables. Raises :class:`SearchUnavailable` when the database cannot."""
        ...

    def drop(self) -> None:
        """Take the tables away."""
        ...

    def replace(self, content: IndexContent, build: str) -> None:
        """Put new content in place of the old. The caller holds the transaction."""
        ...

    def build(self) -> str | None:
        """The name of the build in the tables, nothing when they are empty."""
        ...

    def state(self) -> State | None:
        """The state of the index, nothing before the first build."""
        ...

    def terms(self, folded_stems: Collection[str]) -> list[Term]:
        """Terms by folded stem."""
        ...

    def forms_like(self, folded: str) -> list[tuple[Form, Term]]:
        """Forms that look like a word, nearest first."""
        ...

    def postings(self, terms: Collection[int]) -> list[tuple[int, int, float]]:
        """(term, entry, weight) of these terms."""
        ...

    def names(self, key: str) -> dict[int, int]:
        """Entries with exactly this name, with the rank of the name."""
        ...

    def entries(self, ids: Collection[int]) -> list[Entry]:
        """Entries by id."""
        ...


TABLES = (
    "search_state",
    "search_entry",
    "search_name",
    "search_term",
    "search_form",
    "search_posting",
)

INSERTS = {
    "search_state": "INSERT INTO search_state (build, synonyms, near_words) VALUES (%s, %s, %s)",
    "search_entry": "INSERT INTO search_entry (id, key, title) VALUES (%s, %s, %s)",
    "search_name": "INSERT INTO search_name (name, entry, rank) VALUES (%s, %s, %s)",
    "search_term": (
        "INSERT INTO search_term (id, language, stem, folded, rarity) VALUES (%s, %s, %s, %s, %s)"
    ),
    "search_form": "INSERT INTO search_form (id, folded, form, term) VALUES (%s, %s, %s, %s)",
    "search_posting": "INSERT INTO search_posting (term, entry, weight) VALUES (%s, %s, %s)",
}


def table_rows(
    content: IndexContent, build: str, *, near_words: bool
) -> dict[str, list[tuple[Any, ...]]]:
    """The content as rows for :data:`INSERTS`."""
    synonyms = json.dumps(content.synonyms.to_document(), ensure_ascii=False)
    return {
        "search_state": [(build, synonyms, int(near_words))],
        "search_entry": [(row.id, row.key, row.title) for row in content.entries],
        "search_name": [(row.key, row.entry, row.rank) for row in content.names],
        "search_term": [
            (row.id, row.language, row.stem, row.folded, row.rarity) for row in content.terms
        ],
        "search_form": [
            (number, row.folded, row.text, row.term)
            for number, row in enumerate(content.forms, start=1)
        ],
        "search_posting": [(row.term, row.entry, row.weight) for row in content.postings],
    }


def state_from_row(row: tuple[Any, ...]) -> State:
    """Read back what :func:`table_rows` wrote in ``search_state``."""
    build, synonyms, near_words = row
    return State(build, Synonyms.from_document(json.loads(synonyms)), bool(near_words))


def form_from_row(row: tuple[Any, ...]) -> tuple[Form, Term]:
    """A row of form.folded, form.form and all of its term."""
    folded, text, term, language, stem, term_folded, rarity = row
    return Form(folded, text, term), Term(term, language, stem, term_folded, rarity)
