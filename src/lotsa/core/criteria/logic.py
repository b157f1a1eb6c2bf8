"""Kleene's strong three-valued logic: no beats unknown beats yes in a conjunction.

Source: S. C. Kleene, *Introduction to Metamathematics* (1952), § 64; the same
tables that SQL and polars use for null.
"""

from collections.abc import Iterable
from enum import IntEnum


class Truth(IntEnum):
    """The truth of a condition. Ordered, so that *all* is the least and *any* the greatest."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    @property
    def word(self) -> str:
        """The word used in files and on the command line: ``yes``, ``unknown`` or ``no``."""
        return ("no", "unknown", "yes")[self]


def kleene_all(truths: Iterable[Truth]) -> Truth:
    """Is every one of ``truths`` yes? An empty conjunction is yes."""
    return min(truths, default=Truth.YES)


def kleene_any(truths: Iterable[Truth]) -> Truth:
    """Is at least one of ``truths`` yes? An empty disjunction is no."""
    return max(truths, default=Truth.NO)


def negate(truth: Truth) -> Truth:
    """The opposite of ``truth``; unknown stays unknown."""
    return Truth(2 - truth)
