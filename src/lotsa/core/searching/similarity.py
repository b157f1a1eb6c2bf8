"""How near two words are: misspelt, inflected, cut short, or one inside the other."""

from collections.abc import Iterable

from lotsa.core.searching.text import fold

SHORTEST_FUZZY = 4
"""Letters a word needs before a misspelling of it is considered."""


def edit_distance(left: str, right: str, limit: int) -> int:
    """Insertions, deletions, replacements and neighbour swaps that turn one word into the other.

    The restricted Damerau-Levenshtein distance (optimal string alignment), given up as soon as it
    must exceed ``limit``; then ``limit + 1`` is returned.
    """
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(right) + 1))
    for row, letter in enumerate(left, start=1):
        current = [row]
        for column, other in enumerate(right, start=1):
            cost = 0 if letter == other else 1
            best = min(last[column] + 1, current[-1] + 1, last[column - 1] + cost)
            swapped = (
                row > 1 and column > 1 and letter == right[column - 2] and left[row - 2] == other
            )
            if swapped:
                best = min(best, before[column - 2] + 1)
            current.append(best)
        if min(current) > limit:
            return limit + 1
        before, last = last, current
    return min(last[-1], limit + 1)


def allowed_edits(length: int) -> int:
    """Mistakes forgiven in a word of so many letters: none below four, then one, two or three."""
    if length < SHORTEST_FUZZY:
        return 0
    if length <= 6:  # noqa: PLR2004 -- the steps of the rule in the docstring
        return 1
    return 2 if length <= 12 else 3  # noqa: PLR2004


def accents_agree(asked: str, found: str) -> bool:
    """False when the asker wrote accents and the found word, alike without them, has others.

    ``"lan"`` may mean both "lån" and "län", but ``"lån"`` does not mean "län".
    """
    return asked == found or asked == fold(asked) or fold(asked) != fold(found)


def closeness(asked: str, found: str) -> float:
    """How surely a folded word of the index is what a folded query word meant, 0 to 1.

    The same word gives 1, a misspelling 0.6–0.9, a beginning, end or middle 0.3–0.8 depending on
    how much of the longer word it covers, and words with a long common beginning up to 0.55.
    """
    if asked == found:
        return 1.0
    if asked.isdigit() or found.isdigit():
        return 0.0
    shorter, longer = sorted((len(asked), len(found)))
    if shorter < 3:  # noqa: PLR2004 -- two letters are inside almost any word
        return 0.0
    share = shorter / longer
    best = 0.0
    limit = allowed_edits(shorter)
    if limit:
        edits = edit_distance(asked, found, limit)
        if edits <= limit:
            best = 0.95 - 1.3 * edits / longer - (0.1 if asked[0] != found[0] else 0.0)
    short_word, long_word = (asked, found) if len(asked) <= len(found) else (found, asked)
    if long_word.startswith(short_word):
        best = max(best, 0.35 + 0.45 * share)
    elif shorter >= SHORTEST_FUZZY and long_word.endswith(short_word):
        best = max(best, 0.3 + 0.45 * share)
    elif shorter > SHORTEST_FUZZY and short_word in long_word:
        best = max(best, 0.2 + 0.4 * share)
    else:
        common = _common_beginning(asked, found)
        if common >= max(5, 0.6 * longer):
            best = max(best, 0.65 * common / longer)
    return max(best, 0.0)


def trigrams(word: str) -> list[str]:
    """Every three letters in a row of a folded word; the word itself when it is shorter."""
    if len(word) <= 3:  # noqa: PLR2004 -- a trigram is three letters
        return [word]
    return [word[start : start + 3] for start in range(len(word) - 2)]


def nearest_by_trigrams(asked: str, candidates: Iterable[str], limit: int) -> list[str]:
    """The candidates that share most trigrams with the word, for stores without such an index."""
    wanted = set(trigrams(asked))
    scored = []
    for candidate in candidates:
        own = set(trigrams(candidate))
        shared = len(wanted & own)
        if shared:
            scored.append((-shared / len(wanted | own), candidate))
    scored.sort()
    return [candidate for _, candidate in scored[:limit]]


def _common_beginning(left: str, right: str) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count
