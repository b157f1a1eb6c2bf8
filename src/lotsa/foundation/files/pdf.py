"""PDF files: whole, not locked, and without scripts, programs, attachments or forms that send."""

import re
import zlib
from typing import Final

from lotsa.foundation.files.faults import FileFault, Reason

START: Final = b"%PDF-"
_END: Final = b"%%EOF"
_TAIL: Final = 2048
_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_MOST_ESCAPES: Final = 50_000
"""Far more than a file of 10 MB has, by need or by chance."""
_MOST_STREAMS: Final = 50_000
_ACTIVE: Final = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|FileAttachment|RichMedia|GoToE|GoToR|ImportData"
    rb"|SubmitForm|XFA|Movie|Rendition|3D)(?![A-Za-z0-9_.\-])"
)
_LOCKED: Final = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
_STREAM: Final = re.compile(rb"\bstream[ \t]{0,20}\r?\n?")
_PACKED_OBJECTS: Final = re.compile(rb"/ObjStm\b|/First\b")
_PACKED: Final = re.compile(rb"/Filter\b")
_PACKED_PLAINLY: Final = re.compile(
    rb"/Filter\s*(?:/FlateDecode|\[\s*/FlateDecode\s*\])\s*(?:/(?!FlateDecode)|>>)"
)
_BEFOREHAND: Final = re.compile(rb"/DecodeParms\b|/F\b")
_HEAD: Final = 4096
_MOST_UNPACKED: Final = 50 * 1024 * 1024


def check(content: bytes) -> None:
    """See that a PDF file is one to let in.

    The names of what runs are looked for in the file as it stands, with their escapes undone, and
    in the objects that newer files pack together. Page contents, fonts and pictures are not
    unpacked; nothing in them runs.

    Raises:
        FileFault: cut off, locked with a password, or with something that runs, sends or is hidden.
    """
    if _END not in content[-_TAIL:]:
        raise FileFault(Reason.BROKEN)
    plain = _unescaped(content)
    if _ACTIVE.search(plain):
        raise FileFault(Reason.ACTIVE)
    if _LOCKED.search(plain):
        raise FileFault(Reason.LOCKED)
    left, last = _MOST_UNPACKED, 0
    for number, stream in enumerate(_STREAM.finditer(content)):
        if number == _MOST_STREAMS:
            raise FileFault(Reason.BROKEN)
        head = _unescaped(_dictionary_before(content, stream.start(), last))
        last = stream.end()
        if not _PACKED_OBJECTS.search(head):
            continue
        if not _PACKED.search(head):
            continue  # and so read above, with the rest
        if not _PACKED_PLAINLY.search(head) or _BEFOREHAND.search(head):
            raise FileFault(Reason.BROKEN)
        objects = _inflated(content[stream.end() :], left)
        left -= len(objects)
        if _ACTIVE.search(_unescaped(objects)):
            raise FileFault(Reason.ACTIVE)


def _dictionary_before(content: bytes, stream: int, last: int) -> bytes:
    """What stands between the object's beginning and its stream, after the last one began."""
    start = max(last, stream - _HEAD)
    begins = content.rfind(b" obj", start, stream)
    return content[max(begins, start) : stream]


def _unescaped(text: bytes) -> bytes:
    """Names with #-escapes undone: /J#61vaScript is /JavaScript."""
    if b"#" not in text:
        return text
    if len(_ESCAPED.findall(text)) > _MOST_ESCAPES:
        raise FileFault(Reason.BROKEN)
    return _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), text)


def _inflated(packed: bytes, most: int) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        objects = unpacker.decompress(packed, most)
    except zlib.error as error:
        raise FileFault(Reason.BROKEN) from error
    if not unpacker.eof:
        raise FileFault(Reason.BROKEN)
    return objects
