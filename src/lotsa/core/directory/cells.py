"""Cells of a sheet: lists of names, read in whichever language they are written."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from lotsa.core.guide.industries import fold

_BETWEEN = re.compile(r"[;\n]")


@dataclass(frozen=True)
class Read:
    """What a cell says.

    Attributes:
        codes: what was understood, each once, in the order written.
        unknown: what was not.
    """

    codes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def parts_of(cell: str) -> tuple[str, ...]:
    """The names in a cell, separated by semicolons or lines."""
    return tuple(part for one in _BETWEEN.split(cell) if (part := " ".join(one.split())))


def read_names(cell: str, code_of: Callable[[str], str | None]) -> Read:
    """The codes of the names in a cell.

    Args:
        cell: names separated by semicolons or lines.
        code_of: the code of one name, or None when there is none.
    """
    found: dict[str, None] = {}
    unknown: list[str] = []
    for name in parts_of(cell):
        code = code_of(name)
        if code is None:
            unknown.append(name)
        else:
            found[code] = None
    return Read(tuple(found), tuple(unknown))


def by_names(names: Mapping[str, Iterable[str]]) -> Callable[[str], str | None]:
    """A look-up of codes by any of their names or the code itself, whatever the case and accents."""
    known = {fold(name): code for code, several in names.items() for name in (*several, code)}
    return lambda name: known.get(fold(name))


def read_whole(cell: str, least: int, most: int) -> int | None:
    """A whole number; None for an empty cell.

    Raises:
        ValueError: it is no whole number from least to most.
    """
    text = "".join(cell.split())
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most))):
        raise ValueError(cell)
    found = int(text)
    if not least <= found <= most:
        raise ValueError(cell)
    return found
