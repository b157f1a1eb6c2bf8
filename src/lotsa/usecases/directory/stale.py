"""Reminding managers of entries that nobody has confirmed for long."""

from datetime import datetime

from django.db import transaction

from lotsa.domain.actors.freshness import stale_entries
from lotsa.domain.actors.models import Member
from lotsa.foundation.access import Role
from lotsa.foundation.outbox.services import enqueue


def tell_stale(*, now: datetime) -> int:
    """Tell each manager of an actor with entries to look at, once a month; returns how many entries.

    Run twice it tells nobody twice; not run for weeks it tells all the next time.

    Args:
        now: the instant of the story.
    """
    stale = stale_entries(now)
    managers = Member.objects.current().filter(actor_id__in=stale, roles__role=Role.ACTOR_MANAGER)
    with transaction.atomic():
        for actor_id, user_id in managers.values_list("actor_id", "user_id").distinct():
            enqueue(
                "directory.stale",
                to=("user", user_id),
                about=("actor", actor_id),
                data={"entries": stale[actor_id]},
                dedupe=f"{actor_id}.{now:%Y-%m}",
                now=now,
            )
    return sum(stale.values())
