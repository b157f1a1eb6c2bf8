"""Delivery that a killed worker neither loses nor repeats.

    waiting/failed ──claim──► claimed ──before the dot──► handing_over ──reply 250──► sent
          ▲                      │                             │
          └─── lease ran out ────┘                             └── lease ran out, no reply ──► uncertain

Every arrow is one UPDATE that names the state it leaves, so of two workers only one takes it. No
transaction is open while the mail server is spoken to. A mail is written down as being handed
over just before the final dot of SMTP: a worker killed before that has sent nothing, and the mail
is tried again; one killed after it leaves a message that a person must judge. It is never sent
again by itself. Between the two lie the sending of five bytes and the server's reply.
"""

import datetime
import logging
import random
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import F, QuerySet
from django.utils import translation

from lotsa.foundation import clock
from lotsa.foundation.outbox import digest
from lotsa.foundation.outbox.forgetting import forget
from lotsa.foundation.outbox.letters import Occasion, Recipient, Ref
from lotsa.foundation.outbox.mail import BadAddress, Item, Mail, compose, language_for
from lotsa.foundation.outbox.models import DUE, NoticeChoice, OutboxMessage, State
from lotsa.foundation.outbox.post import Post, post_office
from lotsa.foundation.outbox.registry import UnknownNotice, find_notice, forgetful, require_kind
from lotsa.foundation.outbox.smtp import REPLY_TIMEOUT, Lost, NotOurs, Refused, ServerDown
from lotsa.foundation.outbox.undelivered import tell_undelivered

logger = logging.getLogger(__name__)

_MINUTE = datetime.timedelta(minutes=1)
LEASE = 5 * _MINUTE
REPLY_LEASE = datetime.timedelta(seconds=REPLY_TIMEOUT) + _MINUTE
# After each try that failed; when they are used up the message is dead.
DELAYS = tuple(minutes * _MINUTE for minutes in (1, 5, 30, 120, 360, 1440))
_JITTER = 0.2
# A database that is away just as a mail has gone: seconds to wait before writing it down again.
_WRITE_AGAIN = (0.2, 1.0, 3.0)


@dataclass
class Tally:
    """How many messages ended in each state in one run."""

    states: Counter[str] = field(default_factory=Counter)

    def as_dict(self) -> dict[str, int]:
        """State to number, by state."""
        return dict(sorted(self.states.items()))


class _Dropped(Exception):
    """There is nothing to send; says the reason."""


def deliver_due(limit: int = 500, seconds: float = 50.0) -> Tally:
    """Deliver what is due; safe to run in several workers at once.

    Args:
        limit: messages at most.
        seconds: how long to go on taking new ones, so that other jobs get their turn.
    """
    tally = Tally()
    tally.states.update(_tidy_up(clock.now()))
    due = OutboxMessage.objects.filter(state__in=DUE, next_attempt_at__lte=clock.now())
    ids = list(due.order_by("next_attempt_at", "pk").values_list("pk", flat=True)[:limit])
    if not ids:
        return tally
    post = post_office()
    if post is None:
        logger.error("Mail is waiting, and LOTSA_SMTP_URL is not set.")
        return tally
    until = time.monotonic() + seconds
    with post:
        for pk in ids:
            if time.monotonic() > until:
                break
            message = _claim(pk, clock.now())
            if message is None:
                continue
            try:
                tally.states[_deliver(message, post)] += 1
            except ServerDown as down:
                tally.states[_failed(message, str(down))] += 1
                logger.error("The mail server cannot be used: %s", down)  # noqa: TRY400
                break
    return tally


def _tidy_up(now: datetime.datetime) -> Counter[str]:
    """See to messages whose worker was killed."""
    moved: Counter[str] = Counter()
    lapsed = OutboxMessage.objects.filter(claimed_until__lt=now)
    handing_over = lapsed.filter(state=State.HANDING_OVER)
    forget(handing_over)
    moved[State.UNCERTAIN] = handing_over.update(state=State.UNCERTAIN, last_error="no reply")
    claimed = lapsed.filter(state=State.CLAIMED)
    for message in claimed.filter(attempts__gt=len(DELAYS)):
        # What kills its worker every time must not do so for ever.
        moved[_failed(message, "worker stopped")] += 1
    claimed.filter(attempts__lte=len(DELAYS)).update(state=State.FAILED, next_attempt_at=now)
    return +moved


def _claim(pk: int, now: datetime.datetime) -> OutboxMessage | None:
    """Take a message for this worker; None when another has, or it is no longer due."""
    token = uuid.uuid4().hex
    due = OutboxMessage.objects.filter(pk=pk, state__in=DUE, next_attempt_at__lte=now)
    taken = due.filter(digest.not_behind_another(now)).update(
        state=State.CLAIMED,
        claimed_by=token,
        claimed_until=now + LEASE,
        attempts=F("attempts") + 1,
    )
    return OutboxMessage.objects.filter(pk=pk, claimed_by=token).first() if taken else None


def _deliver(message: OutboxMessage, post: Post) -> str:
    """Write and send one claimed message; returns the state it ended in. Raises ServerDown."""
    try:
        if _held(message):
            return "held"
        mail, others = _write(message)
    except _Dropped as dropped:
        return _end(message, State.DROPPED, reason=str(dropped))
    except BadAddress:
        return _bounced(message, "address")
    except UnknownNotice:
        return _bounced(message, "unknown notice", State.DEAD)
    except Exception as error:  # noqa: BLE001  a fault in one app's letter must not stop the others
        # The error's own words may hold what a person wrote.
        logger.error("The notice %s: %s", message.notice, type(error).__name__)  # noqa: TRY400
        return _failed(message, type(error).__name__)
    return _send(message, mail, others, post)


