"""From documents to the rows of an index: words, their forms, and how much each says of each document.

The weight of a word in a document is BM25F: occurrences are weighted by the field they stand in,
evened out for the length of the field, added, and then saturated, so that the tenth mention adds
little (Robertson, Zaragoza and Taylor: "Simple BM25 extension to multiple weighted fields", 2004).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from lotsa.core.searching.compounds import split
from lotsa.core.searching.documents import SearchDocument
from lotsa.core.searching.synonyms import Synonyms
from lotsa.core.searching.text import fold, hyphenated, is_stop_word, name_key, stem, words

FIELD_WEIGHTS = {"title": 6.0, "aliases": 5.0, "labels": 2.5, "body": 2.0, "details": 0.6}
LENGTH_EVENING = {"title": 0.35, "aliases": 0.2, "labels": 0.2, "body": 0.5, "details": 0.6}
SATURATION = 2.5
PART_WEIGHT = 0.6
"""How much a part of a compound counts beside a word that stands alone."""

NAME_OF_THE_THING, OTHER_NAME, FILED_UNDER = 3, 2, 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A key as one row. Ids follow the order of titles, so that equal scores stand by name."""

    id: int
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Term:
    """A stem in one language. ``rarity`` is its inverse document frequency, 0 when in no document."""

    id: int
    language: str
    stem: str
    folded: str
    rarity: float


@dataclass(frozen=True, slots=True)
class Form:
    """A word as written somewhere, leading to its term."""

    folded: str
    text: str
    term: int


@dataclass(frozen=True, slots=True)
class Posting:
    """How much a term says about an entry, 0 to 1, times the boost of the document."""

    term: int
    entry: int
    weight: float


@dataclass(frozen=True, slots=True)
class Name:
    """A name or label of an entry, for exact hits. ``rank`` is 3 for the title, 2 alias, 1 label."""

    key: str
    entry: int
    rank: int


@dataclass(frozen=True, slots=True)
class IndexContent:
    """Everything a store keeps."""

    entries: tuple[Entry, ...]
    terms: tuple[Term, ...]
    forms: tuple[Form, ...]
    postings: tuple[Posting, ...]
    names: tuple[Name, ...]
    synonyms: Synonyms


def build(documents: Iterable[SearchDocument], synonyms: Synonyms | None = None) -> IndexContent:
    """Turn documents into rows. A key's first document gives the title it is sorted by.

    Args:
        documents: what shall be found; documents with the same key become one entry.
        synonyms: their words become known words too, so that they are understood when misspelt.
    """
    return _Builder(synonyms or Synonyms()).build(list(documents))


