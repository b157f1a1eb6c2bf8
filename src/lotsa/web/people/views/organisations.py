"""The organisations whose people one manages, and a search among the people."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lotsa.domain.actors.models import Actor, Member
from lotsa.domain.actors.policies import managed_actors
from lotsa.foundation import clock
from lotsa.foundation.access import Role, open_to
from lotsa.usecases.staff import reviewing
from lotsa.usecases.staff.roles import member_roles

PAGE_SIZE = 50
_PEOPLE_SHOWN = 50
_SEARCHED = "people_search"


@open_to(permission="people.manage")
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Every organisation with how many people it has; a manager's own at once.

    `search` finds what `look_for` has kept; `show=overdue` lists those whose review of access is
    late.
    """
    viewer = request.viewer
    if Role.ADMINISTRATOR not in viewer.roles:
        own = Actor.objects.get(pk=viewer.actor_id)
        return redirect("people:members", own.slug)
    asked = request.session.get(_SEARCHED, "") if request.GET.get("search") else ""
    show = request.GET.get("show", "")
    now = clock.now()
    found = Actor.objects.listed().filter(managed_actors(viewer)).order_by("name", "pk")
    if asked:
        found = found.filter(name__icontains=asked)
    late = reviewing.overdue(found.values_list("pk", flat=True), now=now)
    if show == "overdue":
        found = found.filter(pk__in=late)
    current = Q(members__in=Member.objects.current())
    page = Paginator(
        found.annotate(people=Count("members", filter=current, distinct=True)), PAGE_SIZE
    ).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "late": late,
        "asked": asked,
        "show": show,
        "people": _people(asked) if asked else (),
    }
    return render(request, "people/organisations.html", context)


@open_to(permission="people.manage")
@require_POST
def look_for(request: HttpRequest) -> HttpResponse:
    """Look for organisations by name, and for people by name or mail address.

    The words are kept in the session: an address ends up in logs and histories.
    """
    said = " ".join(request.POST.get("q", "").replace("\x00", "").split())
    request.session[_SEARCHED] = said[:100]
    return redirect(f"{reverse('people:organisations')}{'?search=1' if said else ''}")


def _people(asked: str) -> list[tuple[Member, list[str]]]:
    rows = (
        Member.objects.current()
        .filter(Q(user__name__icontains=asked) | Q(user__email__icontains=asked))
        .select_related("user", "actor")
        .prefetch_related("roles__territory")
        .order_by("user__name", "pk")[:_PEOPLE_SHOWN]
    )
    return [(row, member_roles(row.roles.all())) for row in rows]
