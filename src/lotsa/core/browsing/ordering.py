"""The order of names in a list: Swedish has å, ä and ö last, English takes them as a and o."""

import unicodedata
from functools import lru_cache
from typing import Final

_LAST: Final = {"å": "{", "ä": "|", "ö": "}", "æ": "|", "ø": "}"}
"""Signs that stand after z in the order of characters."""


@lru_cache(maxsize=8192)
def name_key(name: str, language: str) -> tuple[str, str]:
    """A key to sort names by as a reader of ``language`` expects; the name itself settles ties."""
    folded = unicodedata.normalize("NFC", name).casefold()
    letters = (
        _LAST[letter] if language == "sv" and letter in _LAST else _plain(letter)
        for letter in folded
    )
    return "".join(letters), name


def _plain(letter: str) -> str:
    """The letter without accents; anything but letters and figures counts as a space."""
    bare = "".join(
        part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part)
    )
    return bare if bare.isalnum() else " "