class _Builder:
    def __init__(self, synonyms: Synonyms) -> None:
        self.synonyms = synonyms
        self.term_ids: dict[tuple[str, str], int] = {}
        self.forms: dict[tuple[str, int], str] = {}
        self.weights: dict[tuple[int, int], float] = defaultdict(float)

    def build(self, documents: list[SearchDocument]) -> IndexContent:
        entries = _numbered_by_title(documents)
        names: dict[tuple[str, int], int] = {}
        for document in documents:
            entry = entries[document.key]
            for rank, texts in (
                (FILED_UNDER, document.labels),
                (OTHER_NAME, document.aliases),
                (NAME_OF_THE_THING, (document.title,)),
            ):
                for text in filter(None, map(name_key, texts)):
                    names[(text, entry)] = max(rank, names.get((text, entry), 0))
        for phrase in self.synonyms.phrases():
            for word in words(phrase.text):
                self._term(word, phrase.language)
        fields = [(document, _fields(document)) for document in documents]
        lengths = _mean_lengths(fields)
        for document, by_field in fields:
            for word in {word for found in by_field.values() for word in found}:
                self._term(word, document.language)
        parts = self._compound_parts()
        for document, by_field in fields:
            self._add(document, entries[document.key], by_field, lengths, parts)
        return self._content(documents, entries, names)

    def _term(self, word: str, language: str) -> int:
        key = (language, stem(word, language))
        term = self.term_ids.setdefault(key, len(self.term_ids) + 1)
        self.forms.setdefault((word, term), fold(word))
        return term

    def _compound_parts(self) -> dict[int, tuple[int, ...]]:
        """Which other terms each Swedish term is made of."""
        known = {
            found: term
            for (language, found), term in self.term_ids.items()
            if language == "sv" and not is_stop_word(found, "sv") and found.isalpha()
        }
        swedish = set(known.values())
        parts: dict[int, tuple[int, ...]] = {}
        for word, term in self.forms:
            if term in swedish and term not in parts:
                found = split(word, known.__contains__)
                if found:
                    parts[term] = tuple(known[part] for part in found)
        return parts

    def _add(
        self,
        document: SearchDocument,
        entry: int,
        by_field: dict[str, list[str]],
        lengths: dict[tuple[str, str], float],
        parts: dict[int, tuple[int, ...]],
    ) -> None:
        amounts: dict[int, float] = defaultdict(float)
        for field, found in by_field.items():
            evening = LENGTH_EVENING[field]
            mean = lengths[(document.language, field)]
            length = 1 - evening + evening * len(found) / mean if mean else 1.0
            for word, count in Counter(found).items():
                term = self._term(word, document.language)
                amount = FIELD_WEIGHTS[field] * count / length
                amounts[term] += amount
                for part in parts.get(term, ()):
                    amounts[part] += amount * PART_WEIGHT
        for term, amount in amounts.items():
            weight = document.boost * amount / (amount + SATURATION)
            self.weights[(term, entry)] = max(weight, self.weights[(term, entry)])

    def _content(
        self,
        documents: list[SearchDocument],
        entries: dict[str, int],
        names: dict[tuple[str, int], int],
    ) -> IndexContent:
        found_in = Counter(term for term, _ in self.weights)
        titles: dict[str, str] = {}
        for document in documents:
            titles.setdefault(document.key, document.title)
        total = len(entries)
        return IndexContent(
            entries=tuple(Entry(id_, key, titles[key]) for key, id_ in entries.items()),
            terms=tuple(
                Term(id_, language, text, fold(text), _rarity(found_in[id_], total))
                for (language, text), id_ in self.term_ids.items()
            ),
            forms=tuple(Form(folded, word, term) for (word, term), folded in self.forms.items()),
            postings=tuple(
                Posting(term, entry, round(weight, 5))
                for (term, entry), weight in self.weights.items()
            ),
            names=tuple(Name(text, entry, rank) for (text, entry), rank in names.items()),
            synonyms=self.synonyms,
        )


def _numbered_by_title(documents: list[SearchDocument]) -> dict[str, int]:
    titles: dict[str, str] = {}
    for document in documents:
        titles.setdefault(document.key, document.title)
    ordered = sorted(titles, key=lambda key: (fold(titles[key]), key))
    return {key: number for number, key in enumerate(ordered, start=1)}


def _rarity(found_in: int, total: int) -> float:
    if not found_in:
        return 0.0
    return round(math.log(1 + (total - found_in + 0.5) / (found_in + 0.5)), 5)


def _fields(document: SearchDocument) -> dict[str, list[str]]:
    texts = {
        "title": document.title,
        "aliases": "\n".join(document.aliases),
        "labels": "\n".join(document.labels),
        "body": document.body,
        "details": document.details,
    }
    found = {}
    for field, text in texts.items():
        all_words = [*words(text), *hyphenated(text)]
        found[field] = [word for word in all_words if not is_stop_word(word, document.language)]
    return found


def _mean_lengths(
    fields: list[tuple[SearchDocument, dict[str, list[str]]]],
) -> dict[tuple[str, str], float]:
    totals: Counter[tuple[str, str]] = Counter()
    counts: Counter[str] = Counter()
    for document, by_field in fields:
        counts[document.language] += 1
        for field, found in by_field.items():
            totals[(document.language, field)] += len(found)
    return {
        (language, field): totals[(language, field)] / count
        for language, count in counts.items()
        for field in FIELD_WEIGHTS
    }
