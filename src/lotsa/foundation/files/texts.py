"""Is it plain text, and not a page that only looks like one?"""

import codecs
import re
from typing import Final

_WIDE: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_MARKUP: Final = re.compile(
    r"<(?:!--|!doctype|\?xml|\?php|\?=|/?(?:html|head|body|script|svg|iframe|object|embed|meta|link"
    r"|style|img)\b)",
    re.IGNORECASE,
)
_BEGINS: Final = re.compile(r"#!|MIME-Version:|Content-Type:", re.IGNORECASE)


def is_text(content: bytes) -> bool:
    """Whether it is text in UTF-8, UTF-16 with its mark, or Windows-1252, and no markup or script.

    Control characters mean that it is something else; so do what browsers and mail programs take
    for the beginning of a page, and such tags anywhere in it.
    """
    try:
        text = _decoded(content)
    except UnicodeDecodeError:
        return False
    return not (_CONTROL.search(text) or _BEGINS.match(text) or _MARKUP.search(text))


def _decoded(content: bytes) -> str:
    if content.startswith(_WIDE):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")
