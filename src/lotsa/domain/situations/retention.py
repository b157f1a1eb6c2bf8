"""A saved situation goes when its own time has run out."""

from lotsa.foundation.retention.registry import Keep, declare

declare(
    "situations.SavedSituation",
    personal={
        "facts": Keep(days=0, since="expires_at"),
        "needs": Keep(days=0, since="expires_at"),
    },
    not_personal=("id", "token_sha256", "language", "created_at", "expires_at"),
)
