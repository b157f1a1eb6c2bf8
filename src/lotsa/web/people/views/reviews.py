"""The quarterly look through of who has access in an organisation."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lotsa.domain.actors import reviews
from lotsa.domain.actors.membership import LastAdministrator
from lotsa.domain.actors.models import AccessReview
from lotsa.domain.actors.people_access import managed_actor
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.usecases.staff import reviewing
from lotsa.usecases.staff.roles import member_roles


@open_to(permission="people.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """Everyone nothing has been said about; on POST, `member-<id>` is "keep" or "end"."""
    actor = managed_actor(request.viewer, slug)
    found = (
        AccessReview.objects.filter(actor=actor, finished_at__isnull=True)
        .order_by("started_at")
        .first()
    )
    if found is None:
        if request.method == "POST":
            raise Http404
        return render(request, "people/review.html", {"actor": actor, "review": None})
    rows = reviews.to_review(found)
    fault = ""
    if request.method == "POST":
        said = {row.pk: request.POST.get(f"member-{row.pk}", "") for row in rows}
        kept = {pk for pk, word in said.items() if word == "keep"}
        ended = {pk for pk, word in said.items() if word == "end"}
        try:
            reviewing.decide(
                found, kept, ended, viewer=request.viewer, now=clock.now(), moment=clock.moment()
            )
        except LastAdministrator:
            fault = _("Somebody must be administrator. Give another person that role first.")
        else:
            messages.success(request, _("Saved."))
            return redirect("people:members", slug)
    context = {
        "actor": actor,
        "review": found,
        "rows": [(row, member_roles(row.roles.all())) for row in rows],
        "until": (found.started_at + reviews.GRACE).date(),
        "fault": fault,
    }
    return render(request, "people/review.html", context, status=422 if fault else 200)
