"""The verbs of the outbox, for apps and pages. Delivery itself is in `delivery.py`."""

import datetime
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from lotsa.foundation import clock
from lotsa.foundation.audit.services import record
from lotsa.foundation.outbox.events import LEFT, RESENT
from lotsa.foundation.outbox.forgetting import forget
from lotsa.foundation.outbox.jobs import wake
from lotsa.foundation.outbox.letters import Ref, Value
from lotsa.foundation.outbox.models import (
    DUE,
    TROUBLED,
    DemoMail,
    DigestChoice,
    NoticeChoice,
    OutboxMessage,
    State,
)
from lotsa.foundation.outbox.registry import KIND, find_notice, require_kind
from lotsa.foundation.outbox.undelivered import tell_undelivered

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
# Ids, codes, dates and references pass; a name, an address or a sentence does not.
_CODE = re.compile(r"[A-Za-z0-9_.:+-]{0,64}")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_DEDUPE = re.compile(r"[A-Za-z0-9_.:+-]{1,80}")
_STATUS = re.compile(r"[245]\d\d( [245]\.\d{1,3}\.\d{1,3})?|[245]\.\d{1,3}\.\d{1,3}")
LATEST_HOUR = 23

To = tuple[str, str | int]

_told_before: ContextVar[datetime.datetime | None] = ContextVar("lotsa_told_before", default=None)


class NotPlain(ValueError):
    """A notice carried something that is no id, code, count or date."""


class NotAllowed(ValueError):
    """A notice that may not be declined was declined, or an hour is none of the day."""


def enqueue(
    name: str,
    *,
    to: To,
    about: To | None = None,
    data: Mapping[str, Value] | None = None,
    dedupe: str | None = None,
    language: str = "",
    now: datetime.datetime | None = None,
) -> None:
    """Have a notice mailed once the caller's transaction has been committed; see `enqueue_each`."""
    enqueue_each(name, to=(to,), about=about, data=data, dedupe=dedupe, language=language, now=now)


def enqueue_each(
    name: str,
    *,
    to: Iterable[To],
    about: To | None = None,
    data: Mapping[str, Value] | None = None,
    dedupe: str | None = None,
    language: str = "",
    now: datetime.datetime | None = None,
) -> None:
    """Have a notice mailed to each once the caller's transaction has been committed; one INSERT.

    Args:
        name: a registered notice.
        to: kind and id of each recipient, such as ("user", 7).
        about: kind and id of the thing it is about, so that it can be found and erased with it.
        data: ids, codes, counts and dates for the builder; nothing about a person or company.
        dedupe: the same notice with the same value goes to the same recipient once, however often
            and from however many processes it is enqueued.
        language: to write in; empty means the recipient's own.
        now: when it happened, as the reader should see it (`clock.moment()`); delivery itself
            always goes by the real clock.

    Raises:
        UnknownNotice, UnknownRecipientKind: nobody registered it.
        NotPlain: an id, the data or `dedupe` is no plain code, or a secret is missing.
    """
    before = _told_before.get()
    if before is not None and now is not None and now < before:
        return
    notice = find_notice(name)
    if notice.forget_data and not data:
        raise NotPlain(f"{name} must carry the secret that it tells.")
    recipients = [_ref(one) for one in to]
    for kind in {recipient.kind for recipient in recipients}:
        require_kind(kind)
    subject = _ref(about) if about else Ref("", "")
    if dedupe is not None and not _DEDUPE.fullmatch(dedupe):
        raise NotPlain(f"{name}: dedupe must be a short code.")
    real = clock.now()
    plain = _plain(name, data or {})
    messages = [
        OutboxMessage(
            notice=notice.name,
            recipient_kind=recipient.kind,
            recipient_id=recipient.id,
            about_kind=subject.kind,
            about_id=subject.id,
            data=plain,
            dedupe_key=f"{name}:{recipient.kind}:{recipient.id}:{dedupe}" if dedupe else None,
            language=language,
            happened_at=now or real,
            created_at=real,
            next_attempt_at=real,
            mail_id=uuid.uuid4(),
        )
        for recipient in recipients
    ]
    if messages:
        # ON CONFLICT DO NOTHING: a repeat neither raises nor breaks the caller's transaction.
        OutboxMessage.objects.bulk_create(messages, ignore_conflicts=True)
        _wake_after_commit()


