"""The signed address where mail is declined: who, and which notices. No name, no mail address."""

from collections.abc import Sequence

from django.core import signing
from django.urls import reverse

from lotsa.foundation.outbox.letters import Ref, absolute
from lotsa.foundation.outbox.registry import Notice, UnknownNotice, find_notice

_SALT = "lotsa.mail.stop"
_LONGEST = 1000


class NoSuchAddress(LookupError):
    """The token is not ours or was changed, or there is nothing left that may be declined."""


def stop_address(to: Ref, names: Sequence[str]) -> str:
    """Where this person declines these notices; in the language that is active.

    It does not run out: old mail lies in mailboxes for years, and all it can do is stop mail.
    """
    token = signing.dumps([*to, *names], salt=_SALT, compress=True)
    return absolute(reverse("public:stop_mail", args=[token]))


def behind(token: str) -> tuple[Ref, tuple[Notice, ...]]:
    """Whose address it is, and which of the notices may be declined today.

    Raises:
        NoSuchAddress: the token is not ours, or nothing behind it may be declined.
    """
    if len(token) > _LONGEST:
        raise NoSuchAddress
    try:
        kind, id_, *names = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        raise NoSuchAddress from None
    found = tuple(notice for name in names if (notice := _known(name)) and notice.opt_out)
    if not found:
        raise NoSuchAddress
    return Ref(kind, id_), found


def _known(name: str) -> Notice | None:
    try:
        return find_notice(name)
    except UnknownNotice:
        return None  # of an earlier version; nothing of that kind is sent any more
