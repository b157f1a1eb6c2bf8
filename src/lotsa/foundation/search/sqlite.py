"""The index in SQLite: plain tables, and an FTS5 trigram table over the words for near ones."""

import json
import re
import sqlite3
from collections.abc import Collection, Sequence
from typing import Any, cast

from lotsa.core.searching.building import Entry, Form, IndexContent, Term
from lotsa.core.searching.similarity import trigrams
from lotsa.foundation.search.ports import (
    CANDIDATES,
    INSERTS,
    TABLES,
    Executor,
    SearchUnavailable,
    State,
    form_from_row,
    state_from_row,
    table_rows,
)

_SCHEMA = """
CREATE TABLE search_state (build TEXT NOT NULL, synonyms TEXT NOT NULL, near_words INTEGER NOT NULL);
CREATE TABLE search_entry (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, title TEXT NOT NULL);
CREATE TABLE search_name (name TEXT NOT NULL, entry INTEGER NOT NULL, rank INTEGER NOT NULL,
  PRIMARY KEY (name, entry)) WITHOUT ROWID;
CREATE TABLE search_term (id INTEGER PRIMARY KEY, language TEXT NOT NULL,
  stem TEXT NOT NULL, folded TEXT NOT NULL, rarity REAL NOT NULL);
CREATE INDEX search_term_folded ON search_term (folded);
CREATE TABLE search_form (id INTEGER PRIMARY KEY, folded TEXT NOT NULL, form TEXT NOT NULL, term INTEGER NOT NULL);
CREATE TABLE search_posting (term INTEGER NOT NULL, entry INTEGER NOT NULL, weight REAL NOT NULL,
  PRIMARY KEY (term, entry)) WITHOUT ROWID;
CREATE VIRTUAL TABLE search_near USING fts5(folded, content='search_form', content_rowid='id', tokenize='trigram', detail='none')
""".strip().split(";\n")

_TRIGRAM = re.compile(r"[a-z0-9]{3}")


class SqliteStore:
    """Keeps the index in SQLite, through Django's connection or a plain one."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    def create(self) -> None:
        """Make the tables.

        Raises:
            SearchUnavailable: when this SQLite is built without FTS5 or older than 3.34.
        """
        self._require_trigrams()
        for statement in _SCHEMA:
            self._executor.run(statement)

    def drop(self) -> None:
        """Take the tables away."""
        for table in ("search_near", *reversed(TABLES)):
            self._executor.run(f"DROP TABLE IF EXISTS {table}")

    def replace(self, content: IndexContent, build: str) -> None:
        """Put new content in place of the old."""
        for table, rows in table_rows(content, build, near_words=True).items():
            self._executor.run(f"DELETE FROM {table}")  # noqa: S608 -- a name from TABLES
            self._executor.run_many(INSERTS[table], rows)
        self._executor.run("INSERT INTO search_near (search_near) VALUES ('rebuild')")

    def build(self) -> str | None:
        """The name of the build in the tables."""
        rows = self._executor.rows("SELECT build FROM search_state")
        return rows[0][0] if rows else None

    def state(self) -> State | None:
        """The state of the index."""
        rows = self._executor.rows("SELECT build, synonyms, near_words FROM search_state")
        return state_from_row(rows[0]) if rows else None

    def terms(self, folded_stems: Collection[str]) -> list[Term]:
        """Terms by folded stem."""
        rows = self._executor.rows(
            "SELECT id, language, stem, folded, rarity FROM search_term"
            " WHERE folded IN (SELECT value FROM json_each(%s)) ORDER BY id",
            [json.dumps(sorted(folded_stems))],
        )
        return [Term(*row) for row in rows]

    def forms_like(self, folded: str) -> list[tuple[Form, Term]]:
        """Forms that share trigrams with a word.

        Only a-z and 0-9 ever reach the MATCH expression, each trigram in quotation marks.
        """
        parts = [part for part in trigrams(folded) if _TRIGRAM.fullmatch(part)]
        if not parts:
            return []
        match = " OR ".join(f'"{part}"' for part in dict.fromkeys(parts))
        rows = self._executor.rows(
            "SELECT f.folded, f.form, t.id, t.language, t.stem, t.folded, t.rarity"
            " FROM (SELECT rowid AS id, rank FROM search_near WHERE search_near MATCH %s"
            " ORDER BY rank LIMIT %s) AS n"
            " JOIN search_form AS f ON f.id = n.id JOIN search_term AS t ON t.id = f.term"
            " ORDER BY n.rank, f.id",
            [match, CANDIDATES],
        )
        return [form_from_row(row) for row in rows]

    def postings(self, terms: Collection[int]) -> list[tuple[int, int, float]]:
        """(term, entry, weight) of these terms."""
        rows = self._executor.rows(
            "SELECT term, entry, weight FROM search_posting"
            " WHERE term IN (SELECT value FROM json_each(%s))",
            [json.dumps(sorted(terms))],
        )
        return cast("list[tuple[int, int, float]]", rows)

    def names(self, key: str) -> dict[int, int]:
        """Entries with exactly this name."""
        return dict(
            self._executor.rows("SELECT entry, rank FROM search_name WHERE name = %s", [key])
        )

    def entries(self, ids: Collection[int]) -> list[Entry]:
        """Entries by id."""
        rows = self._executor.rows(
            "SELECT id, key, title FROM search_entry WHERE id IN (SELECT value FROM json_each(%s))",
            [json.dumps(sorted(ids))],
        )
        return [Entry(*row) for row in rows]

    def _require_trigrams(self) -> None:
        options = {row[0] for row in self._executor.rows("PRAGMA compile_options")}
        version = self._executor.rows("SELECT sqlite_version()")[0][0]
        if "ENABLE_FTS5" not in options or tuple(map(int, version.split("."))) < (3, 34):
            raise SearchUnavailable(
                f"Search needs SQLite 3.34 or newer built with FTS5; this is {version}"
                f" {'with' if 'ENABLE_FTS5' in options else 'without'} FTS5."
                " Use a Python whose sqlite3 has it, or PostgreSQL through DATABASE_URL."
            )


class SqliteExecutor:
    """Runs the house's SQL on a plain ``sqlite3`` connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query and fetch everything."""
        return self._connection.execute(_question_marks(sql), parameters).fetchall()

    def run(self, sql: str) -> None:
        """Run a statement."""
        self._connection.execute(sql)

    def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement once for each row."""
        self._connection.executemany(_question_marks(sql), rows)


def _question_marks(sql: str) -> str:
    return sql.replace("%s", "?").replace("%%", "%")
