"""Actors and teams are organisations; members and invitations are about people at work."""

from lotsa.foundation.retention.registry import Keep, declare

declare(
    "actors.Actor",
    not_personal=(
        *("id", "slug", "name", "type", "website", "position", "document", "recorded_at"),
        *("withdrawn_at", "origin", "organisation_number", "presentation_sv", "presentation_en"),
        *("territory", "criteria", "languages", "email", "phone", "confirmed_at"),
        "updated_at",
    ),
)
declare(
    "actors.Team",
    not_personal=(
        *("id", "actor", "slug", "name", "presentation_sv", "presentation_en", "territory"),
        *("criteria", "languages", "capacity", "opening_hours", "channels", "email", "phone"),
        *("is_active", "confirmed_at", "created_at", "updated_at"),
    ),
)
declare(
    "actors.TeamCompetence",
    not_personal=("id", "team", "area", "words_sv", "words_en", "criteria"),
)
declare(
    "actors.TeamAbsence",
    personal={"note": Keep(days=365, since="last")},
    not_personal=("id", "team", "first", "last", "substitute"),
)
declare(
    "actors.Member",
    personal={"title": Keep(days=730, since="ended_at")},
    not_personal=(
        *("id", "user", "actor", "teams", "created_at", "ended_at", "reviewed_at", "used_at"),
    ),
)
declare("actors.MemberRole", not_personal=("id", "member", "role", "territory"))
declare(
    "actors.MemberAbsence",
    personal={"substitute": Keep(days=365, since="last")},
    not_personal=("id", "member", "first", "last"),
)
declare(
    "actors.Invitation",
    personal={
        "email": Keep(days=90, since="expires_at"),
        "name": Keep(days=90, since="expires_at"),
    },
    not_personal=(
        *("id", "actor", "teams", "roles", "language", "invited_by", "token_sha256"),
        *("created_at", "expires_at", "accepted_at", "withdrawn_at"),
    ),
)
declare(
    "actors.AccessReview",
    not_personal=("id", "actor", "quarter", "started_at", "finished_at", "finished_by"),
)
declare("actors.ReviewedMember", not_personal=("id", "review", "member", "kept", "at", "by"))
