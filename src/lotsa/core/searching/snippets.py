"""Where in a text the words of a query stand."""

import re
from collections.abc import Collection

from lotsa.core.searching.text import fold, stem

_WORD = re.compile(r"[^\W_]+")


def highlight_spans(text: str, language: str, stems: Collection[str]) -> list[tuple[int, int]]:
    """Start and end of every word of a text whose folded stem is among ``stems``.

    Args:
        text: what is shown to the reader, unchanged.
        language: its language.
        stems: as given by :attr:`SearchAnswer.stems`.
    """
    return [
        match.span()
        for match in _WORD.finditer(text)
        if fold(stem(match.group().casefold(), language)) in stems
    ]
