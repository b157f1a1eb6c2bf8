"""Finds a company's industry by everyday words or by the classification's own names."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lotsa.core.criteria.trees import CodeTree

LIMIT: Final = 12
_SHORTEST: Final = 2
_STEM: Final = 5
_DIGITS: Final = 2


@dataclass(frozen=True)
class Industry:
    """A code to choose, with its name and where it lies."""

    code: str
    name: str
    within: str


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Text without case and accents, for comparing; å, ä and ö become a and o."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def find_industries(
    query: str, tree: CodeTree, everyday: Mapping[str, Iterable[str]], language: str
) -> tuple[Industry, ...]:
    """The codes that ``query`` may mean, the best match first, at most ``LIMIT``.

    Args:
        query: words, or a code with or without dots.
        tree: the classification.
        everyday: everyday words by code.
        language: the language of the names.
    """
    wanted = fold(query.strip())
    digits = wanted.replace(".", "").replace(" ", "")
    if digits.isdigit() and len(digits) >= _DIGITS:
        codes = [code for code in tree.parents if code.startswith(digits)]
        return tuple(_industry(code, tree, language) for code in _distinct(codes, tree, language))
    words = [word for word in wanted.replace(",", " ").split() if len(word) >= _SHORTEST]
    if not words:
        return ()
    scored: dict[str, float] = {}
    for code, names in everyday.items():
        best = max((_everyday_score(words, fold(name)) for name in names), default=0.0)
        if best and code in tree:
            scored[code] = best
    for code in tree.parents:
        if code.isdigit() and (score := _name_score(words, fold(tree.label(code, language)))):
            depth = len(tree.ancestors(code))
            scored[code] = max(scored.get(code, 0.0), score - 0.01 * depth)
    ranked = sorted(scored, key=lambda code: (-scored[code], code))
    return tuple(_industry(code, tree, language) for code in _distinct(ranked, tree, language))


def _distinct(ranked: Iterable[str], tree: CodeTree, language: str) -> list[str]:
    """Leave out a finer code that has the very same name as one already chosen above it."""
    chosen: list[str] = []
    for code in ranked:
        label = tree.label(code, language)
        same = (
            above
            for above in chosen
            if (code.startswith(above) or above.startswith(code))
            and tree.label(above, language) == label
        )
        if next(same, None) is None:
            chosen.append(code)
        if len(chosen) == LIMIT:
            break
    return chosen


def _everyday_score(words: list[str], name: str) -> float:
    joined = " ".join(words)
    if joined == name:
        return 3.0
    best = 0.0
    for word in words:
        if word == name:
            best = max(best, 2.8)
        elif len(word) > _STEM and (name.startswith(word[:-2]) or word.startswith(name)):
            best = max(best, 2.0)
        elif len(word) >= _STEM and (word in name or (len(name) >= _STEM and name in word)):
            best = max(best, 1.5)
    return best


def _name_score(words: list[str], label: str) -> float:
    hits = 0.0
    for word in words:
        stem = word if len(word) <= _STEM else word[: max(_STEM, len(word) - 2)]
        if label.startswith(stem):
            hits += 1.2
        elif f" {stem}" in label:
            hits += 1.0
        elif len(stem) >= _STEM and stem in label:
            hits += 0.8
    return hits / len(words)


def _industry(code: str, tree: CodeTree, language: str) -> Industry:
    above = [one for one in tree.ancestors(code) if one.isdigit()]
    return Industry(
        code, tree.label(code, language), tree.label(above[-1], language) if above else ""
    )
