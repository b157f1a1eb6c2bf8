"""Roles in words, with the places they hold for."""

from collections.abc import Iterable, Mapping

from lotsa.domain.actors.models.members import MemberRole, StaffRole
from lotsa.domain.places.models import Territory


def role_sentences(roles: Iterable[Mapping[str, str]]) -> list[str]:
    """Roles as an invitation keeps them, in words: "Coordinator (Örebro län)"."""
    rows = [(row["role"], row.get("territory") or "") for row in roles]
    places = {
        one.code: one for one in Territory.objects.filter(code__in={code for _, code in rows})
    }
    return [_sentence(role, places.get(code)) for role, code in rows]


def member_roles(rows: Iterable[MemberRole]) -> list[str]:
    """A member's roles in words; the rows should have their territories fetched."""
    return [_sentence(row.role, row.territory) for row in rows]


def _sentence(role: str, place: Territory | None) -> str:
    label = str(StaffRole(role).label)
    return f"{label} ({place.full_name})" if place else label
