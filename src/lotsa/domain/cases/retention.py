"""What a case keeps goes with the case, all of it; only `CaseFigure`, without persons, stays."""

from lotsa.foundation.retention.registry import ErasedBy, declare

_CASE = ErasedBy("cases")

declare(
    "cases.Case",
    personal=dict.fromkeys(
        (
            *("link_key", "company_name", "contact_name", "contact_email", "contact_phone"),
            *("description", "facts", "search_text", "registration_number", "company"),
        ),
        _CASE,
    ),
    not_personal=(
        *("id", "reference", "anonymous", "language", "municipality_code", "region_code"),
        *("origin", "desk", "opened_by", "opened_by_actor", "consent_at", "consent_text"),
        *("state", "outcome"),
        *("warnings", "held_as_spam", "uncovered", "unreachable", "waiting_for", "merged_into"),
        *("created_at", "updated_at", "promised_at", "first_contact_at", "closed_at"),
        *("followed_up_at", "registration_wanted", "form_id"),
        *("erasure_wanted_at", "expiry_told_at"),
    ),
)
declare("cases.CaseNeed", not_personal=("id", "case", "area", "uncovered", "outcome", "created_at"))
declare(
    "cases.Referral",
    personal=dict.fromkeys(("note", "decline_text", "outcome_text", "reasons"), _CASE),
    not_personal=(
        *("id", "case", "team", "needs", "state", "turn", "sent_by", "adviser", "handed_from"),
        *("decline_reason", "outcome", "created_at", "sent_at", "reply_due_at", "due_at"),
        *("accepted_at", "first_contact_at", "ended_at", "reminded_at", "escalated_at"),
    ),
)
declare(
    "cases.Message",
    personal={"text": _CASE},
    not_personal=("id", "case", "from_company", "member", "created_at", "read_at"),
)
declare(
    "cases.Attachment",
    personal={"file": _CASE},
    not_personal=("id", "case", "message", "from_company", "internal", "member", "created_at"),
)
declare(
    "cases.Note",
    personal={"text": _CASE},
    not_personal=("id", "case", "member", "shared", "created_at"),
)
declare(
    "cases.Task",
    personal={"title": _CASE},
    not_personal=("id", "case", "referral", "member", "due_on", "done_at", "told_at", "created_at"),
)
declare(
    "cases.Suggestion",
    personal={"text": _CASE},
    not_personal=("id", "case", "member", "measure", "created_at"),
)
declare(
    "cases.CaseEvent",
    personal={"data": _CASE},
    not_personal=(
        *("id", "case", "at", "verb", "referral", "member", "actor", "acting_by", "by_company"),
    ),
)
declare(
    "cases.CaseReading",
    not_personal=(
        *("id", "case", "member", "actor", "acting_by", "handling", "day", "first_at"),
        *("last_at", "times"),
    ),
)
declare(
    "cases.FollowUp",
    personal={"comment": _CASE},
    not_personal=(
        *("id", "case", "kind", "asked_at", "answered_at", "contacted", "useful", "happened"),
    ),
)
declare(
    "cases.CaseFigure",
    not_personal=(
        *("id", "first", "opened_month", "closed_month", "region_code", "municipality_code"),
        *("areas", "origin", "language", "desk", "actor", "team", "state", "outcome"),
        *("decline_reason", "contact_days", "closing_days", "contacted", "useful"),
    ),
)
