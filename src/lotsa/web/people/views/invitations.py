"""Inviting people to an organisation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lotsa.domain.actors import invitations
from lotsa.domain.actors.invitations import AlreadyMember
from lotsa.domain.actors.people_access import invitation_for, managed_actor
from lotsa.domain.actors.policies import givable_roles
from lotsa.domain.people.models import User
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.web.people.forms import InviteForm


@open_to(permission="people.manage")
@require_http_methods(["GET", "HEAD", "POST"])
@limited("invite", "60/h", looking=False)
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom to invite, and to what; the mail is sent on POST."""
    actor = managed_actor(request.viewer, slug)
    data = request.POST if request.method == "POST" else None
    form = InviteForm(data, actor=actor, givable=givable_roles(request.viewer))
    if data is not None and form.is_valid():
        told = form.cleaned_data
        try:
            invitations.invite(
                actor.pk,
                told["email"],
                told["name"],
                form.given_roles(),
                form.team_ids(),
                language=told["language"],
                by=User.objects.get(pk=request.viewer.user_id),
                now=clock.now(),
            )
        except AlreadyMember:
            form.add_error("email", _("That person has a place here already."))
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("people:members", slug)
    status = 422 if data is not None else 200
    return render(request, "people/invite.html", {"actor": actor, "form": form}, status=status)


@open_to(permission="people.manage")
@require_POST
@limited("invite", "60/h", looking=False)
def resend(request: HttpRequest, slug: str, invitation_id: int) -> HttpResponse:
    """Send an invitation anew, for another 14 days; the earlier link stops working."""
    row = invitation_for(request.viewer, slug, invitation_id)
    if invitations.resend(row.pk, now=clock.now()):
        messages.success(request, _("The invitation is on its way."))
    return redirect("people:members", slug)


@open_to(permission="people.manage")
@require_POST
def withdraw(request: HttpRequest, slug: str, invitation_id: int) -> HttpResponse:
    """Take an invitation back; its link stops working."""
    row = invitation_for(request.viewer, slug, invitation_id)
    if invitations.withdraw(row.pk, now=clock.now()):
        messages.success(request, _("The invitation is taken back."))
    return redirect("people:members", slug)
