"""Which needs a free text is about: evidence combined into three suggestions with probabilities.

Pure arithmetic. Where the evidence comes from (an embedding model, letter n-grams) is decided in
``lotsa.foundation.text``; here it is weighed, mixed with keywords and turned into an ordered answer.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SUGGESTIONS = 3
NO_NEED = ""
"""The key of likeness to a text that only says who one is."""
CLEAR_MARGIN = 0.5
"""Lead of the first need over the second from which the benchmark finds the first right about nine
times in ten. Below it the face should let the visitor choose and not preselect."""


LEAST_CHANCE = 0.03
"""A first suggestion less likely than this is no suggestion: the text named no need."""


@dataclass(frozen=True, slots=True)
class NeedScore:
    """One suggested need and how probable it is (0–1, all needs together make 1)."""

    need: str
    score: float


@dataclass(frozen=True, slots=True)
class KeywordRule:
    """Words that point at a need, and how strongly (natural log of the odds they multiply)."""

    need: str
    pattern: re.Pattern[str]
    weight: float


def keyword_rule(need: str, words: Iterable[str], weight: float) -> KeywordRule:
    """Compile one need's words; ``*`` at the end of a word matches any ending.

    Args:
        need: the need's id.
        words: words or phrases in lower case; spaces match any white space.
        weight: evidence in natural-log units.

    Returns:
        The compiled rule.

    Raises:
        ValueError: when there are no words, or a star stands anywhere but at the end.
    """
    parts = []
    for word in words:
        stem = word.removesuffix("*")
        if not stem or "*" in stem:
            raise ValueError(
                f"keyword {word!r} of {need} must be a word, with a star only at its end"
            )
        body = r"\s+".join(re.escape(piece) for piece in stem.lower().split())
        parts.append(body if word.endswith("*") else body + r"(?!\w)")
    if not parts:
        raise ValueError(f"no keywords for {need}")
    return KeywordRule(need, re.compile(r"(?<!\w)(?:" + "|".join(parts) + ")"), weight)


def keyword_evidence(text: str, rules: Iterable[KeywordRule]) -> dict[str, float]:
    """How much the keywords in ``text`` speak for each need, in natural-log units.

    A second hit for the same need adds half of the first, further hits nothing: a long text must
    not win by repeating a word.
    """
    lowered = text.lower()
    evidence: dict[str, float] = {}
    for rule in rules:
        distinct = {match.group() for match in rule.pattern.finditer(lowered)}
        if distinct:
            found = rule.weight * (1.0 if len(distinct) == 1 else 1.5)
            earlier = evidence.get(rule.need, 0.0)
            evidence[rule.need] = max(earlier, found) + 0.5 * min(earlier, found)
    return evidence


def probabilities(evidence: Mapping[str, float]) -> dict[str, float]:
    """Softmax: evidence in natural-log units to probabilities that make 1 together."""
    if not evidence:
        return {}
    top = max(evidence.values())
    weights = {need: math.exp(value - top) for need, value in evidence.items()}
    total = sum(weights.values())
    return {need: weight / total for need, weight in weights.items()}


FULL_WORDS = 6
"""From so many words likeness counts in full: of one or two words meaning alone says little."""


def trust_in_likeness(text: str) -> float:
    """How much (0–1) likeness of meaning should count for a text of this length."""
    return min(1.0, 0.4 + 0.6 * len(text.split()) / FULL_WORDS)


def chances(
    likeness: Mapping[str, float], keywords: Mapping[str, float], sharpness: float
) -> dict[str, float]:
    """How probable each need is, and under `NO_NEED` that the text names none.

    Args:
        likeness: how alike the text is to each need (any scale; more is more alike), and perhaps
            under `NO_NEED` to a text that only says who one is.
        keywords: evidence from keywords, natural-log units; needs may be absent.
        sharpness: natural-log units per unit of likeness; set so that stated probabilities
            agree with how often they come true.
    """
    return probabilities(
        {need: sharpness * value + keywords.get(need, 0.0) for need, value in likeness.items()}
    )


def between(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    """Probabilities between two answers for the same needs: their geometric mean, making 1."""
    middles = {need: math.sqrt(chance * other[need]) for need, chance in one.items()}
    total = sum(middles.values())
    return {need: middle / total for need, middle in middles.items()} if total else dict(one)


def best(found: Mapping[str, float], order: Sequence[str]) -> tuple[NeedScore, ...]:
    """The three likeliest needs, best first.

    Args:
        found: from `chances`.
        order: all need ids in the order of the list; decides ties, so that the answer is stable.

    Returns:
        Three scores (fewer only if there are fewer needs), each rounded to four decimals.
    """
    ranked = sorted(order, key=lambda need: -found[need])
    return tuple(NeedScore(need, round(found[need], 4)) for need in ranked[:SUGGESTIONS])


def names_a_need(suggestions: Sequence[NeedScore]) -> bool:
    """Whether the text is about any need at all, and not only about who one is."""
    return bool(suggestions) and suggestions[0].score >= LEAST_CHANCE


def is_clear(suggestions: Sequence[NeedScore]) -> bool:
    """Whether the first suggestion leads by so much that it may be preselected."""
    if not suggestions:
        return False
    second = suggestions[1].score if len(suggestions) > 1 else 0.0
    return suggestions[0].score - second >= CLEAR_MARGIN
