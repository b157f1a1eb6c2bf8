"""Beginning, changing and ending a signed-in session.

Only called when answering a POST, or the way back from an identity provider.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest

from lotsa.domain.people.models import User
from lotsa.foundation import clock
from lotsa.usecases.staff import arriving
from lotsa.usecases.staff.admitting import Vouched
from lotsa.usecases.staff.presence import (
    ACTING,
    KEYS,
    ORGANISATION,
    PLACE,
    SEEN_AT,
    SIGNED_IN_AT,
    STRONG,
)

_PROOFS = "account_authentication_methods"
presence_key = "presence"


def begin(request: HttpRequest, user: User, **_: Any) -> None:
    """Signal receiver: note when the session began and at which place.

    Django has given the session a new key by now, so that one fixed beforehand is worth nothing.
    """
    now = clock.now()
    for key in KEYS:
        request.session.pop(key, None)
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = now.timestamp()
    proofs: list[dict[str, Any]] = getattr(request, "proofs", [])
    request.session[STRONG] = any(_is_second_factor(proof) for proof in proofs)
    if proofs:
        request.session[_PROOFS] = proofs
    organisation = next((one["organisation"] for one in proofs if one.get("organisation")), "")
    if organisation:
        request.session[ORGANISATION] = organisation
    place = arriving.arrive(user, now=now)
    if place is not None:
        request.session[PLACE] = place
    # Who asks is looked up anew.
    vars(request).pop(presence_key, None)


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


def carry_proofs(request: HttpRequest) -> None:
    """Keep what the person has shown on the request.

    Django empties the session when somebody else was signed in at it before.
    """
    kept = request.session.get(_PROOFS)
    request.proofs = [one for one in kept or [] if isinstance(one, dict)]  # type: ignore[attr-defined]


def note_vouched(request: HttpRequest, method: str, **_: Any) -> None:
    """Signal receiver: keep which organisation an identity provider vouched for, and how well."""
    told: Vouched | None = getattr(request, "vouched", None)
    proofs = request.session.get(_PROOFS)
    if method != "socialaccount" or told is None or not proofs:
        return
    proofs[-1] |= {"organisation": told.organisation_number, "second_factor": told.second_factor}
    request.session[_PROOFS] = proofs


def provider_of(request: HttpRequest) -> str:
    """The provider that the person signed in by; empty when it was another way."""
    proofs = request.session.get(_PROOFS) or []
    return next((str(one["provider"]) for one in reversed(proofs) if one.get("provider")), "")


@contextmanager
def following_factors(request: HttpRequest, user: User) -> Iterator[None]:
    """Notice when a second factor is shown, set up or taken away inside the block.

    One who has just set one up, or shown one once more, gets the roles that need one; one who has
    none left loses them.
    """
    had, showed = _factors(user), _times_shown(request)
    yield
    has = _factors(user)
    if has - had:
        record_authentication(request, user, method="mfa", reauthenticated=True)
    if had and not has:
        request.session[STRONG] = False
    elif _times_shown(request) > showed:
        request.session[STRONG] = True


def end_elsewhere(request: HttpRequest, user: User) -> None:
    """Sign out on every device but this one."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    update_session_auth_hash(request, user)


def _is_second_factor(proof: dict[str, Any]) -> bool:
    return proof.get("method") == "mfa" or bool(proof.get("second_factor"))


def _factors(user: User) -> frozenset[int]:
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    rows = Authenticator.objects.filter(user=user, type__in=kinds)
    return frozenset(rows.values_list("pk", flat=True))


def _times_shown(request: HttpRequest) -> int:
    proofs = request.session.get(_PROOFS) or []
    return sum(isinstance(one, dict) and one.get("method") == "mfa" for one in proofs)
