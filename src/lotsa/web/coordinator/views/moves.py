"""What a coordinator changes in a case, one view per verb; each leads back to the case's page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lotsa.core.cases.states import NotPossible
from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases.access import coordinated_case_for
from lotsa.domain.cases.models import Case
from lotsa.domain.cases.services import closing, referring
from lotsa.domain.cases.services import sorting as correcting
from lotsa.domain.cases.services.by import By
from lotsa.domain.measures.selectors import catalogue
from lotsa.domain.places.selectors import by_code
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.usecases.support import sorting
from lotsa.web.coordinator import words
from lotsa.web.coordinator.requests import viewer_of


@open_to(permission="case.triage")
@require_POST
def needs(request: HttpRequest, reference: str) -> HttpResponse:
    """Let the case be about these need areas. POST: `need`, several."""
    viewer, case = _asked(request, reference)
    known = catalogue().need_by_id
    areas = [area for area in dict.fromkeys(request.POST.getlist("need")) if area in known]
    try:
        correcting.change_needs(case.pk, areas, by=By.member(viewer), now=clock.moment())
    except correcting.NeedInUse as held:
        names = ", ".join(words.area_names(held.areas, catalogue(), words.here()))
        messages.error(
            request,
            _("A team has the case for %(needs)s. Take it back from the team first.")
            % {"needs": names},
        )
    else:
        messages.success(request, _("The needs are changed. The teams below follow."))
    return _back(case)


@open_to(permission="case.triage")
@require_POST
def place(request: HttpRequest, reference: str) -> HttpResponse:
    """Correct where the company is. POST: `municipality`, a code, or nothing."""
    viewer, case = _asked(request, reference)
    code = request.POST.get("municipality", "")
    town = by_code(code) if code else None
    if code and (town is None or town.kind != "municipality"):
        messages.error(request, _("Choose a municipality in the list."))
        return _back(case)
    region = code[:2] if code else case.region_code
    correcting.change_place(case.pk, code, region, by=By.member(viewer), now=clock.moment())
    if not viewer.coordinates(code, region):
        messages.success(
            request, _("The place is changed. Those who coordinate there have the case now.")
        )
        return redirect("coordinator:triage")
    messages.success(request, _("The place is changed. The teams below follow."))
    return _back(case)


@open_to(permission="case.triage")
@require_POST
def dismiss(request: HttpRequest, reference: str) -> HttpResponse:
    """Tick a warning off. POST: `warning`."""
    viewer, case = _asked(request, reference)
    warning = request.POST.get("warning", "")[:40]
    correcting.dismiss_warning(case.pk, warning, by=By.member(viewer), now=clock.moment())
    return _back(case)


@open_to(permission="case.triage")
@require_POST
def spam(request: HttpRequest, reference: str) -> HttpResponse:
    """Hold the case back as spam."""
    viewer, case = _asked(request, reference)
    closing.hold_as_spam(case.pk, by=By.member(viewer), now=clock.moment())
    messages.success(request, _("The case is held back. Nothing has been said to the company."))
    return _back(case)


@open_to(permission="case.triage")
@require_POST
def release(request: HttpRequest, reference: str) -> HttpResponse:
    """Let a case that was held back go on."""
    viewer, case = _asked(request, reference)
    closing.release(case.pk, by=By.member(viewer), now=clock.moment())
    messages.success(request, _("The case is released and waits to be sorted."))
    return _back(case)


@open_to(permission="case.triage")
@require_POST
def reopen(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a closed case up again."""
    viewer, case = _asked(request, reference)
    return _tried(
        request,
        case,
        lambda: closing.reopen_case(case.pk, by=By.member(viewer), now=clock.moment()),
        _("The case is taken up again and waits to be sorted."),
    )


@open_to(permission="case.triage")
@require_POST
def recall(request: HttpRequest, reference: str, referral: int) -> HttpResponse:
    """Take the case back from a team that has not accepted it."""
    viewer, case = _asked(request, reference)
    key = _part_of(case, referral)
    return _tried(
        request,
        case,
        lambda: referring.recall(key, by=By.member(viewer), now=clock.moment()),
        _("The case is taken back from the team."),
    )


@open_to(permission="case.triage")
@require_POST
def remind(request: HttpRequest, reference: str, referral: int) -> HttpResponse:
    """Remind the team, or the adviser who has the case, at once."""
    viewer, case = _asked(request, reference)
    key = _part_of(case, referral)
    return _tried(
        request,
        case,
        lambda: sorting.remind_now(key, by=By.member(viewer), now=clock.moment()),
        _("A reminder is sent."),
    )


def _asked(request: HttpRequest, reference: str) -> tuple[Viewer, Case]:
    viewer = viewer_of(request)
    return viewer, coordinated_case_for(viewer, reference)


def _part_of(case: Case, referral: int) -> int:
    if not case.referrals.filter(pk=referral).exists():
        raise Http404
    return referral


def _tried(request: HttpRequest, case: Case, made: Callable[[], object], done: str) -> HttpResponse:
    """Make a move; say that it is done, or that somebody was quicker."""
    try:
        made()
    except NotPossible:
        messages.error(
            request, _("That is no longer possible. See below where the case stands now.")
        )
    else:
        messages.success(request, done)
    return _back(case)


def _back(case: Case) -> HttpResponse:
    return redirect("coordinator:sort", case.reference)
