"""The people of one organisation: the list, one of them, and ending a place."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lotsa.domain.actors import membership
from lotsa.domain.actors.membership import LastAdministrator
from lotsa.domain.actors.models import AccessReview, Invitation, Member
from lotsa.domain.actors.people_access import managed_actor, member_for
from lotsa.domain.actors.policies import givable_roles
from lotsa.domain.cases.services.by import By
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.usecases.staff import leaving
from lotsa.usecases.staff.roles import member_roles, role_sentences
from lotsa.web.people.forms import EndForm, MemberForm


@open_to(permission="people.manage")
@require_safe
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Everyone with a place, and the invitations that are out."""
    viewer = request.viewer
    actor = managed_actor(viewer, slug)
    rows = (
        Member.objects.current()
        .filter(actor=actor)
        .select_related("user")
        .prefetch_related("roles__territory", "teams")
    )
    invited = Invitation.objects.filter(
        actor=actor, accepted_at__isnull=True, withdrawn_at__isnull=True
    ).select_related("invited_by")
    now = clock.now()
    review = AccessReview.objects.filter(actor=actor, finished_at__isnull=True).first()
    context = {
        "actor": actor,
        "members": [(row, member_roles(row.roles.all())) for row in rows],
        "invitations": [(row, role_sentences(row.roles), row.expires_at <= now) for row in invited],
        "review": review,
        "all": viewer.may("act_for"),
    }
    return render(request, "people/members.html", context)


@open_to(permission="people.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, slug: str, member_id: int) -> HttpResponse:
    """A member's roles, teams and title; changed on POST."""
    row = member_for(request.viewer, slug, member_id)
    givable = givable_roles(request.viewer)
    data = request.POST if request.method == "POST" else None
    form, kept = MemberForm.of(row, givable, data)
    if data is not None and form.is_valid():
        roles, teams = form.given_roles(kept), form.team_ids()
        try:
            membership.change(row.pk, roles, teams, form.cleaned_data["title"], now=clock.now())
        except LastAdministrator:
            form.add_error("roles", _last_administrator())
        else:
            messages.success(request, _("Saved."))
            return redirect("people:members", slug)
    context = {
        "member": row,
        "form": form,
        "kept": role_sentences(kept),
        "self": row.pk == request.viewer.member_id,
        "act_for": request.viewer.may("act_for"),
    }
    status = 422 if data is not None else 200
    return render(request, "people/member.html", context, status=status)


@open_to(permission="people.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, slug: str, member_id: int) -> HttpResponse:
    """Ask who takes over, and end a place on POST."""
    row = member_for(request.viewer, slug, member_id)
    work = leaving.open_work(row.pk)
    colleagues = (
        Member.objects.current().filter(actor=row.actor).exclude(pk=row.pk).select_related("user")
    )
    data = request.POST if request.method == "POST" else None
    form = EndForm(data, colleagues=colleagues, initial={"colleague": "team"})
    if data is not None and form.is_valid():
        try:
            moved = leaving.leave(
                row.pk,
                form.colleague_id(),
                by=By.member(request.viewer),
                now=clock.now(),
                moment=clock.moment(),
            )
        except LastAdministrator:
            form.add_error(None, _last_administrator())
        else:
            messages.success(
                request,
                _("The place is ended. Moved: %(cases)d cases and %(tasks)d tasks.")
                % {"cases": moved.to_colleague + moved.to_team, "tasks": moved.tasks},
            )
            return redirect("people:members", slug)
    context = {"member": row, "form": form, "work": work}
    status = 422 if data is not None else 200
    return render(request, "people/end.html", context, status=status)


def _last_administrator() -> str:
    return _("Somebody must be administrator. Give another person that role first.")
