"""Changes to a person's place in an organisation: joining, roles, teams, absence, ending."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction

from lotsa.domain.actors import events
from lotsa.domain.actors.models import Member, MemberAbsence, MemberRole, Team
from lotsa.domain.people.models import User
from lotsa.domain.places.models import Territory
from lotsa.foundation.access import Role
from lotsa.foundation.audit.services import record


class LastAdministrator(Exception):
    """Somebody must be administrator."""


class WrongDays(ValueError):
    """An absence that ends before it begins, or a substitute who is not a colleague."""


def join(
    user: User,
    actor_id: int,
    roles: Iterable[Mapping[str, str]],
    team_ids: Iterable[int],
    *,
    now: datetime,
) -> Member:
    """Give a user a place, or take up one that had ended; roles and teams are those given."""
    with transaction.atomic():
        member, made = Member.objects.get_or_create(
            user=user, actor_id=actor_id, defaults={"created_at": now, "reviewed_at": now}
        )
        if not made:
            Member.objects.filter(pk=member.pk).update(ended_at=None, reviewed_at=now)
        if user.left_at or not user.is_active:
            User.objects.filter(pk=user.pk).update(left_at=None, is_active=True)
        _set_roles(member, roles)
        member.teams.set(Team.objects.filter(actor_id=actor_id, pk__in=tuple(team_ids)))
    member.refresh_from_db()
    return member


def change(
    member_id: int,
    roles: Iterable[Mapping[str, str]],
    team_ids: Iterable[int],
    title: str,
    *,
    now: datetime,
) -> Member:
    """Give a member other roles, teams and title; they count from the person's next page.

    Raises:
        Member.DoesNotExist: there is no such place, or it has ended.
        LastAdministrator: nobody would be administrator any more.
    """
    with transaction.atomic():
        member: Member = Member.objects.current().select_for_update(of=("self",)).get(pk=member_id)
        wanted = list(roles)
        if not any(row["role"] == Role.ADMINISTRATOR for row in wanted):
            _keep_an_administrator(member)
        _set_roles(member, wanted)
        member.teams.set(Team.objects.filter(actor_id=member.actor_id, pk__in=tuple(team_ids)))
        member.title = title.strip()[:120]
        member.reviewed_at = now
        member.save(update_fields=["title", "reviewed_at"])
        record(events.CHANGED, actor=member.actor_id, member=member.pk)
    return member


def end(member_id: int, *, now: datetime) -> bool:
    """End a place at once; False when it has ended already. The work is moved by `usecases.staff`.

    A person without any place left is noted as having left.

    Raises:
        LastAdministrator: nobody would be administrator any more.
    """
    with transaction.atomic():
        member = (
            Member.objects.select_for_update(of=("self",))
            .filter(pk=member_id, ended_at__isnull=True)
            .first()
        )
        if member is None:
            return False
        _keep_an_administrator(member)
        member.ended_at = now
        member.save(update_fields=["ended_at"])
        others = Member.objects.filter(user_id=member.user_id, ended_at__isnull=True)
        if not others.exists():
            User.objects.filter(pk=member.user_id).update(left_at=now)
        record(events.ENDED, actor=member.actor_id, member=member.pk)
    return True


def be_away(
    member: Member, first: date, last: date | None, substitute_id: int | None
) -> MemberAbsence:
    """Note days away, both included, and which colleague stands in.

    Raises:
        WrongDays: it ends before it begins, or the substitute has no place in the organisation.
    """
    if last is not None and last < first:
        raise WrongDays("last")
    if substitute_id is not None:
        colleagues = Member.objects.current().filter(actor_id=member.actor_id).exclude(pk=member.pk)
        if not colleagues.filter(pk=substitute_id).exists():
            raise WrongDays("substitute")
    return MemberAbsence.objects.create(
        member=member, first=first, last=last, substitute_id=substitute_id
    )


def be_back(member: Member, absence_id: int) -> bool:
    """Take away an absence of one's own; False when there is none."""
    return bool(MemberAbsence.objects.filter(member=member, pk=absence_id).delete()[0])


def _set_roles(member: Member, roles: Iterable[Mapping[str, str]]) -> None:
    roles = list(roles)
    codes = {row.get("territory") or "" for row in roles}
    places = {one.code: one for one in Territory.objects.filter(code__in=codes)}
    wanted = {(row["role"], places.get(row.get("territory") or "")) for row in roles}
    for row in member.roles.select_related("territory"):
        if (row.role, row.territory) in wanted:
            wanted.discard((row.role, row.territory))
        else:
            row.delete()
    for role, territory in sorted(wanted, key=lambda pair: (pair[0], pair[1].pk if pair[1] else 0)):
        MemberRole.objects.create(member=member, role=role, territory=territory)


def _keep_an_administrator(member: Member) -> None:
    administrators = Member.objects.current().filter(roles__role=Role.ADMINISTRATOR)
    is_one = administrators.filter(pk=member.pk).exists()
    if is_one and not administrators.exclude(pk=member.pk).exists():
        raise LastAdministrator
