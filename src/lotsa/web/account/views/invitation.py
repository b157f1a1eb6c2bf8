"""Taking up an invitation: by its link alone, by the employer's sign-in, or as who one is already."""

import functools
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lotsa.domain.actors import invitations
from lotsa.domain.actors.invitations import AlreadyMember, InvitationOver
from lotsa.domain.actors.models import Invitation
from lotsa.domain.people.models import User
from lotsa.foundation import clock
from lotsa.foundation.access import Role, open_to
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.usecases.staff.roles import role_sentences
from lotsa.web.account import sessions
from lotsa.web.account.middleware import presence
from lotsa.web.account.oidc import listed_providers


def unseen(view: Any) -> Any:
    """Not indexed, not cached, and the address with its token passed on to nobody."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return guarded


@open_to(Role.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@unseen
@limited("invitation", "30/m")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation; take it up on POST.

    One who is signed in takes it as who they are. Somebody new gets a user with the invited
    address, since only its mailbox has the link. An address that is known must sign in first: the
    link lives for days, and is no key to a place one has already.
    """
    found = presence(request)
    row = invitations.open_invitation(token, now=clock.now())
    if row is None:
        return render(request, "account/invitation_over.html", status=404)
    if found is not None and found.acting is not None:
        raise Http404
    user = found.user if found else None
    if user is not None and user.is_demo:
        raise Http404
    known = user is None and User.objects.filter(email=row.email).exists()
    if request.method != "POST" or known:
        return render(request, "account/invitation.html", _context(row, token, user, known=known))
    try:
        member = invitations.accept(row, user, now=clock.now())
    except (InvitationOver, AlreadyMember):
        return redirect("account:invitation", token=token)
    messages.success(
        request, _("You now have a place in %(actor)s.") % {"actor": member.actor.name}
    )
    if user is not None:
        sessions.switch(request, user, member.pk)
        return redirect("account:home")
    record_authentication(request, member.user, method="invitation")
    answer: HttpResponse = perform_login(request, member.user)
    return answer


def _context(row: Invitation, token: str, user: User | None, *, known: bool) -> dict[str, Any]:
    return {
        "invitation": row,
        "roles": role_sentences(row.roles),
        "token": token,
        "user": user,
        "known": known,
        "here": reverse("account:invitation", args=[token]),
        "providers": [] if user or known else listed_providers(),
    }