@contextmanager
def told_before(moment: datetime.datetime) -> Iterator[None]:
    """Enqueue nothing that happened before a moment: history brought in was told in its time."""
    token = _told_before.set(moment)
    try:
        yield
    finally:
        _told_before.reset(token)


def cancel_about(kind: str, id: str | int) -> int:  # noqa: A002  the word of the interface
    """Drop what has not gone yet about a thing, and keep the record; returns how many."""
    return _stop(_about(kind, id), erase=False)


def erase_about(kind: str, id: str | int) -> int:  # noqa: A002
    """Delete every message about a thing, gone or not; returns how many.

    One being handed to the mail server this instant may still arrive. In the demo the mails that
    went are deleted too.
    """
    return _stop(_about(kind, id), erase=True)


def forget_recipient(to: To) -> int:
    """Delete a person's messages and choices; returns how many rows."""
    kind, id_ = _ref(to)
    whose = {"recipient_kind": kind, "recipient_id": id_}
    with transaction.atomic():
        gone = _stop(OutboxMessage.objects.filter(**whose), erase=True)
        gone += NoticeChoice.objects.filter(**whose).delete()[0]
        return gone + DigestChoice.objects.filter(**whose).delete()[0]


def resend(message_id: int) -> bool:
    """Try a dead, uncertain or bounced message again, at once; False when it is no longer so.

    The mail keeps its Message-ID, so that a receiver who has it can tell.
    """
    with transaction.atomic():
        message = _troubled(message_id).select_for_update().first()
        if message is None:
            return False
        record(RESENT, message=message_id, was=message.state)
        _troubled(message_id).update(
            state=State.WAITING,
            attempts=0,
            next_attempt_at=clock.now(),
            claimed_by="",
            claimed_until=None,
            last_error="",
            reason="resent",
        )
        _wake_after_commit()
    return True


def leave(message_id: int) -> bool:
    """Let a dead, uncertain or bounced message be; False when it is no longer so."""
    with transaction.atomic():
        message = _troubled(message_id).select_for_update().first()
        if message is None:
            return False
        record(LEFT, message=message_id, was=message.state)
        _troubled(message_id).update(state=State.DROPPED, reason="left", claimed_by="")
        message.gathered.filter(state=State.GATHERED).update(state=State.DROPPED, reason="left")
    return True


def note_bounce(mail_id: uuid.UUID, status: str) -> bool:
    """Note that a mail which went came back, and tell whom `on_bounce` names.

    Args:
        mail_id: what stands before the @ in its Message-ID.
        status: code, enhanced status or both, such as "550 5.1.1".

    Returns:
        False when no such mail has gone, or it has bounced already.

    Raises:
        NotPlain: the status is none.
    """
    if not _STATUS.fullmatch(status):
        raise NotPlain("A status is written like 550 5.1.1.")
    with transaction.atomic():
        mail = OutboxMessage.objects.filter(mail_id=mail_id)
        went = mail.filter(state__in=(State.SENT, State.UNCERTAIN))
        if not went.update(state=State.BOUNCED, last_error=status):
            return False
        message = mail.get()
        message.gathered.filter(state=State.SENT).update(state=State.GATHERED, sent_at=None)
        tell_undelivered(message)
    return True


def choose(to: To, name: str, *, wanted: bool) -> None:
    """Accept or decline a notice. Raises UnknownNotice, NotAllowed when it cannot be declined."""
    kind, id_ = _ref(to)
    if not find_notice(name).opt_out and not wanted:
        raise NotAllowed(f"The notice {name} may not be declined.")
    NoticeChoice.objects.update_or_create(
        recipient_kind=kind, recipient_id=id_, notice=name, defaults={"wanted": wanted}
    )


