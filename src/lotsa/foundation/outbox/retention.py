"""What the outbox keeps. Rows point at people by id only, and go after a year."""

from lotsa.foundation.outbox.forgetting import erase_secrets
from lotsa.foundation.retention.registry import Keep, declare, eraser

# A year covers the longest notice that may not be repeated, the follow-up after five months.
_A_YEAR = Keep(days=365, since="created_at")
_A_WEEK = Keep(days=7, since="created_at")

declare(
    "outbox.OutboxMessage",
    personal=dict.fromkeys(
        ("recipient_id", "about_id", "data", "dedupe_key", "gathered_into"), _A_YEAR
    ),
    not_personal=(
        *("id", "notice", "recipient_kind", "about_kind", "language", "happened_at"),
        *("created_at", "mail_id", "state", "reason", "next_attempt_at", "attempts"),
        *("claimed_by", "claimed_until", "sent_at", "last_error", "held_for_digest"),
    ),
)
eraser("mailed-secrets", "Mail that carried a code, after two days.", run=erase_secrets)
# A choice lives as long as the person: `forget_recipient` takes it away with them.
declare(
    "outbox.NoticeChoice",
    not_personal=("id", "recipient_kind", "recipient_id", "notice", "wanted"),
)
declare(
    "outbox.DigestChoice",
    not_personal=("id", "recipient_kind", "recipient_id", "daily", "hour"),
)
declare(
    "outbox.DemoMail",
    personal=dict.fromkeys(("to_label", "subject", "text", "html"), _A_WEEK),
    not_personal=("id", "mail_id", "language", "at", "created_at"),
)
