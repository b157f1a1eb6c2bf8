"""Sheets that people bring, kept between the preview and the yes, and no longer than a day."""

import hashlib
from datetime import datetime, timedelta
from io import BytesIO
from typing import Final
from uuid import UUID

from lotsa.domain.actors.viewers import Viewer
from lotsa.foundation.files.models import StoredFile
from lotsa.foundation.imports import Table, read_table
from lotsa.usecases.directory.sheets import Plan

KIND: Final = "import"
KEPT: Final = timedelta(hours=20)


def brought_by(viewer: Viewer, file_id: UUID) -> StoredFile | None:
    """A sheet that this member brought; None for anybody else's."""
    own = StoredFile.objects.filter(about_kind=KIND, about_id=str(viewer.member_id))
    return own.filter(public_id=file_id).first()


def read_brought(stored: StoredFile) -> Table:
    """The table in a kept sheet. Raises TableFault."""
    return read_table(BytesIO(bytes(stored.content)), stored.name)


def fingerprint(planned: Plan) -> str:
    """Another text for every other plan, so that nobody says yes to what was not shown."""
    told = repr([(one.kind, one.changes, one.areas, one.organisation) for one in planned.lines])
    return hashlib.sha256(told.encode()).hexdigest()


def forget_old(now: datetime) -> int:
    """Delete the sheets nobody said yes to; returns how many."""
    old = StoredFile.objects.filter(about_kind=KIND, created_at__lt=now - KEPT)
    return old.delete()[0]
