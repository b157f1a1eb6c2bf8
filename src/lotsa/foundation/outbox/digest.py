"""One digest rather than ten mails: what is held, until when, and what goes with it.

Only notices registered with `digest=True` are held: for those who have chosen one mail a working
day, and for anyone who has just had several of the same kind.
"""

import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from lotsa.core.calendar.working_days import add_working_days, is_working_day
from lotsa.foundation.outbox.models import DigestChoice, OutboxMessage, State

# More of one kind to one person within the hour are gathered.
BURST = 3
BURST_WINDOW = datetime.timedelta(hours=1)


def hold_until(message: OutboxMessage, now: datetime.datetime) -> datetime.datetime | None:
    """When a message that may be gathered should go instead of now; None means now."""
    whose = {"recipient_kind": message.recipient_kind, "recipient_id": message.recipient_id}
    choice = DigestChoice.objects.filter(**whose, daily=True).first()
    if choice is not None:
        return next_digest(now, choice.hour)
    recent = OutboxMessage.objects.filter(
        **whose,
        notice=message.notice,
        gathered_into=None,
        sent_at__gt=now - BURST_WINDOW,
    ).order_by("-sent_at")
    times = list(recent.values_list("sent_at", flat=True)[:BURST])
    if len(times) < BURST or times[-1] is None:
        return None
    return times[-1] + BURST_WINDOW


def next_digest(now: datetime.datetime, hour: int) -> datetime.datetime:
    """The next time after `now` that it is this hour, local time, on a Swedish working day."""
    zone = ZoneInfo(settings.TIME_ZONE)
    day = now.astimezone(zone).date()
    at = datetime.time(hour)
    if is_working_day(day) and datetime.datetime.combine(day, at, zone) > now:
        return datetime.datetime.combine(day, at, zone)
    return datetime.datetime.combine(add_working_days(day, 1), at, zone)


def not_behind_another(now: datetime.datetime) -> Q:
    """True for a held message unless an earlier one of the same person is about to take it."""
    takes = Q(state=State.WAITING, next_attempt_at__lte=now)
    takes |= Q(state=State.CLAIMED, attempts=1)
    earlier = OutboxMessage.objects.filter(
        takes,
        held_for_digest=True,
        recipient_kind=OuterRef("recipient_kind"),
        recipient_id=OuterRef("recipient_id"),
        pk__lt=OuterRef("pk"),
    )
    return Q(held_for_digest=False) | Q(~Exists(earlier))


def gather(leader: OutboxMessage) -> None:
    """Let everything held for the same person go in this message's mail.

    Only before its first try: a mail that may have gone must not come again with more in it under
    the same Message-ID, or a receiver that knows the id throws the new part away.
    """
    if leader.attempts > 1 or leader.reason == "resent":
        return
    OutboxMessage.objects.filter(
        recipient_kind=leader.recipient_kind,
        recipient_id=leader.recipient_id,
        held_for_digest=True,
        state=State.WAITING,
    ).exclude(pk=leader.pk).update(state=State.GATHERED, gathered_into=leader)


def gathered(leader: OutboxMessage) -> QuerySet[OutboxMessage]:
    """What goes in this message's mail, besides itself."""
    return leader.gathered.filter(state=State.GATHERED).order_by("pk")
