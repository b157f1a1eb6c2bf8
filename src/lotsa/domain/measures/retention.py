"""The catalogue is public and names no people; its history is kept."""

from lotsa.foundation.retention.registry import declare

declare("measures.CatalogueRevision", not_personal=("id", "sha256", "recorded_at"))
declare("measures.CatalogueFile", not_personal=("id", "name", "header", "text", "document"))
declare("measures.NeedArea", not_personal=("id", "slug", "position", "document", "withdrawn_at"))
declare(
    "measures.Measure",
    not_personal=("id", "slug", "recorded_at", "withdrawn_at"),
)
declare(
    "measures.MeasureVersion",
    not_personal=(
        "id",
        "measure",
        "number",
        "position",
        "valid_from",
        "valid_to",
        "document",
        "sha256",
        "recorded_at",
    ),
)
