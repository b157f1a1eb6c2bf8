"""Sending an export."""

from typing import Final

from django.http import HttpResponse

from lotsa.foundation.files.names import extension
from lotsa.foundation.files.responses import attachment

MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def as_response(content: bytes, filename: str) -> HttpResponse:
    """An export as a file to save; the extension of its name tells what it is.

    Raises:
        ValueError: another extension than csv, json, pdf and xlsx.
    """
    media_type = MEDIA_TYPES.get(extension(filename))
    if media_type is None:
        raise ValueError(f"{filename} is no kind of export.")
    return attachment(content, filename, media_type)
