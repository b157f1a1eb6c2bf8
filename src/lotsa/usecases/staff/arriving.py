"""Coming to a place: at sign-in, and when switching."""

from datetime import datetime

from django.utils import timezone

from lotsa.domain.actors.models import Member
from lotsa.domain.people.models import User


def arrive(user: User, *, now: datetime) -> int | None:
    """Note that a user signed in, and return the place last used; None when there is none.

    Args:
        user: who signed in.
        now: the real instant. The day is noted once a day.
    """
    day = timezone.localdate(now)
    User.objects.filter(pk=user.pk).exclude(last_seen_on=day).update(last_seen_on=day)
    members = Member.objects.current().filter(user=user)
    ranked = sorted(members, key=lambda one: one.used_at or one.created_at, reverse=True)
    return ranked[0].pk if ranked else None


def use(user: User, member_id: int, *, now: datetime) -> bool:
    """Note that a user goes to one of their places; False when it is none of them."""
    mine = Member.objects.current().filter(user=user, pk=member_id)
    if not mine.exists():
        return False
    Member.objects.filter(pk=member_id).update(used_at=now)
    return True
