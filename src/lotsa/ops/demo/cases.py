"""The demo's cases, in every state, made by the same services that real ones go through."""

from datetime import datetime

from django.conf import settings

from lotsa.core.calendar.working_days import ZONE, add_working_days
from lotsa.foundation.once import one_reading
from lotsa.foundation.outbox.models import OutboxMessage
from lotsa.foundation.outbox.services import told_before
from lotsa.ops.demo.maker import Maker
from lotsa.ops.demo.opening import come_in, phoned_in
from lotsa.ops.demo.plans import DAY, HOUR, Kind, plans
from lotsa.ops.demo.steps import go_on
from lotsa.usecases.support import watch
from lotsa.usecases.support.router import router

_WATCHED = 6
"""Working days on which the daily jobs have looked."""
_KEPT = 4
"""Mails of each kind that a visitor finds in the demo's mailbox."""
_MAILED = 5 * DAY
"""Mails older than this have been read long ago."""


def make_cases(maker: Maker, count: int) -> int:
    """Make about so many cases, and let the daily jobs look at them; returns how many."""
    # Neither catalogue nor directory changes while the cases are made.
    with one_reading(), told_before(maker.now - _MAILED):
        for plan in plans(count, maker.chance, maker.now):
            if plan.kind is Kind.PHONED:
                team = router().team_pk[maker.data["fronts"][maker.region()]]
                case, asked = phoned_in(maker, plan, team)
            else:
                case, asked = come_in(maker, plan)
            go_on(maker, plan.kind, case, asked, plan.opened)
            maker.made.append((case, plan.kind, asked))
        for morning in _mornings(maker.now):
            watch.tell_delays(now=morning)
            watch.remind(now=morning)
            watch.escalate(now=morning)
    return len(maker.made)


def _mornings(now: datetime) -> list[datetime]:
    """The mornings of the latest working days, and now."""
    day = now.astimezone(ZONE).date() - 14 * DAY
    found = []
    while (day := add_working_days(day, 1)) < now.astimezone(ZONE).date():
        moment = datetime.combine(day, datetime.min.time(), ZONE) + 8 * HOUR
        found.append(moment.astimezone(now.tzinfo))
    return [*found[-_WATCHED:], now]


def keep_mails(maker: Maker) -> int:
    """Let the latest mails of each kind go, to companies and demo people; returns how many.

    More would drown the mailbox of the demo, which its worker fills. With a mail server set
    nothing goes: invented companies get no real mail.
    """
    every = OutboxMessage.objects.order_by("-happened_at", "-pk")
    kept: list[OutboxMessage] = []
    if not settings.LOTSA_SMTP_URL:
        shown = [str(user) for user in maker.demo_users]
        for name in every.order_by("notice").values_list("notice", flat=True).distinct():
            of_kind = every.filter(notice=name)
            kept += of_kind.filter(recipient_kind="case")[:_KEPT]
            kept += of_kind.filter(recipient_kind="user", recipient_id__in=shown)[:_KEPT]
        wrong = [str(case.pk) for case, kind, _asked in maker.made if kind is Kind.BOUNCED]
        kept += every.filter(notice="case.received", recipient_id__in=wrong)
    OutboxMessage.objects.exclude(pk__in=[message.pk for message in kept]).delete()
    return OutboxMessage.objects.count()
