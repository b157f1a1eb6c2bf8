"""The words hearing needs: trades with their codes, place names with theirs."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

Stem = Callable[[str], str]

_SHORTEST = 4
"""Letters of the shortest word, or bare word, that may be found by its inflection."""

OWNABLE, PERSON, LINE = "place", "person", "line"


@dataclass(frozen=True, slots=True)
class Trade:
    """What a word says about a firm's activity.

    Attributes:
        code: SNI 2007 code, as fine as the word allows.
        kind: ``place`` (one owns it), ``person`` (one is it) or ``line`` (a kind of firm).
    """

    code: str
    kind: str


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality or a county.

    Attributes:
        field: ``municipality`` or ``region``.
        code: its code.
        common_word: whether the name is also an ordinary word, so that it needs a capital letter.
    """

    field: str
    code: str
    common_word: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything looked up by word.

    Attributes:
        trades: lower-case word or phrase (single spaces) → trade.
        stems: language → stem of a one-word trade → trade.
        stemmers: language → function from word to stem.
        heads: Swedish words that as last part of a compound say what the whole is.
        not_trades: compounds whose last part misleads.
        places: lower-case name, also inflected and without diacritics → place.
        region_of: municipality code → region code.
        longest: words in the longest trade or place name.
    """

    trades: Mapping[str, Trade]
    stems: Mapping[str, Mapping[str, Trade]]
    stemmers: Mapping[str, Stem]
    heads: Mapping[str, Trade]
    not_trades: frozenset[str]
    places: Mapping[str, Place]
    region_of: Mapping[str, str]
    longest: int = 4

    def trade(self, phrase: str, language: str) -> Trade | None:
        """The trade a lower-case word or phrase names, inflected or compounded as it may be."""
        found = self.trades.get(phrase)
        if found or " " in phrase or phrase in self.not_trades:
            return found
        for tongue in dict.fromkeys((language, "sv")):
            found = self._inflected(phrase, tongue)
            if found:
                return found
        return self._compound(phrase)

    def _inflected(self, word: str, language: str) -> Trade | None:
        stemmer = self.stemmers.get(language)
        if stemmer is None or len(word) < _SHORTEST:
            return None
        if language == "sv":
            # The stemmer leaves the neuter article on ("hotellet", "åkeriet").
            for ending in ("et", "ets", "ets", "t", "n", "s", "en", "er", "na"):
                bare = word.removesuffix(ending)
                if bare != word and len(bare) >= _SHORTEST and bare in self.trades:
                    return self.trades[bare]
        if len(word) <= _SHORTEST and language != "ar":
            return None
        return self.stems.get(language, {}).get(stemmer(word))

    def _compound(self, word: str) -> Trade | None:
        for ending in ("", "en", "et", "n", "er", "erna", "s"):
            bare = word.removesuffix(ending)
            if (ending and bare == word) or bare in self.not_trades:
                continue
            for head, trade in self.heads.items():
                if bare.endswith(head) and len(bare) >= len(head) + 3:
                    return trade
        return None


def build_trades(
    listed: Mapping[str, Mapping[str, Mapping[str, Iterable[str]]]],
    stemmers: Mapping[str, Stem],
) -> tuple[dict[str, Trade], dict[str, dict[str, Trade]]]:
    """Index trades by word and by stem.

    Args:
        listed: code → kind → language → words.
        stemmers: language → stemmer.

    Returns:
        Words to trades, and per language stems to trades. A word listed twice keeps its first
        place; a stem shared by two codes is left out, since it decides nothing.
    """
    trades: dict[str, Trade] = {}
    stems: dict[str, dict[str, Trade]] = {language: {} for language in stemmers}
    shared: set[tuple[str, str]] = set()
    for code, kinds in listed.items():
        for kind, languages in kinds.items():
            for language, entries in languages.items():
                for word in entries:
                    trade = trades.setdefault(word, Trade(code, kind))
                    if " " in word or language not in stemmers:
                        continue
                    stem = stemmers[language](word)
                    earlier = stems[language].setdefault(stem, trade)
                    if earlier.code != trade.code:
                        shared.add((language, stem))
    for language, stem in shared:
        stems[language].pop(stem, None)
    return trades, stems


_BARE_LETTERS = str.maketrans("åäöéüø", "aaoeuo")


def without_diacritics(name: str) -> str:
    """How a name is typed on a foreign keyboard ("Västerås" → "Vasteras")."""
    return name.translate(_BARE_LETTERS)


def name_forms(name: str, *, finnish: bool = True) -> Iterable[str]:
    """A place name as it appears in running text: genitive, bare letters, Finnish cases."""
    low = name.lower()
    for base in dict.fromkeys((low, without_diacritics(low))):
        yield base
        yield base + "s"
        if finnish and re.search(r"[aouåei]$", base):
            yield from (base + "ssa", base + "sta", base + "n")
            yield from (base + "ssä", base + "stä")
        elif finnish:
            yield from (base + "issa", base + "ista", base + "in")
