"""Text that somebody has typed into a form that Django's own form fields do not read.

Django's CharField refuses NUL; this takes it away, with every other control character. A line stays
one line, so that it can stand in a header; PostgreSQL stores no NUL.
"""

import re
from typing import Final

_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]")
_CONTROL_BUT_BREAKS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def one_line(text: str) -> str:
    """A text as one line: white space of every kind is one space, control characters are gone."""
    return " ".join(_CONTROL.sub("", " ".join(text.split())).split())


def paragraphs(text: str) -> str:
    """A text that keeps its lines, without other control characters, and no room around it."""
    return _CONTROL_BUT_BREAKS.sub("", text).strip()
