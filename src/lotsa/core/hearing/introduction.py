"""Where a visitor has said who they are, and comes to the matter."""

from collections.abc import Iterable
from itertools import takewhile

from lotsa.core.hearing.heard import HeardFact
from lotsa.core.hearing.passage import Mood, Passage

_TRADES = frozenset({"sni", "industry"})
_LATEST = 2
"""An introduction comes first, or after a greeting."""


def introduction_end(text: str, facts: Iterable[HeardFact]) -> int:
    """Where the clause ends that begins the text by telling the trade: "Vi driver en restaurang".

    Args:
        text: as read.
        facts: what was heard in it.

    Returns:
        A position in the text; 0 when it does not begin so, or when nothing comes after it.
    """
    places = [fact.start for fact in facts if fact.field in _TRADES]
    first = Passage(text).clauses[:_LATEST]
    for clause in takewhile(lambda one: one.mood is Mood.STATED, first):
        if any(clause.start <= place < clause.end for place in places):
            return clause.end if any(sign.isalnum() for sign in text[clause.end :]) else 0
    return 0
