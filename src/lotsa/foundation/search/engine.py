"""The search index over any store: build it, ask it."""

import sqlite3
import uuid
from collections.abc import Iterable

from lotsa.core.searching.asking import understand
from lotsa.core.searching.building import build
from lotsa.core.searching.documents import Hit, SearchAnswer, SearchDocument
from lotsa.core.searching.ranking import best_of, score, terms_of
from lotsa.core.searching.synonyms import Synonyms
from lotsa.core.searching.text import LONGEST_QUERY, name_key
from lotsa.foundation.search.ports import Store
from lotsa.foundation.search.sqlite import SqliteExecutor, SqliteStore

DEFAULT_LIMIT = 20


class SearchIndex:
    """Finds documents by what people call them, in the words people use."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._synonyms: tuple[str | None, Synonyms] = (None, Synonyms())

    def rebuild(self, documents: Iterable[SearchDocument], synonyms: Synonyms | None = None) -> int:
        """Replace everything in the index. The caller holds the transaction.

        Returns:
            How many things can be found (documents with the same key count once).
        """
        content = build(documents, synonyms)
        self._store.replace(content, uuid.uuid4().hex)
        return len(content.entries)

    def search(
        self, query: str, language: str | None = None, limit: int = DEFAULT_LIMIT
    ) -> list[tuple[str, float]]:
        """Keys with scores, best first; see :meth:`ask`."""
        return [(hit.key, hit.score) for hit in self.ask(query, language, limit).hits]

    def ask(
        self, query: str, language: str | None = None, limit: int = DEFAULT_LIMIT
    ) -> SearchAnswer:
        """Find what a query may mean.

        An exact name comes first, then the rest by score; equal scores stand in order of title.

        Args:
            query: any text at all.
            language: the asker's language, if known. Other languages are searched too.
            limit: at most so many hits.
        """
        query = query[:LONGEST_QUERY]
        question = understand(query, self._store, self._current_synonyms(), language)
        names = self._named(query) or self._named(question.suggestion or "")
        wanted = terms_of(question)
        postings = self._store.postings(wanted) if wanted else []
        scores = score(question, postings, names)
        best = best_of(scores, limit)
        entries = {entry.id: entry for entry in self._store.entries(best)} if best else {}
        kept = tuple(
            Hit(entries[found].key, scores[found], entries[found].title)
            for found in best
            if found in entries
        )
        return SearchAnswer(kept, question.suggestion, frozenset(question.stems))

    def _named(self, text: str) -> dict[int, int]:
        exact = name_key(text)
        return self._store.names(exact) if exact else {}

    def _current_synonyms(self) -> Synonyms:
        current = self._store.build()
        if current != self._synonyms[0]:
            state = self._store.state()
            self._synonyms = (current, state.synonyms if state else Synonyms())
        return self._synonyms[1]


def in_memory(documents: Iterable[SearchDocument], synonyms: Synonyms | None = None) -> SearchIndex:
    """An index in this process's memory, for the command line and for tests.

    Raises:
        SearchUnavailable: when Python's SQLite lacks FTS5.
    """
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    store = SqliteStore(SqliteExecutor(connection))
    store.create()
    index = SearchIndex(store)
    with connection:
        index.rebuild(documents, synonyms)
    return index
