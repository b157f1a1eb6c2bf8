"""What the pages about mail show: what did not arrive, what is chosen, the demo's mailbox."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lotsa.foundation.outbox.letters import Ref
from lotsa.foundation.outbox.models import (
    DUE,
    TROUBLED,
    DemoMail,
    DigestChoice,
    NoticeChoice,
    OutboxMessage,
    State,
)
from lotsa.foundation.outbox.registry import (
    Audience,
    UnknownNotice,
    Words,
    all_notices,
    find_notice,
)

_ON_ITS_WAY = _("On its way")
_LABELS: dict[str, Words] = {
    State.WAITING: _ON_ITS_WAY,
    State.CLAIMED: _ON_ITS_WAY,
    State.HANDING_OVER: _ON_ITS_WAY,
    State.GATHERED: _ON_ITS_WAY,
    State.FAILED: _("Will be tried again"),
    State.SENT: _("Mail sent"),
    State.DROPPED: _("Not sent, no longer needed"),
    State.DEAD: _("Gave up after several tries"),
    State.UNCERTAIN: _("May have arrived"),
    State.BOUNCED: _("Came back: could not be delivered"),
}


@dataclass(frozen=True)
class MessageRow:
    """One message, ready for a page. Nothing in it says who the recipient is.

    Attributes:
        id: for `resend` and `leave`.
        notice: its name.
        sentence: what it tells, in the reader's language.
        to: kind and id of the recipient.
        about: kind and id of the thing, or None.
        state: where it stands; of a gathered message, where the mail it goes in stands.
        label: the same in words.
        troubled: whether it needs a person.
        status: the mail server's codes, such as "550 5.1.1".
        attempts: how many times it was tried.
        at: when it happened, as the reader should see it.
        sent_at: when it went.
        together: how many notices go in the same mail, this one included.
    """

    id: int
    notice: str
    sentence: Words
    to: Ref
    about: Ref | None
    state: State
    label: Words
    troubled: bool
    status: str
    attempts: int
    at: datetime.datetime
    sent_at: datetime.datetime | None
    together: int


@dataclass(frozen=True)
class Counts:
    """How the outbox stands.

    Attributes:
        waiting: due or held, never tried.
        failed: will be tried again.
        dead: given up.
        uncertain: may have gone; a person decides.
        bounced: came back.
        oldest_due: when the oldest that should have gone was due; None when nothing waits. More
            than some minutes ago means that no worker runs, or that no mail server answers.
    """

    waiting: int
    failed: int
    dead: int
    uncertain: int
    bounced: int
    oldest_due: datetime.datetime | None

    @property
    def troubled(self) -> int:
        """How many need a person."""
        return self.dead + self.uncertain + self.bounced


@dataclass(frozen=True)
class Choice:
    """One notice on the page where one chooses.

    Attributes:
        notice: its name.
        sentence: what it tells.
        wanted: whether it is sent.
        may_decline: whether that may be changed.
    """

    notice: str
    sentence: Words
    wanted: bool
    may_decline: bool


@dataclass(frozen=True)
class Pace:
    """Whether what can be gathered comes once a working day, and at which hour."""

    daily: bool
    hour: int


def troubled_keys() -> list[tuple[int, Ref | None]]:
    """The key of every message that is dead, uncertain or bounced, and what it is about.

    The newest first; one for each mail. All of them, so that whoever may see a part finds the
    whole of that part.
    """
    found = OutboxMessage.objects.filter(state__in=TROUBLED).order_by("-pk")
    return [
        (pk, Ref(kind, about) if kind else None)
        for pk, kind, about in found.values_list("pk", "about_kind", "about_id")
    ]


def troubled(keys: Collection[int]) -> list[MessageRow]:
    """Those of the messages with these keys that are dead, uncertain or bounced, newest first."""
    found = OutboxMessage.objects.filter(state__in=TROUBLED, pk__in=keys).order_by("-pk")
    return _rows(found, len(keys))


def for_about(kind: str, id: str | int, limit: int = 200) -> list[MessageRow]:  # noqa: A002
    """Every message about a thing, the newest first, so that a bounce is seen where it matters."""
    about = OutboxMessage.objects.filter(about_kind=kind, about_id=str(id)).order_by("-pk")
    return _rows(about, limit)


def counts() -> Counts:
    """How many messages stand where."""
    due = Q(state__in=DUE)
    found = OutboxMessage.objects.filter(due | Q(state__in=TROUBLED)).aggregate(
        **{state.value: Count("pk", filter=Q(state=state)) for state in (*DUE, *TROUBLED)},
        oldest_due=Min("next_attempt_at", filter=due),
    )
    return Counts(**found)


def choices(kind: str, id: str | int, audience: Audience) -> list[Choice]:  # noqa: A002
    """Every notice to such an audience, and whether this person wants it; by name."""
    chosen = dict(
        NoticeChoice.objects.filter(recipient_kind=kind, recipient_id=str(id)).values_list(
            "notice", "wanted"
        )
    )
    return [
        Choice(
            notice.name,
            notice.sentence,
            not notice.opt_out or chosen.get(notice.name, True),
            notice.opt_out,
        )
        for notice in all_notices()
        if notice.audience is audience
    ]


def declined(to: Ref, names: Collection[str]) -> bool:
    """Whether this person has said no to every one of these notices."""
    refused = NoticeChoice.objects.filter(
        recipient_kind=to.kind, recipient_id=to.id, notice__in=names, wanted=False
    )
    return refused.count() == len(set(names))


def pace(kind: str, id: str | int) -> Pace:  # noqa: A002
    """How often this person wants what can be gathered."""
    chosen = DigestChoice.objects.filter(recipient_kind=kind, recipient_id=str(id)).first()
    return Pace(chosen.daily, chosen.hour) if chosen else Pace(daily=False, hour=8)


def mailbox(limit: int = 50) -> QuerySet[DemoMail]:
    """The demo's mails without their text, the newest first."""
    return DemoMail.objects.defer("text", "html").order_by("-pk")[:limit]


def mail(id: int) -> DemoMail | None:  # noqa: A002
    """One of the demo's mails, or None."""
    return DemoMail.objects.filter(pk=id).first()


def _rows(messages: QuerySet[OutboxMessage], limit: int) -> list[MessageRow]:
    found = messages.select_related("gathered_into")[:limit]
    leaders = {message.gathered_into_id or message.pk for message in found}
    others = OutboxMessage.objects.filter(gathered_into__in=leaders)
    gathered = dict(
        others.order_by()
        .values_list("gathered_into")
        .annotate(Count("pk"))
        .values_list("gathered_into", "pk__count")
    )
    return [_row(message, gathered) for message in found]


def _row(message: OutboxMessage, gathered: dict[int | None, int]) -> MessageRow:
    goes_in = message
    if message.state == State.GATHERED and message.gathered_into is not None:
        goes_in = message.gathered_into
    state = State(goes_in.state)
    try:
        sentence = find_notice(message.notice).sentence
    except UnknownNotice:
        sentence = message.notice
    return MessageRow(
        id=goes_in.pk,
        notice=message.notice,
        sentence=sentence,
        to=Ref(message.recipient_kind, message.recipient_id),
        about=Ref(message.about_kind, message.about_id) if message.about_kind else None,
        state=state,
        label=_LABELS[state],
        troubled=state in TROUBLED,
        status=goes_in.last_error,
        attempts=goes_in.attempts,
        at=message.happened_at,
        sent_at=goes_in.sent_at,
        together=1 + gathered.get(message.gathered_into_id or message.pk, 0),
    )
