"""Likeness of texts by the letter sequences they share (TF-IDF over n-grams inside words).

The plain fallback when no language model can be loaded: it knows spelling, not meaning.
Weights are the usual smoothed inverse document frequency and sublinear counts
(Salton & Buckley, "Term-weighting approaches in automatic text retrieval", 1988).
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
_SIZES = (3, 4, 5)


def letter_ngrams(text: str) -> Counter[str]:
    """Count the 3–5-letter sequences inside the words of ``text``, word edges marked by a space."""
    counts: Counter[str] = Counter()
    for word in _WORD.findall(text.lower()):
        padded = f" {word} "
        for size in _SIZES:
            counts.update(padded[i : i + size] for i in range(max(1, len(padded) - size + 1)))
    return counts


def _normalised(vector: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(value * value for value in vector.values()))
    return {term: value / length for term, value in vector.items()} if length else {}


@dataclass(frozen=True, slots=True)
class NgramIndex:
    """Prototype sentences as weighted n-gram vectors, summed per class."""

    rarity: Mapping[str, float]
    classes: Mapping[str, Mapping[str, float]]

    @classmethod
    def build(cls, prototypes: Mapping[str, Sequence[str]]) -> "NgramIndex":
        """Index the prototype sentences of each class."""
        counted = {
            need: [letter_ngrams(text) for text in texts] for need, texts in prototypes.items()
        }
        documents = sum(len(texts) for texts in counted.values())
        seen: Counter[str] = Counter()
        for texts in counted.values():
            for grams in texts:
                seen.update(grams.keys())
        rarity = {gram: math.log((1 + documents) / (1 + n)) + 1 for gram, n in seen.items()}
        classes = {}
        for need, texts in counted.items():
            total: Counter[str] = Counter()
            for grams in texts:
                for gram, value in _weighed(grams, rarity).items():
                    total[gram] += value  # type: ignore[assignment]
            classes[need] = _normalised(total)
        return cls(rarity, classes)

    def likeness(self, text: str) -> dict[str, float]:
        """Cosine (0–1) between ``text`` and each class."""
        vector = _weighed(letter_ngrams(text), self.rarity)
        return {need: _dot(vector, other) for need, other in self.classes.items()}


def _weighed(grams: Mapping[str, int], rarity: Mapping[str, float]) -> dict[str, float]:
    known: Iterable[tuple[str, int]] = ((g, n) for g, n in grams.items() if g in rarity)
    return _normalised({gram: (1 + math.log(n)) * rarity[gram] for gram, n in known})


def _dot(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(value * other.get(gram, 0.0) for gram, value in one.items())
