"""Which entries answer a question best."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from lotsa.core.searching.asking import Meaning, Question
from lotsa.core.searching.building import FILED_UNDER

LEAST_SHARE = 0.2
"""Hits scoring less than this share of the best are noise and left out."""

LEAST_WORTH = 0.12
"""Terms worth less than this share of the question's weightiest are not looked up."""

EXACT_NAME, EXACT_LABEL = 2.0, 0.6
"""What an exact name or label adds, in shares of the best score."""


def terms_of(question: Question) -> set[int]:
    """The terms whose postings are needed to score the question.

    Terms that can hardly move the order, because they are common or were only guessed, are left
    out: they are in most entries, so they cost most and tell least.
    """
    worth: dict[int, float] = defaultdict(float)
    for slot in question.slots:
        for phrase in slot.alternatives:
            for meaning in phrase:
                for term, sure in meaning.items():
                    most = slot.weight * sure * question.rarity.get(term, 0.0)
                    worth[term] = max(worth[term], most)
    least = max(worth.values(), default=0.0) * LEAST_WORTH
    return {term for term, most in worth.items() if most > 0 and most >= least}


def score(
    question: Question,
    postings: Iterable[tuple[int, int, float]],
    names: Mapping[int, int] | None = None,
) -> dict[int, float]:
    """Score entries; more is better, noise is left out.

    Each slot gives an entry the best of its alternatives; slots add up. A phrase of several words
    counts in full only when all of them are there.

    Args:
        question: the query as understood.
        postings: (term, entry, weight) of at least :func:`terms_of`.
        names: entries whose name (3, 2) or label (1) is exactly the query.
    """
    by_term: dict[int, dict[int, float]] = defaultdict(dict)
    for term, entry, weight in postings:
        by_term[term][entry] = weight
    totals: dict[int, float] = defaultdict(float)
    for slot in question.slots:
        best: dict[int, float] = {}
        for phrase in slot.alternatives:
            for entry, amount in _phrase_scores(phrase, question.rarity, by_term).items():
                if amount > best.get(entry, 0.0):
                    best[entry] = amount
        for entry, amount in best.items():
            totals[entry] += slot.weight * amount
    top = max(totals.values(), default=0.0)
    scores = {entry: amount for entry, amount in totals.items() if amount >= top * LEAST_SHARE}
    for entry, rank in (names or {}).items():
        extra = EXACT_LABEL if rank == FILED_UNDER else EXACT_NAME + rank
        scores[entry] = totals.get(entry, 0.0) + (top or 1.0) * extra
    return {entry: round(amount, 4) for entry, amount in scores.items() if amount > 0}


def best_of(scores: Mapping[int, float], limit: int) -> list[int]:
    """The best entries first; equal scores stand in order of id, that is, of title."""
    return sorted(scores, key=lambda entry: (-scores[entry], entry))[: max(limit, 0)]


def _phrase_scores(
    phrase: tuple[Meaning, ...],
    rarity: Mapping[int, float],
    by_term: Mapping[int, Mapping[int, float]],
) -> dict[int, float]:
    if len(phrase) == 1:
        return _word_scores(phrase[0], rarity, by_term)
    sums: dict[int, float] = defaultdict(float)
    counts: dict[int, int] = defaultdict(int)
    for meaning in phrase:
        for entry, amount in _word_scores(meaning, rarity, by_term).items():
            sums[entry] += amount
            counts[entry] += 1
    length = len(phrase)
    shares = [(count / length) ** 2 / length**0.5 for count in range(length + 1)]
    return {entry: amount * shares[counts[entry]] for entry, amount in sums.items()}


def _word_scores(
    meaning: Meaning, rarity: Mapping[int, float], by_term: Mapping[int, Mapping[int, float]]
) -> dict[int, float]:
    best: dict[int, float] = {}
    for term, sure in meaning.items():
        found = by_term.get(term)
        if not found:
            continue
        worth = sure * rarity.get(term, 0.0)
        if best:
            for entry, weight in found.items():
                if worth * weight > best.get(entry, 0.0):
                    best[entry] = worth * weight
        else:
            best = {entry: worth * weight for entry, weight in found.items()}
    return best
