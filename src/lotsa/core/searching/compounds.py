"""Taking Swedish compounds apart into words that are known: "lokalhyra" into "lokal" and "hyra"."""

from collections.abc import Callable

from lotsa.core.searching.text import stem

SHORTEST_COMPOUND = 6
SHORTEST_PART = 3


def possible_parts(word: str, language: str = "sv") -> list[tuple[str, str]]:
    """Every way to cut a word in two, as stems. The stemmer takes the linking letters with it."""
    if len(word) < SHORTEST_COMPOUND or not word.isalpha():
        return []
    cuts = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
    return [(stem(word[:cut], language), stem(word[cut:], language)) for cut in cuts]


def split(word: str, known: Callable[[str], bool], language: str = "sv") -> tuple[str, ...]:
    """The stems of the parts of a compound, or nothing when it cannot be taken apart.

    Of several ways the one with the most even parts is taken, since a short part is more often an
    accident. The last part is taken apart in its turn, so that compounds of three come apart too.

    Args:
        word: one word in lower case.
        known: whether a stem is a word of its own.
        language: whose stems; English writes its compounds apart, so in practice ``"sv"``.
    """
    best: tuple[str, ...] = ()
    evenness = 0
    own = stem(word, language)
    for cut, (left, right) in enumerate(possible_parts(word, language), start=SHORTEST_PART):
        even = min(cut, len(word) - cut)
        if even <= evenness or own in {left, right} or not known(left):
            continue
        deeper = split(word[cut:], known, language)
        if known(right) or deeper:
            evenness = even
            best = (left, right, *deeper) if known(right) else (left, *deeper)
    return best
