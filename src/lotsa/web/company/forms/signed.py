"""The form's own id, signed: tells when it was opened, and that it is sent once."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core import signing

TRAP: Final = "subject"
"""A field nobody sees. Whoever fills it in has not looked at the page."""
QUICKEST: Final = timedelta(seconds=3)
_SALT: Final = "lotsa.company.ask"
_LONGEST: Final = 200


@dataclass(frozen=True)
class Form:
    """One opened form.

    Attributes:
        id: unique; the same form sent twice is one case.
        opened_at: POSIX time, whole seconds.
    """

    id: str
    opened_at: int

    @property
    def token(self) -> str:
        """What stands in the form."""
        return signing.dumps([self.id, self.opened_at], salt=_SALT)


def new_form(now: datetime) -> Form:
    """A form that is opened now."""
    return Form(secrets.token_urlsafe(16), int(now.timestamp()))


def read_form(token: str) -> Form | None:
    """The form behind what stood in it; None when it is not one of ours."""
    if len(token) > _LONGEST:
        return None
    try:
        id_, opened_at = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    return Form(str(id_), int(opened_at))


def is_suspected(form: Form | None, trap: str, *, now: datetime) -> bool:
    """Whether no person seems to have filled the form in: the trap, or quicker than one can write.

    A suspected question is held for a coordinator, never refused: it can be a person after all.
    """
    if form is None or trap.strip():
        return True
    return now.timestamp() - form.opened_at < QUICKEST.total_seconds()
