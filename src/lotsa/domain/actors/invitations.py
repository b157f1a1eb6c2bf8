"""Offers of a place in an organisation: they expire, work once, and can be taken back.

The token of the link is made from the row and the site's key whenever the mail is written, so it
is stored nowhere; a new expiry gives a new token and shuts the old one out.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TypedDict

from django.db import transaction
from django.utils.crypto import salted_hmac

from lotsa.domain.actors import events, membership
from lotsa.domain.actors.models import Invitation, Member, Team
from lotsa.domain.actors.models.members import StaffRole
from lotsa.domain.people.models import User, normal
from lotsa.domain.places.models import Territory
from lotsa.foundation.audit.services import record
from lotsa.foundation.outbox.services import cancel_about, enqueue

LIVES = timedelta(days=14)
_SALT = "lotsa.invitation"
_LONGEST_TOKEN = 100


class GivenRole(TypedDict):
    """A role as an invitation keeps it; `territory` is a code, empty for the whole country."""

    role: str
    territory: str


class NoSuchPlace(ValueError):
    """An invitation names a role, a territory or a team that the organisation does not have."""


class AlreadyMember(ValueError):
    """The address belongs to somebody who has a place in the organisation already."""


class InvitationOver(Exception):
    """The invitation has been used, has been taken back, or its time has run out."""


def invite(  # noqa: PLR0913  each is a field of the form
    actor_id: int,
    email: str,
    name: str,
    roles: Iterable[GivenRole],
    team_ids: Iterable[int],
    *,
    language: str,
    by: User,
    now: datetime,
) -> Invitation:
    """Invite a person to an organisation, and have the mail sent.

    An earlier open invitation to the same address in the same organisation is taken back.

    Raises:
        NoSuchPlace: a role, territory or team does not exist there, or no role is given.
        AlreadyMember: the person has a place already.
    """
    email = normal(email)
    given = checked_roles(roles)
    teams = list(Team.objects.filter(actor_id=actor_id, pk__in=tuple(team_ids)))
    if len(teams) != len(set(team_ids)):
        raise NoSuchPlace("team")
    with transaction.atomic():
        if Member.objects.current().filter(actor_id=actor_id, user__email=email).exists():
            raise AlreadyMember(email)
        for earlier in Invitation.objects.open(now).filter(actor_id=actor_id, email=email):
            withdraw(earlier.pk, now=now)
        invitation = Invitation(
            actor_id=actor_id,
            email=email,
            name=name.strip()[:120],
            roles=given,
            language=language[:10],
            invited_by=by,
            created_at=now,
            expires_at=now + LIVES,
            token_sha256=hashlib.sha256(f"{actor_id} {email} {now}".encode()).hexdigest(),
        )
        invitation.save()
        invitation.teams.set(teams)
        _send(invitation)
        record(events.INVITED, actor=actor_id, invitation=invitation.pk)
    return invitation


def checked_roles(roles: Iterable[GivenRole]) -> list[GivenRole]:
    """The roles, each once. Raises NoSuchPlace for one that is none, or when there is none."""
    given: list[GivenRole] = []
    known = set(StaffRole.values)
    for row in roles:
        role, code = row["role"], row.get("territory", "")
        only_coordinators = role != StaffRole.COORDINATOR and code
        unknown = code and not Territory.objects.filter(code=code).exists()
        if role not in known or only_coordinators or unknown:
            raise NoSuchPlace(role)
        if (one := GivenRole(role=role, territory=code)) not in given:
            given.append(one)
    if not given:
        raise NoSuchPlace("role")
    return given


def token_of(invitation: Invitation) -> str:
    """The secret of the invitation's link."""
    text = f"{invitation.pk} {invitation.email} {invitation.expires_at.isoformat()}"
    return f"{invitation.pk}-{salted_hmac(_SALT, text, algorithm='sha256').hexdigest()}"


def open_invitation(token: str, *, now: datetime) -> Invitation | None:
    """The invitation behind a link; None when there is none, or it is over."""
    if not token or len(token) > _LONGEST_TOKEN:
        return None
    found: Invitation | None = (
        Invitation.objects.open(now)
        .select_related("actor", "invited_by")
        .filter(token_sha256=_digest(token))
        .first()
    )
    return found


def accept(invitation: Invitation, user: User | None, *, now: datetime) -> Member:
    """Take up the offer: the person gets the place, with its roles and teams.

    Args:
        invitation: as `open_invitation` gave it.
        user: who takes it; None makes a user with the address of the invitation.
        now: the real instant.

    Raises:
        InvitationOver: it was used or taken back meanwhile.
        AlreadyMember: `user` is None, and the address belongs to somebody; who must sign in first.
    """
    with transaction.atomic():
        row = Invitation.objects.open(now).select_for_update(of=("self",)).filter(pk=invitation.pk)
        mine = row.filter(token_sha256=invitation.token_sha256).first()
        if mine is None:
            raise InvitationOver
        if user is None:
            if User.objects.filter(email=mine.email).exists():
                raise AlreadyMember
            user = User.objects.create_user(mine.email, mine.name, language=mine.language)
        member = membership.join(
            user, mine.actor_id, mine.roles, mine.teams.values_list("pk", flat=True), now=now
        )
        mine.accepted_at = now
        mine.save(update_fields=["accepted_at"])
        record(events.JOINED, actor=mine.actor_id, invitation=mine.pk)
    return member


def resend(invitation_id: int, *, now: datetime) -> bool:
    """Send an invitation that is not used anew, for another 14 days; False when it is over.

    One whose time has run out can be sent again; one taken back cannot.
    """
    with transaction.atomic():
        unused = Invitation.objects.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
        invitation = unused.select_for_update().filter(pk=invitation_id).first()
        if invitation is None:
            return False
        invitation.expires_at = now + LIVES
        invitation.save(update_fields=["expires_at"])
        cancel_about("invitation", invitation.pk)
        _send(invitation)
    return True


def withdraw(invitation_id: int, *, now: datetime) -> bool:
    """Take an invitation back; False when it is used or taken back already."""
    with transaction.atomic():
        unused = Invitation.objects.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
        if not unused.filter(pk=invitation_id).update(withdrawn_at=now):
            return False
        cancel_about("invitation", invitation_id)
        record(events.UNINVITED, invitation=invitation_id)
    return True


def _send(invitation: Invitation) -> None:
    invitation.token_sha256 = _digest(token_of(invitation))
    invitation.save(update_fields=["token_sha256"])
    enqueue(
        "invitation.sent",
        to=("invitation", invitation.pk),
        about=("invitation", invitation.pk),
        language=invitation.language,
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def given_roles(document: Iterable[Mapping[str, str]]) -> list[GivenRole]:
    """What an invitation keeps, with every key."""
    return [GivenRole(role=row["role"], territory=row.get("territory", "")) for row in document]
