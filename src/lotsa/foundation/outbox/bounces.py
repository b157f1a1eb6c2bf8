"""Reads what mail servers report about mail they could not deliver (RFC 3464).

What comes in may be anything, from anyone: nothing here raises on it, and nothing but an id, a
status and an action is taken out of it.
"""

import email
import email.policy
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser

# A report carries at most the headers of the mail; more than this is none of ours.
MOST_BYTES = 1024 * 1024
_MOST_PARTS = 50
_STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})(?!\d)", re.ASCII)
_HEX = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_ENVELOPE = re.compile(rf"\s*({_HEX})\s*", re.ASCII)
_MESSAGE_ID = re.compile(rf"\s*<({_HEX})@[^<>@\s]{{1,255}}>\s*", re.ASCII)
_ACTION = re.compile(r"\s*(failed|delayed|delivered|relayed|expanded)\b", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Bounce:
    """What a report says of one recipient.

    Attributes:
        mail_id: of the mail it is about, from its Message-ID or envelope id.
        status: the enhanced status, such as "5.1.1".
        action: failed, delayed, delivered, relayed or expanded.
    """

    mail_id: uuid.UUID
    status: str
    action: str

    @property
    def is_final(self) -> bool:
        """Whether the mail will not arrive."""
        return self.action == "failed"


def read_dsn(report: bytes) -> list[Bounce]:
    """What a delivery status notification says; empty when it is none, or not about our mail.

    Args:
        report: a whole mail. Only its first megabyte is looked at.
    """
    try:
        whole = email.message_from_bytes(report[:MOST_BYTES], policy=email.policy.compat32)
        return list(dict.fromkeys(_bounces(whole)))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # What the standard library cannot read is no report that we can use.
        return []


def _bounces(whole: Message) -> Iterator[Bounce]:
    if whole.get_content_type() != "multipart/report" or not whole.is_multipart():
        return
    parts = _parts(whole)
    fields = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    blocks = [block for part in fields if part.is_multipart() for block in _parts(part)]
    mail_id = _mail_id(blocks, parts)
    if mail_id is None:
        return
    for block in blocks:
        status = _STATUS.match(_field(block, "Status"))
        action = _ACTION.match(_field(block, "Action"))
        if status and action:
            yield Bounce(mail_id, status[1], action[1].lower())


def _mail_id(blocks: list[Message], parts: list[Message]) -> uuid.UUID | None:
    for block in blocks:
        named = _ENVELOPE.fullmatch(_field(block, "Original-Envelope-Id").lower())
        if named:
            return uuid.UUID(named[1])
    for part in parts:
        for original in _originals(part):
            named = _MESSAGE_ID.fullmatch(_field(original, "Message-ID").lower())
            if named:
                return uuid.UUID(named[1])
    return None


def _originals(part: Message) -> list[Message]:
    """The headers of the mail that came back, as a report may carry them."""
    kind = part.get_content_type()
    if kind in {"message/rfc822", "message/global"} and part.is_multipart():
        return _parts(part)
    if kind in {"text/rfc822-headers", "message/global-headers"}:
        held = part.get_payload(decode=True)
        return [BytesHeaderParser().parsebytes(held)] if isinstance(held, bytes) else []
    return []


def _parts(whole: Message) -> list[Message]:
    held = whole.get_payload()
    found = held if isinstance(held, list) else []
    return [part for part in found[:_MOST_PARTS] if isinstance(part, Message)]


def _field(block: Message, name: str) -> str:
    return str(block.get(name, ""))
