"""Writes the mail of a notice: headers, text part and HTML part, in the active language."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.message import sanitize_address
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext_lazy

from lotsa.foundation import clock
from lotsa.foundation.outbox.letters import Letter, Recipient, Ref
from lotsa.foundation.outbox.registry import Notice, fill_subject, unsubscribe_address

_DIGEST_SUBJECT = ngettext_lazy(
    "%(count)d message from Lotsa", "%(count)d messages from Lotsa", "count"
)
_DIGEST_TEMPLATE = "outbox/digest.html"


class BadAddress(ValueError):
    """An address that no mail can go to. Does not say it."""


@dataclass(frozen=True)
class Mail:
    """One mail, ready to go.

    Attributes:
        id: stands in its Message-ID.
        sender: where bounces go.
        address: where it goes, in ASCII.
        to_label: name and address, for the demo's mailbox.
        language: it is written in.
        message: all of it.
        html: the HTML part.
        at: when it happened, as the reader should see it.
    """

    id: uuid.UUID
    sender: str
    address: str
    to_label: str
    language: str
    message: EmailMessage
    html: str
    at: datetime.datetime

    def content(self) -> bytes:
        """Headers and body, as they go."""
        return self.message.message().as_bytes()


@dataclass(frozen=True)
class Item:
    """One notice as a mail tells it."""

    notice: Notice
    to: Ref
    letter: Letter


def language_for(wanted: str) -> str:
    """The language of the site to write to somebody in: the one wanted, otherwise English."""
    try:
        return translation.get_supported_language_variant(wanted or settings.LANGUAGE_CODE)
    except LookupError:
        return "en"


def own_host() -> str:
    """The host this site sends mail from."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return address.rpartition("@")[2] or urlsplit(settings.LOTSA_ORIGIN).hostname or "localhost"


def bounce_address() -> str:
    """Where mail servers send what cannot be delivered."""
    return settings.LOTSA_MAIL_BOUNCES or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def ascii_address(address: str) -> str:
    """The address as a mail server takes it. Raises BadAddress."""
    if any(ord(sign) <= ord(" ") or sign in "<>,;" for sign in address):
        raise BadAddress
    try:
        written = sanitize_address(address, "utf-8")
    except (ValueError, IndexError):
        raise BadAddress from None
    if not written.isascii() or not all(written.rpartition("@")[::2]):
        raise BadAddress
    return written


def compose(
    mail_id: uuid.UUID, recipient: Recipient, items: Sequence[Item], at: datetime.datetime
) -> Mail:
    """The mail that tells these notices: a letter when it is one, otherwise a digest.

    The language that is active is the one it is written in.

    Raises:
        BadAddress: the recipient's address is none.
        ValueError, KeyError: a builder's letter does not fit its notice's subject.
    """
    only = items[0] if len(items) == 1 else None
    if only:
        reference, count = only.letter.reference, only.letter.count
        subject = fill_subject(only.notice.subject, reference=reference, count=count)
    else:
        subject = fill_subject(_DIGEST_SUBJECT, reference="", count=len(items))
    names = sorted({item.notice.name for item in items if item.notice.opt_out})
    unsubscribe = unsubscribe_address(items[0].to, names)
    context = {
        "subject": subject,
        "name": " ".join(recipient.name.split()),
        "letter": only.letter if only else None,
        "lines": [_line(item) for item in items],
        "operator": settings.LOTSA_OPERATOR,
        "contact": settings.LOTSA_CONTACT,
        "site": settings.LOTSA_ORIGIN,
        "unsubscribe": unsubscribe,
        "kinds": len(names),
        "language": translation.get_language() or settings.LANGUAGE_CODE,
        "bidi": translation.get_language_bidi(),
    }
    template = only.notice.template if only else _DIGEST_TEMPLATE
    html = render_to_string(template, context)
    text = render_to_string(template.removesuffix(".html") + ".txt", context)
    address = ascii_address(recipient.address)
    message = EmailMultiAlternatives(
        subject=subject,
        body=_tidy(text),
        to=[address],
        reply_to=[settings.LOTSA_CONTACT] if "@" in settings.LOTSA_CONTACT else None,
        headers=_headers(mail_id, unsubscribe),
    )
    message.attach_alternative(html, "text/html")
    label = f"{context['name']} <{recipient.address}>"
    language = str(context["language"])
    return Mail(mail_id, bounce_address(), address, label, language, message, html, at)


def _line(item: Item) -> tuple[str, str]:
    """What a digest says of a notice, and where it leads."""
    letter = item.letter
    subject = item.notice.subject
    line = letter.line or fill_subject(subject, reference=letter.reference, count=letter.count)
    return line, letter.action.url if letter.action else ""


def _headers(mail_id: uuid.UUID, unsubscribe: str) -> dict[str, str]:
    headers = {
        "Message-ID": f"<{mail_id}@{own_host()}>",
        "Date": format_datetime(clock.now()),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if unsubscribe:
        headers["List-Unsubscribe"] = f"<{unsubscribe}>"
    if unsubscribe.startswith("https://"):
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _tidy(text: str) -> str:
    """Without space at the ends of lines, and with at most one empty line in a row."""
    paragraphs: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or (paragraphs and paragraphs[-1]):
            paragraphs.append(line.rstrip())
    return "\n".join(paragraphs) + "\n"
