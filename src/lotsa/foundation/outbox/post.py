"""Where mail goes: to the mail server, to the demo's mailbox, or nowhere yet."""

from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self

from django.conf import settings
from django.db import transaction

from lotsa.foundation import clock
from lotsa.foundation.outbox.mail import Mail, own_host
from lotsa.foundation.outbox.models import DemoMail
from lotsa.foundation.outbox.smtp import NotOurs, Refused, Server, Session

_LABEL = 200
_NOWHERE = ".invalid"
"""A domain that never exists (RFC 2606)."""


class Post(Protocol):
    """Takes mails; see `smtp.Session.send` for what `send` raises."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def send(self, mail: Mail, commit: Callable[[], bool]) -> None:
        """Hand a mail over; `commit` is asked just before the point of no return."""
        ...


class SmtpPost:
    """The mail server of LOTSA_SMTP_URL."""

    def __init__(self, server: Server) -> None:
        """Take the server; nothing is connected yet."""
        self._session = Session(server, own_host())

    def __enter__(self) -> Self:
        self._session.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Say goodbye to the server."""
        self._session.__exit__(kind, error, trace)

    def send(self, mail: Mail, commit: Callable[[], bool]) -> None:
        """Speak SMTP."""
        self._session.send(
            mail.sender, mail.address, mail.content(), mail_id=mail.id, commit=commit
        )


class DemoPost:
    """The mailbox that can be read on a page of the demo."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing to close."""

    def send(self, mail: Mail, commit: Callable[[], bool]) -> None:
        """Put the mail in the mailbox and write down that it went, in one transaction.

        Mail to a domain that never exists comes back, as it would from a mail server.
        """
        if mail.address.endswith(_NOWHERE):
            raise Refused("550 5.1.2", permanent=True)
        with transaction.atomic():
            if not commit():
                raise NotOurs
            DemoMail.objects.update_or_create(
                mail_id=mail.id,
                defaults={
                    "to_label": mail.to_label[:_LABEL],
                    "language": mail.language,
                    "subject": str(mail.message.subject)[:_LABEL],
                    "text": str(mail.message.body),
                    "html": mail.html,
                    "at": mail.at,
                    "created_at": clock.now(),
                },
            )


def post_office() -> Post | None:
    """What the settings say. None when no mail server is set and this is no demo.

    Raises:
        ValueError: LOTSA_SMTP_URL cannot be read.
    """
    if settings.LOTSA_SMTP_URL:
        return SmtpPost(Server.parse(settings.LOTSA_SMTP_URL))
    return DemoPost() if settings.LOTSA_DEMO else None
