"""Which entries answer a question best."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from lotsa.core.searching.asking import Meaning, Question
from lotsa.core.searching.building import FILED_UNDER

LEAST_SHARE = 0.2
"""Hits scoring less than this share of the best are noise and left out."""

EXACT_NAME, EXACT_LABEL = 2.0, 0.6
"""What an exact name or label adds, in shares of the best score."""


def terms_of(question: Question) -> set[int]:
    """Every term whose postings are needed to score the question."""
    return {
        term
        for slot in question.slots
        for phrase in slot.alternatives
        for meaning in phrase
        for term in meaning
        if question.rarity.get(term)
    }


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
    sums: dict[int, float] = defaultdict(float)
    counts: dict[int, int] = defaultdict(int)
    for meaning in phrase:
        word: dict[int, float] = {}
        for term, sure in meaning.items():
            worth = sure * rarity.get(term, 0.0)
            for entry, weight in by_term.get(term, {}).items():
                if worth * weight > word.get(entry, 0.0):
                    word[entry] = worth * weight
        for entry, amount in word.items():
            sums[entry] += amount
            counts[entry] += 1
    length = len(phrase)
    if length == 1:
        return dict(sums)
    return {
        entry: amount / length**0.5 * (counts[entry] / length) ** 2
        for entry, amount in sums.items()
    }
