"""An actor is an organisation; the catalogue names no people."""

from lotsa.foundation.retention.registry import declare

declare(
    "actors.Actor",
    not_personal=(
        "id",
        "slug",
        "name",
        "type",
        "website",
        "position",
        "document",
        "recorded_at",
        "withdrawn_at",
    ),
)
