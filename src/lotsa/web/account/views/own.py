"""One's own settings and second factor."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lotsa.domain.actors.models.members import StaffRole
from lotsa.domain.people.models import ActingFor
from lotsa.foundation.access import Role
from lotsa.usecases.staff.presence import roles_with_second_factor
from lotsa.web.account import sessions
from lotsa.web.account.landing import wanted_address
from lotsa.web.account.middleware import presence
from lotsa.web.account.oidc import listed_providers
from lotsa.web.account.personal import personal

_SPELLS_SHOWN = 20


@personal
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Who one is here, what one may do, how one signs in, and who has acted for one."""
    found = presence(request)
    spells = ActingFor.objects.filter(user=found.user).select_related("by")
    names = dict(listed_providers())
    context = {
        "presence": found,
        "roles": _names(found.viewer.roles),
        "connections": [
            (row.pk, names.get(row.provider, row.provider))
            for row in SocialAccount.objects.filter(user=found.user).order_by("pk")
        ],
        "providers": names.items(),
        "spells": spells[:_SPELLS_SHOWN],
    }
    return render(request, "account/own.html", context)


@personal
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """What one's second factor is, and which roles wait for one."""
    found = presence(request)
    kinds: dict[str, list[Authenticator]] = {}
    for row in Authenticator.objects.filter(user=found.user).order_by("pk"):
        kinds.setdefault(row.type, []).append(row)
    context = {
        "presence": found,
        "app": bool(kinds.get(Authenticator.Type.TOTP)),
        "passkeys": kinds.get(Authenticator.Type.WEBAUTHN, []),
        "codes": bool(kinds.get(Authenticator.Type.RECOVERY_CODES)),
        "waiting": _names(found.viewer.withheld),
        "demanded": bool(found.viewer.roles & roles_with_second_factor()),
        "here": wanted_address(request) or reverse("account:home"),
    }
    return render(request, "account/second_factor.html", context)


@personal
@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """Sign out on every device but this one."""
    found = presence(request)
    sessions.end_elsewhere(request, found.user)
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("account:own")


def _names(roles: frozenset[Role]) -> list[str]:
    return [str(role.label) for role in StaffRole if role.value in roles]