def choose_pace(to: To, *, daily: bool, hour: int = 8) -> None:
    """Have what can be gathered once a working day, or at once.

    Args:
        to: who chooses.
        daily: True for one mail a working day.
        hour: when, 0 to 23, local time.

    Raises:
        NotAllowed: no such hour.
    """
    if not 0 <= hour <= LATEST_HOUR:
        raise NotAllowed("The hour must be between 0 and 23.")
    kind, id_ = _ref(to)
    whose: dict[str, Any] = {"recipient_kind": kind, "recipient_id": id_}
    with transaction.atomic():
        DigestChoice.objects.update_or_create(**whose, defaults={"daily": daily, "hour": hour})
        # What is held goes at the next look, in one mail, or is held anew for the new hour.
        OutboxMessage.objects.filter(**whose, state=State.WAITING, held_for_digest=True).update(
            next_attempt_at=clock.now(), held_for_digest=not daily
        )


def _about(kind: str, id_: str | int) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(about_kind=kind, about_id=str(id_))


def _troubled(message_id: int) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(pk=message_id, state__in=TROUBLED)


def _stop(messages: QuerySet[OutboxMessage], *, erase: bool) -> int:
    """Drop what is due, or delete all; what was gathered into one that goes is let go first."""
    stopped = messages if erase else messages.filter(state__in=(*DUE, State.GATHERED))
    with transaction.atomic():
        ids = list(stopped.select_for_update().values_list("pk", flat=True))
        others = OutboxMessage.objects.filter(gathered_into__in=ids, state=State.GATHERED)
        others = others.exclude(pk__in=ids)
        # A mail that may have gone makes those it carried uncertain; otherwise they wait again.
        gone = Q(gathered_into__state__in=(State.HANDING_OVER, *TROUBLED))
        uncertain = list(others.filter(gone).values_list("pk", flat=True))
        carried = OutboxMessage.objects.filter(pk__in=uncertain)
        carried.update(state=State.UNCERTAIN, gathered_into=None)
        others.update(state=State.WAITING, gathered_into=None, next_attempt_at=clock.now())
        if not erase:
            dropped = stopped.filter(pk__in=ids)
            forget(dropped)
            return dropped.update(state=State.DROPPED, reason="cancelled")
        went = OutboxMessage.objects.filter(pk__in=ids)
        mails = set(went.values_list("mail_id", "gathered_into__mail_id"))
        DemoMail.objects.filter(mail_id__in={one for pair in mails for one in pair}).delete()
        OutboxMessage.objects.filter(gathered_into__in=ids).update(gathered_into=None)
        return went.delete()[0]


def _ref(pair: To) -> Ref:
    kind, id_ = pair
    if not KIND.fullmatch(kind) or not _ID.fullmatch(str(id_)):
        raise NotPlain("A recipient or thing is given as kind and id, such as ('user', 7).")
    return Ref(kind, str(id_))


def _plain(name: str, data: Mapping[str, Value]) -> dict[str, Value]:
    for key, value in data.items():
        values = value if isinstance(value, list) else [value]
        codes = [one for one in values if isinstance(one, str)]
        others = [one for one in values if not isinstance(one, str | int | bool | None)]
        if not _KEY.fullmatch(key) or others or not all(map(_CODE.fullmatch, codes)):
            raise NotPlain(f"{name}.{key} must be an id, a code, a count or a date.")
    return dict(data)


def _wake_after_commit() -> None:
    """Have the worker look at once; one look for however many messages of a transaction."""
    # Django keeps what waits for the commit per connection, and forgets it on rollback.
    waiting = [hook for _, hook, *_ in connection.run_on_commit if isinstance(hook, partial)]
    if not any(hook.func is wake for hook in waiting):
        transaction.on_commit(partial(wake), robust=True)
