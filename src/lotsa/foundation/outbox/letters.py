"""The plain values that pass between an app's `notices.py` and the outbox."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urljoin

from django.conf import settings

Code = str | int | bool | None
Value = Code | list[Code]


class Ref(NamedTuple):
    """Points at a thing without saying what it holds: ("case", "12")."""

    kind: str
    id: str


@dataclass(frozen=True)
class Recipient:
    """Who gets the mail, looked up when it goes.

    Attributes:
        address: the mail address.
        name: what to call them in the greeting; may be empty.
        language: such as "sv".
    """

    address: str
    name: str
    language: str


@dataclass(frozen=True)
class Occasion:
    """What a builder is told.

    Attributes:
        notice: the notice's name.
        to: who it is for.
        about: the thing it is about, if any.
        data: the ids, codes and counts given to `enqueue`.
        at: when it happened, as the reader should see it.
    """

    notice: str
    to: Ref
    about: Ref | None
    data: Mapping[str, Value]
    at: datetime.datetime


@dataclass(frozen=True)
class Link:
    """A link in a mail: what it says, and where it goes in full (`absolute`)."""

    label: str
    url: str


@dataclass(frozen=True)
class Letter:
    """What a mail says, in the language that is active when the builder is called.

    Attributes:
        paragraphs: plain text, one paragraph each; never HTML.
        line: the same in one line, for a digest. A notice with `digest=True` must give it.
        facts: short label and value pairs, shown as a list.
        action: the one thing to do, shown as a button and as an address.
        after: paragraphs under the button.
        reference: fills %(reference)s of the subject; capitals, digits and hyphens.
        count: fills %(count)d of the subject.
        extra: more for a template of the notice's own.
    """

    paragraphs: tuple[str, ...]
    line: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    action: Link | None = None
    after: tuple[str, ...] = ()
    reference: str = ""
    count: int | None = None
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Undelivered:
    """A notice that will not arrive, told to whom `on_bounce` names.

    Attributes:
        notice: the notice's name.
        to: who should have had it.
        about: what it was about.
        status: the mail server's code and enhanced status, such as "550 5.1.1"; never its words.
    """

    notice: str
    to: Ref
    about: Ref
    status: str


def absolute(path: str) -> str:
    """The full address of a page of this site, for use in mail."""
    return urljoin(settings.LOTSA_ORIGIN + "/", path)
