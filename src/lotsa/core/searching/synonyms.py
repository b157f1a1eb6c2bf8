"""Words that mean the same or lead to one another, as an editable list, checked before use."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lotsa.core.searching.text import fold, is_stop_word, stem, words

SYNONYM_VERSION = 1


class SynonymFault(ValueError):
    """The synonym list cannot be used. The text says where and what to do."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One word or phrase in one language, with its stems (stop words left out)."""

    language: str
    text: str
    stems: tuple[str, ...]
    folded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SynonymGroup:
    """Phrases that, when asked for, also ask for ``leads_to`` (at lower weight)."""

    words: tuple[Phrase, ...]
    leads_to: tuple[Phrase, ...]


@dataclass(frozen=True)
class Synonyms:
    """A checked list of groups."""

    groups: tuple[SynonymGroup, ...] = ()

    @classmethod
    def from_document(cls, document: Any) -> "Synonyms":
        """Read a list as loaded from its file.

        Args:
            document: ``{"version": 1, "groups": [{"words": {language: [text]}, "leads_to"?: …}]}``.

        Raises:
            SynonymFault: with the group's number and what to change.
        """
        if not isinstance(document, Mapping) or document.get("version") != SYNONYM_VERSION:
            raise SynonymFault(f"synonyms: the file must start with 'version: {SYNONYM_VERSION}'")
        unknown = set(document) - {"version", "groups"}
        if unknown:
            raise SynonymFault(f"synonyms: unknown keys {sorted(map(str, unknown))}; remove them")
        groups = document.get("groups")
        if not isinstance(groups, Sequence) or isinstance(groups, str):
            raise SynonymFault("synonyms: 'groups' must be a list")
        return cls(tuple(_group(raw, number) for number, raw in enumerate(groups, start=1)))

    def to_document(self) -> dict[str, Any]:
        """The list in the form :meth:`from_document` reads."""
        return {
            "version": SYNONYM_VERSION,
            "groups": [
                {"words": _by_language(group.words), "leads_to": _by_language(group.leads_to)}
                for group in self.groups
            ],
        }

    def phrases(self) -> list[Phrase]:
        """Every phrase of every group once, in the order of the file."""
        seen: dict[Phrase, None] = {}
        for group in self.groups:
            for phrase in (*group.words, *group.leads_to):
                seen[phrase] = None
        return list(seen)

    def possible(self, folded_stems: Collection[str]) -> dict[int, list[Phrase]]:
        """The phrases all of whose words are among these stems, by the number of their group."""
        found: dict[int, list[Phrase]] = {}
        for one in folded_stems:
            for number, phrase in self._by_first_stem.get(one, ()):
                if all(other in folded_stems for other in phrase.folded):
                    found.setdefault(number, []).append(phrase)
        return dict(sorted(found.items()))

    @cached_property
    def _by_first_stem(self) -> dict[str, list[tuple[int, Phrase]]]:
        index: dict[str, list[tuple[int, Phrase]]] = {}
        for number, group in enumerate(self.groups):
            for phrase in group.words:
                index.setdefault(phrase.folded[0], []).append((number, phrase))
        return index


def _by_language(phrases: Sequence[Phrase]) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for phrase in phrases:
        texts.setdefault(phrase.language, []).append(phrase.text)
    return texts


def _group(raw: Any, number: int) -> SynonymGroup:
    where = f"synonyms: group {number}"
    if not isinstance(raw, Mapping) or not set(raw) <= {"words", "leads_to"}:
        raise SynonymFault(f"{where} must have 'words' and may have 'leads_to', nothing else")
    members = _phrases(raw.get("words"), f"{where}, words")
    if not members:
        raise SynonymFault(f"{where} has no words; write at least one")
    if raw.get("leads_to"):
        targets = _phrases(raw["leads_to"], f"{where}, leads_to")
    else:
        targets = members
        if len(members) == 1:
            raise SynonymFault(f"{where} has one word and leads nowhere; add another or 'leads_to'")
    return SynonymGroup(members, targets)


def _phrases(raw: Any, where: str) -> tuple[Phrase, ...]:
    if not isinstance(raw, Mapping):
        raise SynonymFault(f"{where} must be lists by language, such as 'sv: [moms]'")
    phrases: dict[tuple[str, str], Phrase] = {}
    for language, texts in raw.items():
        if not isinstance(language, str) or not isinstance(texts, list):
            raise SynonymFault(f"{where}: {language!r} must be a language with a list of words")
        for text in texts:
            if not isinstance(text, str):
                raise SynonymFault(f"{where}: {text!r} is not text; put it in quotation marks")
            phrase = read_phrase(text, language)
            if not phrase.stems:
                raise SynonymFault(f"{where}: {text!r} has only words that searching leaves out")
            if (language, text) in phrases:
                raise SynonymFault(f"{where}: {text!r} stands twice; remove one")
            phrases[(language, text)] = phrase
    return tuple(phrases.values())


def read_phrase(text: str, language: str) -> Phrase:
    """A phrase with the stems that searching compares."""
    stems = tuple(stem(word, language) for word in words(text) if not is_stop_word(word, language))
    return Phrase(language, text, stems, tuple(map(fold, stems)))
