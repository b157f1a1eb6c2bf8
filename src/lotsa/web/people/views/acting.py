"""Acting for another person, to help."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lotsa.domain.actors.models import Member
from lotsa.domain.people.models import User
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.usecases.staff import acting
from lotsa.usecases.staff.acting import MayNotActFor
from lotsa.usecases.staff.presence import ACTING
from lotsa.web.people.forms import ReasonForm


@open_to(permission="act_for")
@require_http_methods(["GET", "HEAD", "POST"])
@limited("act_for", "30/h", looking=False)
def act_for(request: HttpRequest, member_id: int) -> HttpResponse:
    """Ask why, and act for a person on POST, for half an hour at most."""
    member = Member.objects.current().select_related("user", "actor").filter(pk=member_id).first()
    if member is None or member.user_id == request.viewer.user_id:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = ReasonForm(data)
    if data is not None and form.is_valid():
        by = User.objects.get(pk=request.viewer.user_id)
        try:
            spell = acting.begin(by, member.pk, form.cleaned_data["reason"], now=clock.now())
        except MayNotActFor:
            messages.error(request, _("Nobody can act for an administrator."))
            return redirect("people:members", member.actor.slug)
        request.session[ACTING] = [spell.pk, member.pk]
        return redirect("account:home")
    minutes = int(acting.LONGEST.total_seconds() // 60)
    context = {"member": member, "form": form, "minutes": minutes}
    status = 422 if data is not None else 200
    return render(request, "people/act_for.html", context, status=status)
