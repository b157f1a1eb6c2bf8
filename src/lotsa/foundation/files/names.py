"""File names that are safe to keep, to show and to send."""

import re
import unicodedata
from pathlib import PurePosixPath
from typing import Final

LONGEST: Final = 120
_SEPARATORS: Final = re.compile(r"[/\\:*?\"<>|]+")
_SPACES: Final = re.compile(r"\s+")
_LONGEST_EXTENSION: Final = 10


def clean_name(given: str, otherwise: str = "file") -> str:
    """A file name without path, control characters or tricks, at most 120 characters.

    What turns the direction of writing, or cannot be seen, is taken away, so that "gpj.exe" cannot
    be dressed as "exe.jpg". The extension is kept when the name is shortened.

    Args:
        given: the name as the browser sent it.
        otherwise: the name when nothing is left.
    """
    text = unicodedata.normalize("NFC", given.encode("utf-8", "ignore").decode("utf-8"))
    text = re.split(r"[/\\]", text)[-1]
    # Cc control, Cf format (direction, zero width), Co private use, Cn unassigned, Zl/Zp lines.
    text = "".join(
        " " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign
        for sign in text
        if unicodedata.category(sign) not in {"Cf", "Co", "Cn", "Cs"}
    )
    text = _SPACES.sub(" ", _SEPARATORS.sub("_", text)).strip(" .")
    if len(text) > LONGEST:
        extension = PurePosixPath(text).suffix[:_LONGEST_EXTENSION]
        text = text[: LONGEST - len(extension)].rstrip(" .") + extension
    return text or otherwise


def extension(name: str) -> str:
    """The extension in small letters without its dot; empty when there is none."""
    return PurePosixPath(name).suffix.lower().lstrip(".")
