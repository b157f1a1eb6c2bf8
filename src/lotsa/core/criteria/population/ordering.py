"""Orders companies so that each group of them fills whole words of bits."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lotsa.core.criteria.population.program import WORD, Classes

CHUNK: Final = 4096 * WORD
"""Companies at a time: what is worked out for a chunk stays in the processor's cache."""


@dataclass(frozen=True)
class Order:
    """The companies in the order they are counted.

    Attributes:
        companies: the company of each bit, −1 for those that fill up a word;
            ``None`` when the companies stand as they are.
        count: how many companies there are.
        bits: how many bits there are, with those that fill up.
    """

    companies: NDArray[np.int64] | None
    count: int
    bits: int


@dataclass(frozen=True)
class Rows:
    """Some of the bits: from ``first``, with what to take and which bits are companies."""

    first: int
    take: NDArray[np.int64] | slice
    mask: NDArray[np.bool_]

    def of(self, classes: Classes) -> Classes:
        """The classes of these companies, filled up to whole words."""
        found = classes[self.take]
        missing = len(self.mask) - len(found)
        return np.pad(found, (0, missing)) if missing else found


def chunks(order: Order) -> Iterator[Rows]:
    """All the bits, some at a time."""
    for first in range(0, order.bits, CHUNK):
        last = min(first + CHUNK, order.bits)
        if order.companies is None:
            yield Rows(first, slice(first, last), np.arange(first, last) < order.count)
        else:
            rows = order.companies[first:last]
            yield Rows(first, rows, rows >= 0)


def in_words(
    groups: NDArray[np.int64], companies: NDArray[np.int64]
) -> tuple[Order, NDArray[np.int64]]:
    """Order the companies so that each group begins at a new word.

    Returns:
        The order, and the word at which each group begins, with the end last.
    """
    starts = np.concatenate([[0], np.cumsum(-(-companies // WORD))]).astype(np.int64)
    bits = int(starts[-1]) * WORD
    if len(companies) == 1:
        return Order(None, len(groups), bits), starts
    order = np.full(bits, -1, dtype=np.int64)
    before = np.cumsum(companies) - companies
    places = np.arange(len(groups)) - np.repeat(before - starts[:-1] * WORD, companies)
    order[places] = np.argsort(groups, kind="stable")
    return Order(order, len(groups), bits), starts
