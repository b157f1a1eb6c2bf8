"""The index in PostgreSQL: the same tables, and pg_trgm over the words for near ones.

Without the extension (some managed servers refuse it) the words are compared in Python, which is
the same answer at a few milliseconds more.
"""

import logging
from collections.abc import Collection
from typing import cast

from lotsa.core.searching.building import Entry, Form, IndexContent, Term
from lotsa.core.searching.similarity import nearest_by_trigrams
from lotsa.foundation.search.ports import (
    CANDIDATES,
    INSERTS,
    TABLES,
    Executor,
    State,
    form_from_row,
    state_from_row,
    table_rows,
)

logger = logging.getLogger(__name__)

_SCHEMA = """
CREATE TABLE search_state (build text NOT NULL, synonyms text NOT NULL, near_words integer NOT NULL);
CREATE TABLE search_entry (id integer PRIMARY KEY, key text NOT NULL UNIQUE, title text NOT NULL);
CREATE TABLE search_name (name text NOT NULL, entry integer NOT NULL, rank integer NOT NULL,
  PRIMARY KEY (name, entry));
CREATE TABLE search_term (id integer PRIMARY KEY, language text NOT NULL,
  stem text NOT NULL, folded text NOT NULL, rarity double precision NOT NULL);
CREATE INDEX search_term_folded ON search_term (folded);
CREATE TABLE search_form (id integer PRIMARY KEY, folded text NOT NULL, form text NOT NULL, term integer NOT NULL);
CREATE TABLE search_posting (term integer NOT NULL, entry integer NOT NULL, weight double precision NOT NULL,
  PRIMARY KEY (term, entry))
""".strip().split(";\n")

_FORM_COLUMNS = "f.folded, f.form, t.id, t.language, t.stem, t.folded, t.rarity"


class PostgresqlStore:
    """Keeps the index in PostgreSQL."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._near_words: bool | None = None
        self._words: tuple[str | None, list[str]] = (None, [])

    def create(self) -> None:
        """Make the tables, and the trigram index when the server has the extension."""
        for statement in _SCHEMA:
            self._executor.run(statement)
        if self.has_trigrams():
            self._executor.run(
                "CREATE INDEX search_form_near ON search_form USING gin (folded gin_trgm_ops)"
            )
        else:
            logger.warning(
                "The extension pg_trgm is missing: misspelt words are compared in Python, which is"
                " slower. Let a superuser run CREATE EXTENSION pg_trgm, then rebuild the index."
            )

    def drop(self) -> None:
        """Take the tables away. The extension stays, others may use it."""
        for table in reversed(TABLES):
            self._executor.run(f"DROP TABLE IF EXISTS {table}")

    def has_trigrams(self) -> bool:
        """Whether pg_trgm is there."""
        return bool(self._executor.rows("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'"))

    def replace(self, content: IndexContent, build: str) -> None:
        """Put new content in place of the old."""
        for table, rows in table_rows(content, build, near_words=self.has_trigrams()).items():
            self._executor.run(f"DELETE FROM {table}")  # noqa: S608 -- a name from TABLES
            self._executor.run_many(INSERTS[table], rows)

    def build(self) -> str | None:
        """The name of the build in the tables."""
        rows = self._executor.rows("SELECT build FROM search_state")
        return rows[0][0] if rows else None

    def state(self) -> State | None:
        """The state of the index."""
        rows = self._executor.rows("SELECT build, synonyms, near_words FROM search_state")
        state = state_from_row(rows[0]) if rows else None
        self._near_words = state.near_words if state else None
        return state

    def terms(self, folded_stems: Collection[str]) -> list[Term]:
        """Terms by folded stem."""
        rows = self._executor.rows(
            "SELECT id, language, stem, folded, rarity FROM search_term"
            " WHERE folded = ANY(%s) ORDER BY id",
            [_storable(folded_stems)],
        )
        return [Term(*row) for row in rows]

    def forms_like(self, folded: str) -> list[tuple[Form, Term]]:
        """Forms that share trigrams with a word."""
        if "\x00" in folded:
            return []
        if self._near_words is None:
            self._near_words = self.has_trigrams()
        if not self._near_words:
            return self._forms_like_in_python(folded)
        rows = self._executor.rows(
            f"SELECT {_FORM_COLUMNS} FROM search_form AS f JOIN search_term AS t ON t.id = f.term"  # noqa: S608 -- constants
            " WHERE f.folded %% %s OR position(%s in f.folded) > 0"
            " ORDER BY similarity(f.folded, %s) DESC, f.id LIMIT %s",
            [folded, folded, folded, CANDIDATES],
        )
        return [form_from_row(row) for row in rows]

    def postings(self, terms: Collection[int]) -> list[tuple[int, int, float]]:
        """(term, entry, weight) of these terms."""
        rows = self._executor.rows(
            "SELECT term, entry, weight FROM search_posting WHERE term = ANY(%s)", [sorted(terms)]
        )
        return cast("list[tuple[int, int, float]]", rows)

    def names(self, key: str) -> dict[int, int]:
        """Entries with exactly this name."""
        if "\x00" in key:
            return {}
        return dict(
            self._executor.rows("SELECT entry, rank FROM search_name WHERE name = %s", [key])
        )

    def entries(self, ids: Collection[int]) -> list[Entry]:
        """Entries by id."""
        rows = self._executor.rows(
            "SELECT id, key, title FROM search_entry WHERE id = ANY(%s)", [sorted(ids)]
        )
        return [Entry(*row) for row in rows]

    def _forms_like_in_python(self, folded: str) -> list[tuple[Form, Term]]:
        current = self.build()
        if self._words[0] != current:
            rows = self._executor.rows("SELECT DISTINCT folded FROM search_form ORDER BY folded")
            self._words = (current, [row[0] for row in rows])
        nearest = nearest_by_trigrams(folded, self._words[1], CANDIDATES)
        rows = self._executor.rows(
            f"SELECT {_FORM_COLUMNS} FROM search_form AS f JOIN search_term AS t ON t.id = f.term"  # noqa: S608 -- constants
            " WHERE f.folded = ANY(%s) ORDER BY f.id",
            [nearest],
        )
        order = {word: place for place, word in enumerate(nearest)}
        return [form_from_row(row) for row in sorted(rows, key=lambda row: order[row[0]])]


def _storable(texts: Collection[str]) -> list[str]:
    """PostgreSQL refuses the null character in text; no word contains one."""
    return sorted(text for text in texts if "\x00" not in text)
