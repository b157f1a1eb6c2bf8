"""The closed registries: notices, kinds of recipient, and who is told of a bounce.

An app fills them from its `notices.py`, which is imported when Django starts. A name nobody
registered raises when it is used.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from lotsa.foundation.outbox.letters import Letter, Occasion, Recipient, Ref, Undelivered

Words = Any  # a string, or what gettext_lazy and ngettext_lazy give
Find = Callable[[str], Recipient | None]
Build = Callable[[Occasion, Recipient], Letter | None]
UnsubscribeAddress = Callable[[Ref, Sequence[str]], str]

NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
KIND = re.compile(r"[a-z][a-z0-9_]{0,29}")
LONGEST_NAME = 80
REFERENCE = re.compile(r"[A-ZÅÄÖ0-9-]{1,24}")


class UnknownNotice(LookupError):
    """No app has registered a notice of this name."""


class UnknownRecipientKind(LookupError):
    """No app has registered this kind of recipient."""


class Audience(Enum):
    """Whom a notice is written to."""

    COMPANY = "company"
    STAFF = "staff"


@dataclass(frozen=True)
class Notice:
    """One kind of notice; see `notice`."""

    name: str
    sentence: Words
    subject: Words
    audience: Audience
    build: Build
    opt_out: bool
    digest: bool
    forget_data: bool
    template: str


class _Places(dict[str, object]):
    """What fills a subject by name; a bare %s finds nothing."""

    def __str__(self) -> str:
        raise KeyError("a place without a name")

    __repr__ = __str__


_notices: dict[str, Notice] = {}
_kinds: dict[str, Find] = {}
_undelivered: dict[str, list[Callable[[Undelivered], None]]] = {}
_unsubscribe: list[UnsubscribeAddress] = []


def notice(  # noqa: PLR0913  a declaration, every part by name
    name: str,
    *,
    sentence: Words,
    subject: Words,
    audience: str,
    build: Build,
    opt_out: bool = False,
    digest: bool = False,
    forget_data: bool = False,
    template: str = "outbox/letter.html",
) -> Notice:
    """Register a notice.

    Args:
        name: "noun.past", such as "case.received".
        sentence: what it tells, for the page where one chooses (gettext_lazy).
        subject: of the mail (gettext_lazy or ngettext_lazy). May hold %(reference)s and %(count)d
            and no other place, so that no name or text of a person gets there.
        audience: "company" or "staff".
        build: writes the letter when the mail goes, with the recipient's language active. None
            means that there is nothing to tell any more, and the mail is dropped.
        opt_out: whether the recipient may say no.
        digest: whether it may be gathered with others into one mail.
        forget_data: whether its data is a secret, such as a code. The data is erased when the
            mail has gone or will not go, and the whole row within two days. It cannot be sent
            again, and is not gathered with others.
        template: the HTML part; the text part is beside it, ending in .txt.

    Raises:
        ValueError: the name is malformed or taken by another, the subject has a place it may not
            have, or a secret may be gathered.
    """
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise ValueError(f"A notice is named like case.received, not {name!r}.")
    try:
        fill_subject(subject, reference="A-1", count=1)
    except (KeyError, TypeError, ValueError):
        raise ValueError(
            f"The subject of {name} may hold %(reference)s and %(count)d only."
        ) from None
    if digest and forget_data:
        raise ValueError(f"{name} holds a secret and must not wait for a digest.")
    made = Notice(
        name, sentence, subject, Audience(audience), build, opt_out, digest, forget_data, template
    )
    known = _notices.get(name)
    if known is not None and known.build is not build:
        raise ValueError(f"The notice {name} is already registered.")
    _notices[name] = made
    return made


def fill_subject(subject: Words, *, reference: str, count: int | None) -> str:
    """The subject in the active language, on one line.

    Raises:
        ValueError: the reference is not of capitals, digits and hyphens.
        KeyError, TypeError: the subject has a place it may not have, or a count is missing.
    """
    if reference and not REFERENCE.fullmatch(reference):
        raise ValueError("A reference in a subject is of capitals, digits and hyphens.")
    places = _Places(reference=reference)
    if count is not None:
        places["count"] = int(count)
    return " ".join(str(subject % places).split())


def recipient_kind(kind: str, *, find: Find) -> None:
    """Register a kind of recipient.

    Args:
        kind: such as "user".
        find: gives address, name and language of an id, or None when there is nobody any more.

    Raises:
        ValueError: the kind is malformed or taken by another.
    """
    if not KIND.fullmatch(kind):
        raise ValueError(f"A kind of recipient is one lower-case word, not {kind!r}.")
    if _kinds.get(kind, find) is not find:
        raise ValueError(f"The kind of recipient {kind} is already registered.")
    _kinds[kind] = find


def on_bounce(about_kind: str, tell: Callable[[Undelivered], None]) -> None:
    """Have `tell` called, in the same transaction, when mail about such a thing cannot arrive."""
    listeners = _undelivered.setdefault(about_kind, [])
    if tell not in listeners:
        listeners.append(tell)


def unsubscribe_at(address: UnsubscribeAddress) -> None:
    """Register the page where mail is declined: (who, names of notices) to a full https address.

    The address must work without sign-in, show a form on GET, and decline on POST with the body
    `List-Unsubscribe=One-Click` (RFC 8058), which comes without cookies.
    """
    _unsubscribe[:] = [address]


def find_notice(name: str) -> Notice:
    """The registered notice of this name. Raises UnknownNotice."""
    try:
        return _notices[name]
    except KeyError:
        raise UnknownNotice(f"No app registers the notice {name}.") from None


def all_notices() -> tuple[Notice, ...]:
    """Every notice, by name."""
    return tuple(_notices[name] for name in sorted(_notices))


def require_kind(kind: str) -> Find:
    """How such recipients are found. Raises UnknownRecipientKind."""
    try:
        return _kinds[kind]
    except KeyError:
        raise UnknownRecipientKind(f"No app registers the kind of recipient {kind}.") from None


def listeners(about_kind: str) -> tuple[Callable[[Undelivered], None], ...]:
    """Who is told when mail about such a thing cannot arrive."""
    return tuple(_undelivered.get(about_kind, ()))


def forgetful() -> tuple[str, ...]:
    """Names of the notices whose data is a secret."""
    return tuple(notice.name for notice in all_notices() if notice.forget_data)


def unsubscribe_address(to: Ref, names: Sequence[str]) -> str:
    """Where this person declines these notices; empty without any, or without such a page."""
    return _unsubscribe[0](to, names) if _unsubscribe and names else ""
