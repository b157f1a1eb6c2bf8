"""Lists of files, without what is in them."""

from collections.abc import Iterable

from django.db.models import QuerySet

from lotsa.foundation.files.models import StoredFile


def files_about(kind: str, ids: Iterable[str]) -> QuerySet[StoredFile]:
    """The files that belong to some things of one kind, the oldest first, content not loaded.

    Args:
        kind: such as "case".
        ids: their keys.
    """
    return StoredFile.objects.filter(about_kind=kind, about_id__in=list(ids)).defer("content")
