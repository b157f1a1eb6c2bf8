"""A desk is an organisation's entrance; its rules name no people."""

from lotsa.foundation.retention.registry import declare

declare(
    "desks.Desk",
    not_personal=(
        *("id", "slug", "name_sv", "name_en", "intro_sv", "intro_en", "actor", "territory"),
        *("areas", "questions", "languages", "phone", "opening_hours", "teams", "is_open"),
        *("created_by", "created_at", "updated_at"),
    ),
)
declare(
    "desks.ReceptionRules",
    not_personal=(
        *("id", "territory", "contact_within", "reply_within", "default_mode", "modes"),
        "updated_at",
    ),
)
