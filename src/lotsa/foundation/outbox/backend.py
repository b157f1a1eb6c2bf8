"""Django's own mail, such as the sign-in code, through the same server or demo mailbox.

For mail that someone waits for on the screen and that must not be stored or tried again later.
"""

import uuid
from collections.abc import Sequence
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import translation

from lotsa.foundation import clock
from lotsa.foundation.outbox.mail import Mail, ascii_address, bounce_address
from lotsa.foundation.outbox.post import post_office


class NoMailServer(RuntimeError):
    """LOTSA_SMTP_URL is not set, and this is no demo."""


class EmailBackend(BaseEmailBackend):
    """Hands each mail to each of its recipients."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send; returns how many went.

        Raises:
            NoMailServer: there is nowhere to send to.
            ServerDown, Refused, Lost: unless `fail_silently`; they say codes, never addresses.
        """
        post = post_office()
        if post is None:
            raise NoMailServer("LOTSA_SMTP_URL is not set.")
        went = 0
        with post:
            for message in email_messages:
                try:
                    for recipient in message.recipients():
                        post.send(_mail(message, recipient), lambda: True)
                except Exception:
                    if not self.fail_silently:
                        raise
                else:
                    went += 1
        return went


def _mail(message: EmailMessage, recipient: str) -> Mail:
    html = next(
        (part for part, kind in getattr(message, "alternatives", ()) if kind == "text/html"), ""
    )
    return Mail(
        id=uuid.uuid4(),
        sender=bounce_address(),
        address=ascii_address(parseaddr(recipient)[1]),
        to_label=recipient,
        language=translation.get_language() or settings.LANGUAGE_CODE,
        message=message,
        html=str(html),
        at=clock.moment(),
    )
