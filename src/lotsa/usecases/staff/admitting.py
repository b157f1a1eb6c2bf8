"""Who gets in by an identity provider: those invited, and those whom an organisation's rule names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from lotsa.domain.actors import events, invitations, membership
from lotsa.domain.actors.invitations import AlreadyMember, InvitationOver
from lotsa.domain.actors.models import Actor, Invitation, Member
from lotsa.domain.people.models import User, normal
from lotsa.foundation.audit.services import record


@dataclass(frozen=True)
class Vouched:
    """What an identity provider says about the one who signs in.

    Attributes:
        organisation_number: ten digits, of the organisation that vouches; empty when not told.
        roles: what the provider's mapping makes of its claims.
        second_factor: the provider has asked for a second factor.
    """

    name: str = ""
    email: str = ""
    email_verified: bool = False
    organisation_number: str = ""
    organisation_name: str = ""
    roles: tuple[str, ...] = ()
    second_factor: bool = False


class NotAdmitted(Exception):
    """The login is good, but belongs to nobody who may come in.

    Attributes:
        reason: "unknown", "invitation", "organisation" or "mail"; a part of the page's address.
    """

    def __init__(self, reason: str) -> None:
        """Take why."""
        super().__init__(reason)
        self.reason = reason


def admit(told: Vouched, *, invitation_token: str, rule: Mapping[str, Any], now: datetime) -> User:
    """The user that a login not seen before is to belong to.

    Args:
        told: what the provider vouches for.
        invitation_token: of the invitation that was being accepted; empty without.
        rule: the provider's settings; `admit` "organisation" lets in whom the claims name.
        now: the real instant.

    Raises:
        NotAdmitted: nobody has invited the person, and no rule lets it in.
    """
    if invitation_token:
        return _by_invitation(told, invitation_token, now)
    if rule.get("admit") == "organisation":
        return _by_organisation(told, now)
    raise NotAdmitted("unknown")


def check_organisation(user: User, told: Vouched) -> None:
    """Hold a login to the organisation that vouches for it.

    Raises:
        NotAdmitted: the person has no place in that organisation.
    """
    if not told.organisation_number:
        return
    places = Member.objects.current().filter(user=user).select_related("actor")
    if not any(belongs(place, told.organisation_number) for place in places):
        raise NotAdmitted("organisation")


def belongs(member: Member, organisation_number: str) -> bool:
    """Whether an organisation's own sign-in may open a place: its number is the actor's.

    An actor whose number nobody has filled in is opened by no number.
    """
    return member.actor.organisation_number == organisation_number


def _by_invitation(told: Vouched, token: str, now: datetime) -> User:
    invitation = invitations.open_invitation(token, now=now)
    if invitation is None:
        raise NotAdmitted("invitation")
    if _vouched_by_another(invitation, told):
        raise NotAdmitted("organisation")
    try:
        member = invitations.accept(invitation, None, now=now)
    except InvitationOver:
        raise NotAdmitted("invitation") from None
    except AlreadyMember:
        raise NotAdmitted("unknown") from None
    user: User = member.user
    return user


def _vouched_by_another(invitation: Invitation, told: Vouched) -> bool:
    number = invitation.actor.organisation_number
    return bool(told.organisation_number) and told.organisation_number != number


def _by_organisation(told: Vouched, now: datetime) -> User:
    number = told.organisation_number
    actor = Actor.objects.listed().filter(organisation_number=number).first() if number else None
    if actor is None or not told.roles:
        raise NotAdmitted("unknown")
    if not told.email or not told.email_verified:
        raise NotAdmitted("mail")
    email = normal(told.email)
    with transaction.atomic():
        # A known address is not joined: whoever has it connects the login from inside.
        if User.objects.filter(email=email).exists():
            raise NotAdmitted("unknown")
        user = User.objects.create_user(email, told.name)
        roles = [{"role": role, "territory": ""} for role in told.roles]
        member = membership.join(user, actor.pk, roles, (), now=now)
        record(events.ADMITTED, actor=actor.pk, member=member.pk)
    return user
