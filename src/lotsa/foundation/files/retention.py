"""A file goes with what it belongs to; one that is left behind goes after three years."""

from lotsa.foundation.retention.registry import Keep, declare

_LONGEST = 1095

declare(
    "files.StoredFile",
    personal={
        "content": Keep(days=_LONGEST, since="created_at"),
        "name": Keep(days=_LONGEST, since="created_at"),
    },
    not_personal=(
        *("id", "public_id", "media_type", "size", "sha256"),
        *("about_kind", "about_id", "created_at"),
    ),
)
