"""A company is a legal person; it is forgotten all the same when nothing has happened for long."""

from lotsa.foundation.retention.registry import Keep, declare

declare(
    "companies.Company",
    personal={"name": Keep(days=1095, since="last_active_at")},
    not_personal=("id", "organisation_number", "municipality_code", "created_at", "last_active_at"),
)