def _send(message: OutboxMessage, mail: Mail, others: list[int], post: Post) -> str:
    committed = False

    def commit() -> bool:
        nonlocal committed
        committed = _hand_over(message, others)
        return committed

    try:
        post.send(mail, commit)
    except NotOurs:
        _still_ours(message).update(state=State.FAILED, next_attempt_at=clock.now())
        return "not ours"
    except Lost:
        return _end(message, State.UNCERTAIN, last_error="no reply")
    except Refused as refusal:
        if refusal.permanent:
            return _bounced(message, refusal.status)
        return _failed(message, refusal.status)
    except ServerDown:
        raise
    except Exception as error:  # noqa: BLE001  whatever it is, the state must say what is known
        if committed:
            return _end(message, State.UNCERTAIN, last_error=type(error).__name__)
        logger.error("Sending %s: %s", message.notice, type(error).__name__)  # noqa: TRY400
        return _failed(message, type(error).__name__)
    return _end(message, State.SENT, sent_at=clock.now())


def _held(message: OutboxMessage) -> bool:
    """Put a message back until its digest, when it should wait for one."""
    notice = find_notice(message.notice)
    if not notice.digest or message.held_for_digest or message.attempts > 1 or message.reason:
        return False
    until = digest.hold_until(message, clock.now())
    if until is None:
        return False
    _still_ours(message).update(
        state=State.WAITING, attempts=0, held_for_digest=True, next_attempt_at=until
    )
    return True


def _write(message: OutboxMessage) -> tuple[Mail, list[int]]:
    """The mail, and the ids of what was gathered into it. Raises _Dropped, BadAddress."""
    recipient = require_kind(message.recipient_kind)(message.recipient_id)
    if recipient is None:
        raise _Dropped("no_recipient")
    if message.held_for_digest:
        digest.gather(message)
    items, others = [], []
    with translation.override(language_for(message.language or recipient.language)):
        for each in (message, *digest.gathered(message)):
            item = _item(each, recipient)
            if item is not None:
                items.append(item)
                others += [each.pk] if each is not message else []
            elif each is not message:
                left = OutboxMessage.objects.filter(pk=each.pk, state=State.GATHERED)
                left.update(state=State.DROPPED, reason="no_longer")
        if not items:
            raise _Dropped("no_longer")
        return compose(message.mail_id, recipient, items, message.happened_at), others


def _item(message: OutboxMessage, recipient: Recipient) -> Item | None:
    """What the message has to say now; None when it is declined or no longer so."""
    notice = find_notice(message.notice)
    if notice.forget_data and not message.data:
        return None  # sent again by hand; there is nothing left to say
    to = Ref(message.recipient_kind, message.recipient_id)
    if notice.opt_out:
        whose = {"recipient_kind": to.kind, "recipient_id": to.id, "notice": notice.name}
        if NoticeChoice.objects.filter(**whose, wanted=False).exists():
            return None
    about = Ref(message.about_kind, message.about_id) if message.about_kind else None
    occasion = Occasion(notice.name, to, about, message.data, message.happened_at)
    letter = notice.build(occasion, recipient)
    return Item(notice, to, letter) if letter else None


def _hand_over(message: OutboxMessage, others: list[int]) -> bool:
    """Write down that the mail is going; False when it may not go any more.

    It may not when the lease ran out and another took it, or when something in it was erased.
    """
    with transaction.atomic():
        claimed = OutboxMessage.objects.filter(
            pk=message.pk, state=State.CLAIMED, claimed_by=message.claimed_by
        )
        until = clock.now() + REPLY_LEASE
        if not claimed.update(state=State.HANDING_OVER, claimed_until=until):
            return False
        there = OutboxMessage.objects.filter(pk__in=others, state=State.GATHERED)
        if there.count() == len(others):
            return True
        claimed_now = OutboxMessage.objects.filter(pk=message.pk, claimed_by=message.claimed_by)
        claimed_now.update(state=State.CLAIMED)
        return False


def _still_ours(message: OutboxMessage) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(
        pk=message.pk,
        claimed_by=message.claimed_by,
        state__in=(State.CLAIMED, State.HANDING_OVER, State.UNCERTAIN),
    )


def _end(message: OutboxMessage, state: State, **values: Any) -> str:
    """Write down how it ended, for what was gathered into it too."""
    if state != State.FAILED and message.notice in forgetful():
        values["data"] = {}
    for pause in (*_WRITE_AGAIN, None):
        try:
            with transaction.atomic():
                if not _still_ours(message).update(state=state, claimed_until=None, **values):
                    return "not ours"
                if state in {State.SENT, State.DROPPED}:
                    digest.gathered(message).update(state=state, **values)
        except OperationalError:
            if pause is None or connection.in_atomic_block:
                raise
            time.sleep(pause)
            connection.close()
        else:
            return str(state)
    raise AssertionError("unreachable")


def _bounced(message: OutboxMessage, status: str, state: State = State.BOUNCED) -> str:
    with transaction.atomic():
        ended = _end(message, state, last_error=status)
        if ended == state:
            message.last_error = status
            tell_undelivered(message)
    return ended


def _failed(message: OutboxMessage, status: str) -> str:
    """Try again later, or give up."""
    if message.attempts > len(DELAYS):
        return _bounced(message, status, State.DEAD)
    wait = DELAYS[message.attempts - 1] * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311
    return _end(message, State.FAILED, last_error=status, next_attempt_at=clock.now() + wait)
