"""Everything a case holds, as plain data: for the company's own copy, and for a records system."""

import datetime
import decimal
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import models

from lotsa.domain.actors.models import Member, Team
from lotsa.domain.cases.models import Case, CaseNeed
from lotsa.domain.companies.models import Company
from lotsa.foundation.files.models import StoredFile

FORMAT: Final = "lotsa-case-1"

LEFT_OUT: Final[Mapping[str, frozenset[str]]] = {
    # Keys of rows, and what opens a door or only serves the machine.
    "Case": frozenset({"id", "link_key", "search_text", "form_id", "held_as_spam", "merged_into"}),
    "CaseNeed": frozenset({"id", "case"}),
    "Referral": frozenset({"id", "case", "handed_from"}),
    "Message": frozenset({"id", "case"}),
    "Attachment": frozenset({"id", "case", "message"}),
    "Note": frozenset({"id", "case"}),
    "Task": frozenset({"id", "case", "referral"}),
    "Suggestion": frozenset({"id", "case"}),
    "CaseEvent": frozenset({"id", "case", "referral"}),
    "CaseReading": frozenset({"id", "case"}),
    "FollowUp": frozenset({"id", "case"}),
}
"""Columns that are not part of the copy, by model. A column that is neither here nor copied
cannot be: everything not named is copied."""

_PARTS: Final = {
    "needs": (),
    "referrals": ("team__actor", "adviser__user", "adviser__actor", "sent_by__user", "needs"),
    "messages": ("member__user", "member__actor"),
    "attachments": ("file", "member__user", "member__actor"),
    "notes": ("member__user", "member__actor"),
    "tasks": ("member__user", "member__actor"),
    "suggestions": ("member__user", "member__actor"),
    "events": ("member__user", "member__actor", "actor", "acting_by"),
    "readings": ("member__user", "member__actor", "actor", "acting_by"),
    "follow_ups": (),
}


def whole(case: Case) -> dict[str, Any]:
    """Everything a case holds, with names instead of keys, in a fixed number of queries.

    Moments are written with their offset, as in RFC 3339. Internal notes are part of it: what is
    written about a person in one's own business is that person's data too (GDPR, article 15).
    """
    found: dict[str, Any] = {"format": FORMAT, **_row(case)}
    for name, related in _PARTS.items():
        to_one = [path for path in related if path != "needs"]
        rows = getattr(case, name).select_related(*to_one)
        if "needs" in related:
            rows = rows.prefetch_related("needs")
        found[name] = [_row(row) for row in rows]
    return found


def parts() -> tuple[str, ...]:
    """The relations of a case that the copy holds."""
    return tuple(_PARTS)


def _row(row: models.Model) -> dict[str, Any]:
    left_out = LEFT_OUT[type(row).__name__]
    found = {
        field.name: _plain(getattr(row, field.name))
        for field in row._meta.get_fields()
        if field.concrete and not field.many_to_many and field.name not in left_out
    }
    for field in row._meta.many_to_many:
        found[field.name] = [_plain(other) for other in getattr(row, field.name).all()]
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID | decimal.Decimal):
        return str(value)
    if isinstance(value, Member):
        return {"name": value.user.name, "organisation": value.actor.name}
    if isinstance(value, models.Model):
        return _named(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, str) or value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Iterable):
        return [_plain(inner) for inner in value]
    raise TypeError(f"{type(value).__name__} has no plain form.")


def _named(row: models.Model) -> Any:
    """What stands for a row that is pointed at: what people know it by."""
    if isinstance(row, Company):
        return {"name": row.name, "organisation_number": row.organisation_number}
    if isinstance(row, StoredFile):
        return {"name": row.name, "type": row.media_type, "size": row.size, "sha256": row.sha256}
    if isinstance(row, Team):
        return {"team": row.name, "organisation": row.actor.name}
    if isinstance(row, CaseNeed):
        return row.area
    return str(row)
