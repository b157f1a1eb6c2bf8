"""Take in, and take away, files."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.files.base import File
from django.db import connection, transaction

from lotsa.foundation.files import checks
from lotsa.foundation.files.faults import FileFault, Reason
from lotsa.foundation.files.models import StoredFile
from lotsa.foundation.files.names import clean_name
from lotsa.foundation.files.scanning import scan

MOST_FILES: Final = 20


@dataclass(frozen=True)
class About:
    """What files belong to.

    Attributes:
        kind: such as "case", at most 20 characters.
        id: its number or other key, at most 40 characters.
    """

    kind: str
    id: str


def keep(upload: "File[bytes]", *, about: About, now: datetime) -> StoredFile:
    """Check a file, let the virus scanner look at it, and keep it.

    Args:
        upload: a file as a form gives it, with its name.
        about: what it belongs to.
        now: the moment it was handed in.

    Raises:
        FileFault: why it is not taken in; nothing is kept.
    """
    name = clean_name(upload.name or "")
    upload.seek(0)
    content: bytes = upload.read(checks.MAX_BYTES + 1)
    media_type = checks.media_type(content, name)
    scan(content)
    with transaction.atomic():
        _wait_for_turn(about)
        if (
            StoredFile.objects.filter(about_kind=about.kind, about_id=about.id).count()
            >= MOST_FILES
        ):
            raise FileFault(Reason.TOO_MANY)
        return StoredFile.objects.create(
            name=name,
            media_type=media_type,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            content=content,
            about_kind=about.kind,
            about_id=about.id,
            created_at=now,
        )


def delete_about(kind: str, id: str) -> int:  # noqa: A002  as in About
    """Delete all files that belong to something, and return how many there were."""
    return StoredFile.objects.filter(about_kind=kind, about_id=id).delete()[0]


def _wait_for_turn(about: About) -> None:
    """Let those who hand in files about the same thing do so one at a time, so that all count.

    SQLite writes one transaction at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            key = f"files {about.kind} {about.id}"
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
