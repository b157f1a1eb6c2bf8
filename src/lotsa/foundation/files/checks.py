"""What kind of file some bytes are, and that they hold nothing that runs.

The content decides and the extension must agree. What is let through is never shown in a page and
never opened here; the checks keep the case's handlers, who open the file on their own machines,
from the ordinary traps.
"""

import zipfile
from io import BytesIO
from typing import Final

from lotsa.foundation.files import office, pdf
from lotsa.foundation.files.faults import FileFault, Reason
from lotsa.foundation.files.names import extension
from lotsa.foundation.files.texts import is_text

MAX_BYTES: Final = 10 * 1024 * 1024

MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "txt": "text/plain",
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
"""Extension to media type of every kind that is taken in."""

ACCEPT: Final = ",".join(f".{name}" for name in MEDIA_TYPES)
"""For the `accept` of a file field."""

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_END: Final = b"\x00\x00\x00\x00IEND\xaeB`\x82"
_JPEG: Final = b"\xff\xd8\xff"
_JPEG_END: Final = b"\xff\xd9"
_TAIL: Final = 64 * 1024
"""Cameras write some bytes of their own after a picture's end."""
_ZIP: Final = b"PK\x03\x04"
_MARKUP: Final = (b"<script", b"<html", b"<!doctype", b"<?php", b"%pdf-")


def media_type(content: bytes, name: str) -> str:
    """The media type of a file that may be taken in.

    Args:
        content: the whole file.
        name: with its extension.

    Raises:
        FileFault: it is empty, too large, of another kind than its name says, of a kind that is
            not taken in, broken, locked, or holds something that runs.
    """
    if not content:
        raise FileFault(Reason.EMPTY)
    if len(content) > MAX_BYTES:
        raise FileFault(Reason.TOO_LARGE)
    claimed = MEDIA_TYPES.get(extension(name))
    if claimed is None:
        raise FileFault(Reason.TYPE)
    if claimed not in _found(content):
        raise FileFault(Reason.EXTENSION)
    return claimed


def _found(content: bytes) -> set[str]:
    """The media types that the content can be; checked for harm on the way."""
    if content.startswith(_ZIP):
        return {MEDIA_TYPES[office.kind(content)]}
    # A zip file's table of contents stands last, so a zip file can hide behind anything.
    if zipfile.is_zipfile(BytesIO(content)):
        raise FileFault(Reason.ACTIVE)
    if content.startswith(pdf.START):
        pdf.check(content)
        return {MEDIA_TYPES["pdf"]}
    if content.startswith(_PNG):
        _check_picture(content, end=_PNG_END)
        return {MEDIA_TYPES["png"]}
    if content.startswith(_JPEG):
        _check_picture(content, end=_JPEG_END)
        return {MEDIA_TYPES["jpg"]}
    if is_text(content):
        return {MEDIA_TYPES["txt"], MEDIA_TYPES["csv"]}
    raise FileFault(Reason.TYPE)


def _check_picture(content: bytes, *, end: bytes) -> None:
    """Raises FileFault for a picture that is cut off, or that is a page or a program as well."""
    if end not in content[-_TAIL:]:
        raise FileFault(Reason.BROKEN)
    lowered = content.lower()
    if any(mark in lowered for mark in _MARKUP):
        raise FileFault(Reason.ACTIVE)
