"""Beginning, changing and ending a signed-in session.

Only called when answering a POST, or the way back from an identity provider.
"""

from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest

from lotsa.domain.people.models import User
from lotsa.foundation import clock
from lotsa.usecases.staff import arriving
from lotsa.usecases.staff.presence import ACTING, KEYS, PLACE, SEEN_AT, SIGNED_IN_AT, STRONG

_MFA = "mfa"


def begin(request: HttpRequest, user: User, **_: Any) -> None:
    """Signal receiver: note when the session began and at which place.

    Django has given the session a new key by now, so that one fixed beforehand is worth nothing.
    """
    now = clock.now()
    for key in KEYS:
        request.session.pop(key, None)
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = now.timestamp()
    request.session[STRONG] = _showed_second_factor(request)
    place = arriving.arrive(user, now=now)
    if place is not None:
        request.session[PLACE] = place
    # Who asks is looked up anew.
    vars(request).pop("presence", None)


def switch(request: HttpRequest, user: User, member_id: int) -> bool:
    """Go to another of one's places; False when it is none of one's own."""
    if not arriving.use(user, member_id, now=clock.now()):
        return False
    request.session.pop(ACTING, None)
    request.session[PLACE] = member_id
    return True


def end(request: HttpRequest) -> None:
    """Sign out here; what a visitor of the public pages had told goes too."""
    logout(request)


def _showed_second_factor(request: HttpRequest) -> bool:
    records = request.session.get("account_authentication_methods") or []
    return any(
        record.get("method") == _MFA or record.get("second_factor")
        for record in records
        if isinstance(record, dict)
    )
