"""From text to comparable words: folding, splitting, stemming and stop words for Swedish and English."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

LANGUAGES = ("sv", "en")
"""Languages with a stemmer and stop words. Text in any other language is compared unstemmed."""

LONGEST_QUERY = 400
"""Characters of a query that are read; the rest is ignored so that no query is expensive."""

MOST_TOKENS = 32
"""Words of a query that are read."""

_STEMMERS = {"sv": snowballstemmer.stemmer("swedish"), "en": snowballstemmer.stemmer("english")}
_WORD = re.compile(r"[^\W_]+")
_HYPHENATED = re.compile(r"[^\W_]+(?:[-‐‑.:][^\W_]+)+")

_SWEDISH_STOP_WORDS = """
alla allt andra att av bara behöva behöver behövs blev bli blir blivit bort de dem den denna det
detta dig din dina dit ditt du där då efter ej eller en enligt er era ert ett fick finns flera
fråga frågor från få får för före ger gick gäller gör göra ha hade han har hela hjälp hjälpa hon
hos hur i icke igen ihop in inom inte jag just kan kanske kom kommer kunde kunna längre man med
mellan men mer mest mig min mina mitt mot mycket måste ni nu när någon något några nån nåt och
också om oss på samt sen sig sin sina sitt ska skall skulle som så söka söker ta tar till tills
tog under ut vad var vara varit vem vi vid vilka vilken vilket vill vår våra vårt än är även
över
"""
_ENGLISH_STOP_WORDS = """
a about all also am an and any are as at be been but by can could did do does for from get had
has have he help how i if in into is it its just like may me more most my need needs no not of
on or our out please she should so some than that the their them then there they this to under
up us want was we were what when where which who will with would you your
"""
STOP_WORDS = {
    "sv": frozenset(_SWEDISH_STOP_WORDS.split()),
    "en": frozenset(_ENGLISH_STOP_WORDS.split()),
}
"""Words that say nothing about the matter. Kept out of the index and of queries."""

_ALL_STOP_WORDS = STOP_WORDS["sv"] | STOP_WORDS["en"]


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower case without accents: ``"Lån"`` and ``"lan"`` become the same text."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def words(text: str) -> list[str]:
    """The words of a text in order, in lower case with accents kept, single letters left out."""
    composed = unicodedata.normalize("NFC", text).casefold()
    return [word for word in _WORD.findall(composed) if len(word) > 1]


def hyphenated(text: str) -> list[str]:
    """Words written with a hyphen, colon or dot, joined: ``"växa-stöd"`` gives ``"växastöd"``."""
    composed = unicodedata.normalize("NFC", text).casefold()
    return ["".join(_WORD.findall(found)) for found in _HYPHENATED.findall(composed)]


def is_stop_word(word: str, language: str | None = None) -> bool:
    """Whether the word says nothing about the matter, in ``language`` or, without one, in any."""
    if language is None:
        return word in _ALL_STOP_WORDS
    return word in STOP_WORDS.get(language, _ALL_STOP_WORDS)


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """The part of a word that its inflections share, accents kept.

    Snowball's rules are applied until nothing more falls off, because one pass leaves "moms" and
    "momsen" apart. The definite "-an" ("hyran", "kassan") is not among its Swedish endings and is
    taken away first.

    Args:
        word: one word in lower case.
        language: ``"sv"`` or ``"en"``; any other language leaves the word as it is.
    """
    stemmer = _STEMMERS.get(language)
    if stemmer is None or word.isdigit():
        return word
    shortest = 4
    if language == "sv" and len(word) > shortest and word.endswith("an"):
        word = word[:-1]
    for _ in range(4):
        shorter: str = stemmer.stemWord(word)
        if shorter == word or len(shorter) < 2:  # noqa: PLR2004 -- one letter is no word
            break
        word = shorter
    return word


def name_key(text: str) -> str:
    """A name as compared when looking for the exact one: folded, without spaces and signs."""
    return "".join(fold(word) for word in _WORD.findall(unicodedata.normalize("NFC", text)))
