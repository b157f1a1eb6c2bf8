"""From a query to weighted word slots: what the words may mean, and what they lead to.

The index is asked through :class:`Vocabulary`, which only fetches; every judgement is made here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from lotsa.core.searching.building import Form, Term
from lotsa.core.searching.compounds import possible_parts
from lotsa.core.searching.similarity import SHORTEST_FUZZY, accents_agree, closeness
from lotsa.core.searching.synonyms import Phrase, Synonyms
from lotsa.core.searching.text import (
    LANGUAGES,
    LONGEST_QUERY,
    MOST_TOKENS,
    fold,
    is_stop_word,
    stem,
    words,
)

OTHER_LANGUAGE = 0.9
OTHER_ACCENTS = 0.35
SYNONYM_WEIGHT = 0.7
PARTS_WEIGHT = 0.55
JOINED_WEIGHT = 1.0
IN_JOINED = 0.3
"""What a word still counts for on its own when it was the half of a compound written apart."""
IN_IDIOM = 0.6
"""What a word still counts for on its own when it stands in a phrase that means something else."""
LIKELY_MISSPELT = 0.6
VERY_NEAR = 0.8
"""So near a word is a misspelling even if it could also be read as a compound of known words."""
MOST_GUESSES = 8
"""Unknown words of a query that are compared with known ones; each costs a look-up."""
LEAST_CLOSENESS = 0.45
LOOSEST_WINDOW = 2
"""Other words allowed between the words of a synonym phrase."""


class Vocabulary(Protocol):
    """What the words of an index are, as fetched by a store."""

    def terms(self, folded_stems: Collection[str]) -> list[Term]:
        """Every term whose folded stem is one of these."""
        ...

    def forms_like(self, folded: str) -> list[tuple[Form, Term]]:
        """Some tens of forms that share most letters in a row with a word, nearest first."""
        ...


Meaning = Mapping[int, float]
"""Terms a word may mean, with how surely, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing asked for: alternatives, each a phrase of words, each word with its meanings."""

    weight: float
    alternatives: tuple[tuple[Meaning, ...], ...]


@dataclass(slots=True)
class Question:
    """A query understood."""

    slots: list[Slot] = field(default_factory=list)
    rarity: dict[int, float] = field(default_factory=dict)
    stems: set[str] = field(default_factory=set)
    suggestion: str | None = None


@dataclass(slots=True)
class _Token:
    text: str
    folded: str
    meaning: dict[int, float] = field(default_factory=dict)
    stems: set[str] = field(default_factory=set)
    parts: tuple[str, ...] = ()
    better: str | None = None


def understand(
    query: str, vocabulary: Vocabulary, synonyms: Synonyms, language: str | None = None
) -> Question:
    """Work out what a query may mean.

    Args:
        query: any text; the first 400 characters and 32 words count.
        vocabulary: the words of the index.
        synonyms: what leads to what.
        language: the asker's language, if known: its words weigh a little more than others'.
    """
    return _Reader(vocabulary, synonyms, language).read(query)


class _Reader:
    def __init__(self, vocabulary: Vocabulary, synonyms: Synonyms, language: str | None) -> None:
        self.vocabulary = vocabulary
        self.synonyms = synonyms
        self.language = language
        self.by_stem: dict[str, list[Term]] = {}
        self.question = Question()
        self._joined: list[_Token] = []
        self._guesses = 0

    def read(self, query: str) -> Question:
        texts = words(query[:LONGEST_QUERY])[:MOST_TOKENS]
        asked = [text for text in texts if not is_stop_word(text)] or texts
        tokens = [_Token(text, fold(text)) for text in asked]
        self._fetch_exact(tokens, texts)
        for token in tokens:
            self._resolve(token)
        used = self._join_neighbours(texts)
        idioms = self._expand([*tokens, *self._joined])
        for place, token in enumerate(tokens):
            weak = IN_JOINED if token.text in used else 1.0
            if place in idioms:
                weak *= IN_IDIOM
            self._add_slot(weak, ((token.meaning,),) if token.meaning else ())
            parts = tuple(self._exact(part, token.text) for part in token.parts)
            self._add_slot(PARTS_WEIGHT * weak, (parts,) if parts else ())
        self._suggest(texts, tokens)
        return self.question

    def _add_slot(self, weight: float, alternatives: Sequence[tuple[Meaning, ...]]) -> None:
        if alternatives:
            self.question.slots.append(Slot(weight, tuple(alternatives)))

    def _fetch(self, stems: Collection[str]) -> None:
        missing = {found for found in stems if found not in self.by_stem}
        for found in missing:
            self.by_stem[found] = []
        for term in self.vocabulary.terms(missing) if missing else []:
            self.by_stem.setdefault(term.folded, []).append(term)
            self.question.rarity[term.id] = term.rarity

    def _fetch_exact(self, tokens: list[_Token], texts: list[str]) -> None:
        wanted: set[str] = set()
        for token in tokens:
            wanted.update(_stems(token.text))
            for left, right in possible_parts(token.text):
                wanted.update((fold(left), fold(right)))
        for joined, _, _ in _neighbours(texts):
            wanted.update(_stems(joined))
        self._fetch(wanted)

    def _exact(self, text: str, written: str | None = None) -> dict[int, float]:
        """Terms with the same stem; ``written`` is the word whose accents count."""
        meaning: dict[int, float] = {}
        for language in LANGUAGES:
            own = stem(text, language) if written is None else text
            for term in self.by_stem.get(fold(own), []):
                if term.language in LANGUAGES and term.language != language:
                    continue
                sure = 1.0 if accents_agree(own, term.stem) else OTHER_ACCENTS
                meaning[term.id] = max(meaning.get(term.id, 0.0), sure * self._liking(term))
        return meaning

    def _liking(self, term: Term) -> float:
        return 1.0 if self.language in {None, term.language} else OTHER_LANGUAGE

    def _resolve(self, token: _Token) -> None:
        token.meaning = self._exact(token.text)
        token.stems = _stems(token.text) if token.meaning else set()
        token.parts = self._parts(token)
        in_documents = any(self.question.rarity[term] for term in token.meaning)
        guessable = len(token.folded) >= SHORTEST_FUZZY and not token.text.isdigit()
        if not in_documents and guessable and self._guesses < MOST_GUESSES:
            self._guesses += 1
            self._resolve_loosely(token)
        self.question.stems.update(token.stems)

    def _resolve_loosely(self, token: _Token) -> None:
        known = bool(token.meaning) or bool(token.parts)
        best = LEAST_CLOSENESS
        for form, term in self.vocabulary.forms_like(token.folded):
            sure = closeness(token.folded, form.folded)
            if sure < max(LEAST_CLOSENESS, token.meaning.get(term.id, 0.0)):
                continue
            if known and sure < VERY_NEAR:
                sure *= PARTS_WEIGHT
            self.question.rarity[term.id] = term.rarity
            token.meaning[term.id] = sure * self._liking(term)
            if sure > LIKELY_MISSPELT:
                token.stems.add(term.folded)
            starts_so = form.folded.startswith(token.folded)
            if not starts_so and sure > max(best, LIKELY_MISSPELT):
                best, token.better = sure, form.text

    def _parts(self, token: _Token) -> tuple[str, ...]:
        """The most even way to cut the word so that both parts are known words."""
        best: tuple[str, ...] = ()
        evenness = 0
        for cut, (left, right) in enumerate(possible_parts(token.text), start=3):
            even = min(cut, len(token.text) - cut)
            if even > evenness and self._known(left) and self._known(right):
                evenness, best = even, (left, right)
        token.stems.update(fold(part) for part in best)
        return best

    def _known(self, part: str) -> bool:
        return not is_stop_word(part, "sv") and any(
            term.language == "sv" and accents_agree(part, term.stem)
            for term in self.by_stem.get(fold(part), [])
        )

    def _join_neighbours(self, texts: list[str]) -> set[str]:
        """Words wrongly written apart: adds the joined word, returns the words it is made of."""
        used: set[str] = set()
        for joined, left, right in _neighbours(texts):
            meaning = self._exact(joined)
            if meaning:
                self._add_slot(JOINED_WEIGHT, ((meaning,),))
                self.question.stems.update(_stems(joined))
                used.update((left, right))
                self._joined.append(_Token(joined, fold(joined), {}, _stems(joined)))
        return used

    def _expand(self, tokens: list[_Token]) -> set[int]:
        """Add what synonyms lead to; returns the places of words that are only part of a phrase."""
        positions: dict[str, list[int]] = {}
        for place, token in enumerate(tokens):
            for found in token.stems:
                positions.setdefault(found, []).append(place)
        said: dict[int, dict[Phrase, frozenset[int]]] = {}
        for number, phrases in self.synonyms.possible(positions.keys()).items():
            places = {phrase: _places(phrase, positions) for phrase in phrases}
            near = {phrase: found for phrase, found in places.items() if found}
            if near:
                said[number] = near
        idioms = {
            place
            for near in said.values()
            for found in near.values()
            if len(found) > 1
            for place in found
        }
        targets = {
            number: [one for one in self.synonyms.groups[number].leads_to if one not in near]
            for number, near in said.items()
        }
        self._fetch(
            {one for phrases in targets.values() for phrase in phrases for one in phrase.folded}
        )
        for number, phrases in targets.items():
            longest = max(said[number].values(), key=len)
            weight = SYNONYM_WEIGHT * (1 + 0.35 * (len(longest) - 1))
            if len(longest) == 1 and longest <= idioms:
                weight *= IN_IDIOM
            meanings = [self._phrase(phrase) for phrase in phrases]
            self._add_slot(weight, tuple(meaning for meaning in meanings if all(meaning)))
            self.question.stems.update(one for phrase in phrases for one in phrase.folded)
        return idioms

    def _phrase(self, phrase: Phrase) -> tuple[Meaning, ...]:
        return tuple(
            {
                term.id: 1.0
                for term in self.by_stem.get(fold(one), [])
                if term.stem == one and term.language == phrase.language and term.rarity
            }
            for one in phrase.stems
        )

    def _suggest(self, texts: list[str], tokens: list[_Token]) -> None:
        better = {token.text: token.better for token in tokens if token.better}
        if better:
            self.question.suggestion = " ".join(better.get(text) or text for text in texts)


def _stems(text: str) -> set[str]:
    return {fold(stem(text, language)) for language in LANGUAGES}


def _neighbours(texts: list[str]) -> list[tuple[str, str, str]]:
    """Each two words in a row written together, also with the linking "s"."""
    return [
        (left + link + right, left, right)
        for left, right in pairwise(texts)
        for link in ("", "s")
        if left.isalpha() and right.isalpha()
    ]


def _places(phrase: Phrase, positions: Mapping[str, list[int]]) -> frozenset[int]:
    """Where a phrase is said: its words near one another in any order; nothing if it is not."""
    reach = len(phrase.folded) - 1 + LOOSEST_WINDOW
    first, *others = (positions[one] for one in phrase.folded)
    for start in first:
        found = {start}
        for places in others:
            nearest = min(places, key=lambda place: abs(place - start))
            if abs(nearest - start) > reach:
                break
            found.add(nearest)
        else:
            return frozenset(found)
    return frozenset()
