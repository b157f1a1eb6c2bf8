"""Support staff acting for another person: for a reason, for a while, and seen by that person."""

from datetime import datetime, timedelta

from django.db import transaction

from lotsa.domain.actors.models import Member
from lotsa.domain.people.models import ActingFor, User
from lotsa.foundation.access import Role
from lotsa.foundation.audit.services import record
from lotsa.usecases.staff import events

LONGEST = timedelta(minutes=30)


class MayNotActFor(Exception):
    """Nobody acts for themselves, for an administrator, or without a reason."""


def begin(by: User, member_id: int, reason: str, *, now: datetime) -> ActingFor:
    """Begin to act for the person who has a place, for half an hour at most.

    Args:
        by: the administrator.
        member_id: the place to act at.
        reason: why, in words; shown to the person acted for.
        now: the real instant.

    Raises:
        MayNotActFor: the reason is missing, the place has ended, or it is one's own or an
            administrator's.
    """
    reason = reason.strip()
    with transaction.atomic():
        member = (
            Member.objects.current().select_for_update(of=("self",)).filter(pk=member_id).first()
        )
        if member is None or not reason or member.user_id == by.pk:
            raise MayNotActFor
        theirs = Member.objects.current().filter(user_id=member.user_id)
        if theirs.filter(roles__role=Role.ADMINISTRATOR).exists():
            raise MayNotActFor
        for open_spell in ActingFor.objects.filter(by=by, ended_at__isnull=True, ends_at__gt=now):
            end(open_spell, now=now)
        spell = ActingFor.objects.create(
            by=by,
            user_id=member.user_id,
            reason=reason[:300],
            started_at=now,
            ends_at=now + LONGEST,
        )
        record(events.ACTING_STARTED, spell=spell.pk)
    return spell


def end(spell: ActingFor, *, now: datetime) -> None:
    """End a spell before its time; nothing happens when it is over."""
    with transaction.atomic():
        live = ActingFor.objects.filter(pk=spell.pk, ended_at__isnull=True, ends_at__gt=now)
        if live.update(ended_at=now):
            record(events.ACTING_ENDED, spell=spell.pk)


def end_those_over(*, now: datetime) -> int:
    """Log the end of spells whose time has run out; returns how many. They gave nothing since."""
    over = ActingFor.objects.filter(ended_at__isnull=True, ends_at__lte=now)
    count = 0
    for spell in over:
        with transaction.atomic():
            mine = ActingFor.objects.filter(pk=spell.pk, ended_at__isnull=True)
            if mine.update(ended_at=spell.ends_at):
                record(events.ACTING_ENDED, spell=spell.pk)
                count += 1
    return count
