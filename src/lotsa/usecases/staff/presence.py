"""Who is signed in, at which place, and for whom: read from the session at every request.

Nothing about rights is kept in the session but which place was chosen. So a place that has ended,
a role taken away or a user made inactive counts from the next request.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.utils.crypto import constant_time_compare

from lotsa.domain.actors.models import Member
from lotsa.domain.actors.viewers import Viewer, viewer_of
from lotsa.domain.people.models import ActingFor, User
from lotsa.foundation.access import Role
from lotsa.usecases.staff.admitting import belongs

PLACE = "staff_place"
STRONG = "staff_strong"
SIGNED_IN_AT = "staff_signed_in_at"
SEEN_AT = "staff_seen_at"
ACTING = "staff_acting"
ORGANISATION = "staff_organisation"
KEYS = (PLACE, STRONG, SIGNED_IN_AT, SEEN_AT, ACTING, ORGANISATION)

LONGEST = timedelta(hours=12)
"""A working day; then one signs in again."""
IDLE = timedelta(hours=2)
"""Without a page asked for; then one signs in again."""


@dataclass(frozen=True)
class Place:
    """One place the signed-in person can switch to."""

    member_id: int
    actor_name: str
    current: bool


@dataclass(frozen=True)
class Presence:
    """A signed-in person.

    Attributes:
        user: the one who signed in; support staff also while acting for somebody.
        viewer: what the pages go by; of the other person while acting. None without any place.
        places: one's own, the most recently used first.
        acting: the spell of acting for somebody that goes on now.
        strong: a second factor was shown in this session.
    """

    user: User
    viewer: Viewer | None
    places: tuple[Place, ...]
    acting: ActingFor | None
    strong: bool


def presence_of(session: Mapping[str, Any], *, now: datetime) -> Presence | None:
    """The one whose session it is, in three queries; None when nobody is signed in.

    Args:
        session: what is kept for the visitor.
        now: the real instant; sessions older than `LONGEST`, or idle for `IDLE`, are over.
    """
    user_id = _user_id(session)
    if user_id is None or not _alive(session, now):
        return None
    members = tuple(_places(user_id))
    user = members[0].user if members else _user(user_id)
    if user is None or not _is_of(user, session):
        return None
    strong = bool(session.get(STRONG))
    if vouching := session.get(ORGANISATION):
        members = tuple(one for one in members if belongs(one, vouching))
    acting, borrowed = _acting(session, user, members, now)
    chosen = borrowed or _chosen(members, session.get(PLACE))
    viewer = None
    if chosen is not None:
        viewer = viewer_of(
            chosen,
            acting_by=user.pk if acting else None,
            withheld=frozenset() if strong else roles_with_second_factor(),
        )
    own = _chosen(members, session.get(PLACE))
    places = tuple(
        Place(member.pk, member.actor.name, current=own is not None and member.pk == own.pk)
        for member in members
    )
    return Presence(user, viewer, places, acting, strong)


def roles_with_second_factor() -> frozenset[Role]:
    """The roles that this installation gives only to those who have shown a second factor."""
    return frozenset(Role(name) for name in settings.LOTSA_SECOND_FACTOR_ROLES)


def _user_id(session: Mapping[str, Any]) -> int | None:
    try:
        return int(session[SESSION_KEY])
    except (KeyError, TypeError, ValueError):
        return None


def _alive(session: Mapping[str, Any], now: datetime) -> bool:
    signed_in, seen = session.get(SIGNED_IN_AT), session.get(SEEN_AT)
    if not isinstance(signed_in, int | float) or not isinstance(seen, int | float):
        return False
    at = now.timestamp()
    return at - signed_in < LONGEST.total_seconds() and at - seen < IDLE.total_seconds()


def _is_of(user: User, session: Mapping[str, Any]) -> bool:
    """Whether the session was begun since the user last signed out everywhere."""
    written = str(session.get(HASH_SESSION_KEY, ""))
    known = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    return any(constant_time_compare(written, one) for one in known)


def _places(user_id: int) -> list[Member]:
    members = Member.objects.current().filter(user_id=user_id).select_related("user", "actor")
    return sorted(members, key=_last_used, reverse=True)


def _last_used(member: Member) -> datetime:
    moment: datetime = member.used_at or member.created_at
    return moment


def _user(user_id: int) -> User | None:
    user: User | None = User.objects.active().filter(pk=user_id).first()
    return user


def _chosen(members: tuple[Member, ...], member_id: object) -> Member | None:
    for member in members:
        if member.pk == member_id:
            return member
    return members[0] if members else None


def _acting(
    session: Mapping[str, Any], user: User, members: tuple[Member, ...], now: datetime
) -> tuple[ActingFor | None, Member | None]:
    """The spell that goes on, and the place it is about; nothing once it is over.

    Somebody who is no longer administrator, or no longer active, acts for nobody.
    """
    kept = session.get(ACTING)
    if not isinstance(kept, list) or len(kept) != 2:  # noqa: PLR2004
        return None, None
    spell_id, member_id = kept
    spell = ActingFor.objects.filter(
        pk=spell_id, by=user, ended_at__isnull=True, ends_at__gt=now
    ).first()
    if spell is None:
        return None, None
    administers = any(
        row.role == Role.ADMINISTRATOR for member in members for row in member.roles.all()
    )
    borrowed = (
        Member.objects.current()
        .select_related("user", "actor")
        .filter(pk=member_id, user_id=spell.user_id)
        .first()
    )
    if borrowed is None or not administers:
        return None, None
    return spell, borrowed
