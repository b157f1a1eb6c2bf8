"""The site's one search index, in the default database.

from lotsa.foundation.search import index
index.rebuild(documents, synonyms)
index.search("skjuta upp momsen")
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connection, transaction

from lotsa.core.searching.documents import SearchAnswer, SearchDocument
from lotsa.core.searching.synonyms import Synonyms
from lotsa.foundation.search.engine import DEFAULT_LIMIT, SearchIndex
from lotsa.foundation.search.ports import SearchUnavailable, Store
from lotsa.foundation.search.postgresql import PostgresqlStore
from lotsa.foundation.search.sqlite import SqliteStore


class DjangoExecutor:
    """Runs the house's SQL on a Django connection, the default one when none is given."""

    def __init__(self, on: Any = None) -> None:
        self._connection = connection if on is None else on

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query and fetch everything."""
        with self._connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return list(cursor.fetchall())

    def run(self, sql: str) -> None:
        """Run a statement."""
        with self._connection.cursor() as cursor:
            cursor.execute(sql)

    def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement once for each row."""
        with self._connection.cursor() as cursor:
            cursor.executemany(sql, rows)


def store_for(on: Any = None) -> Store:
    """The store that fits a Django connection.

    Raises:
        SearchUnavailable: for a database that is neither SQLite nor PostgreSQL.
    """
    vendor = (connection if on is None else on).vendor
    if vendor == "sqlite":
        return SqliteStore(DjangoExecutor(on))
    if vendor == "postgresql":
        return PostgresqlStore(DjangoExecutor(on))
    raise SearchUnavailable(f"Search runs on SQLite and PostgreSQL, not on {vendor}.")


def rebuild(documents: Iterable[SearchDocument], synonyms: Synonyms | None = None) -> int:
    """Replace the whole index, or nothing of it if anything fails.

    Args:
        documents: everything that shall be found.
        synonyms: the list to understand queries with; without one there are none.

    Returns:
        How many things can be found.
    """
    with transaction.atomic():
        return _index(connection.vendor).rebuild(documents, synonyms)


def search(
    query: str, language: str | None = None, limit: int = DEFAULT_LIMIT
) -> list[tuple[str, float]]:
    """Keys with scores, best first. See :meth:`SearchIndex.ask`."""
    return _index(connection.vendor).search(query, language, limit)


def ask(query: str, language: str | None = None, limit: int = DEFAULT_LIMIT) -> SearchAnswer:
    """Hits with titles, a suggestion for misspelt words, and stems to mark in snippets."""
    return _index(connection.vendor).ask(query, language, limit)


@cache
def _index(vendor: str) -> SearchIndex:  # noqa: ARG001 -- one index for each kind of database
    return SearchIndex(store_for())
