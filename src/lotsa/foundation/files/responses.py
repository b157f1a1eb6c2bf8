"""Sending a file so that no browser runs it, guesses what it is, or keeps it."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from lotsa.foundation.files.models import StoredFile
from lotsa.foundation.files.names import clean_name

_POLICY = "default-src 'none'; sandbox"


def attachment(content: bytes, name: str, media_type: str) -> HttpResponse:
    """An answer that is saved as a file and never shown in the page.

    Args:
        content: the file.
        name: what to call it; cleaned here.
        media_type: such as "application/pdf"; only one that no browser runs as a page.
    """
    disposition = content_disposition_header(as_attachment=True, filename=clean_name(name))
    return HttpResponse(
        content,
        content_type=media_type,
        headers={
            "Content-Disposition": disposition or "attachment",
            "Content-Security-Policy": _POLICY,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            "Content-Length": str(len(content)),
        },
    )


def download(stored: StoredFile) -> HttpResponse:
    """A stored file, to be saved: never shown in the page, whatever is in it."""
    return attachment(bytes(stored.content), stored.name, stored.media_type)
