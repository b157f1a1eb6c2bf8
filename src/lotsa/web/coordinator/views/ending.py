"""A case ends with an answer to the company, or becomes part of another."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lotsa.core.cases.states import CaseMove, CaseState, NotPossible, case_moves
from lotsa.domain.cases import triage
from lotsa.domain.cases.access import coordinated_case_for
from lotsa.domain.cases.enums import Outcome
from lotsa.domain.cases.models import Case
from lotsa.domain.cases.services import closing, merging
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.reading import note_reading
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.foundation.ui.components import Crumb
from lotsa.web.coordinator import replies
from lotsa.web.coordinator.requests import viewer_of
from lotsa.web.coordinator.views.sort import name_of

_OUTCOMES = [
    (Outcome.NOT_FOR_US.value, gettext_lazy("It is not for the support desk")),
    (Outcome.HELPED.value, gettext_lazy("I have answered the question myself")),
    (Outcome.NOT_HELPED.value, gettext_lazy("Nobody can help")),
    (Outcome.NOT_REACHABLE.value, gettext_lazy("The company could not be reached")),
]


class CloseForm(forms.Form):
    """How the case ends, and what the company is told."""

    outcome = forms.ChoiceField(
        choices=_OUTCOMES, widget=forms.RadioSelect, label=gettext_lazy("Why it is closed")
    )
    text = forms.CharField(
        max_length=5000,
        widget=forms.Textarea,
        label=gettext_lazy("Answer to the company"),
        help_text=gettext_lazy("The company gets it by mail and on its case page."),
        error_messages={
            "required": gettext_lazy(
                "Write to the company why the case is closed and where it can turn."
            )
        },
    )


@open_to(permission="case.triage")
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """Close a case with an answer. `reply` in the address fills in one of the standard replies."""
    viewer = viewer_of(request)
    case = coordinated_case_for(viewer, reference)
    back = redirect("coordinator:sort", case.reference)
    if CaseMove.CLOSE not in case_moves(CaseState(case.state)):
        messages.error(request, _("The case is closed already."))
        return back
    if request.method != "POST":
        note_reading(case, viewer, now=clock.moment())
        form = CloseForm(initial=replies.filled(request.GET.get("reply", ""), case))
        return _close_page(request, case, form, 200)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _close_page(request, case, form, 422)
    try:
        closing.close_case(
            case.pk,
            Outcome(form.cleaned_data["outcome"]),
            form.cleaned_data["text"],
            by=By.member(viewer),
            now=clock.moment(),
        )
    except NotPossible:
        messages.error(request, _("Somebody has closed the case meanwhile."))
        return back
    messages.success(request, _("Case %(reference)s is closed.") % {"reference": case.reference})
    return redirect("coordinator:triage")


@dataclass(frozen=True)
class Moving:
    """One kind of what a case has, and how many of it go over."""

    label: str
    number: int


@open_to(permission="case.triage")
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, reference: str, into: str) -> HttpResponse:
    """Show what goes where when a case becomes part of another; do it when told so."""
    viewer = viewer_of(request)
    case = coordinated_case_for(viewer, reference)
    kept = coordinated_case_for(viewer, into)
    if case.pk == kept.pk:
        raise Http404
    now = clock.moment()
    if request.method != "POST":
        note_reading(case, viewer, now=now)
        note_reading(kept, viewer, now=now)
        context = {
            "case": case,
            "kept": kept,
            "name": name_of(case),
            "kept_name": name_of(kept),
            "moving": _moving(case),
            "promised": min(filter(None, (case.promised_at, kept.promised_at)), default=None),
            "late": triage.is_late(kept, now=now),
            "crumbs": _crumbs(case, _("Merge")),
        }
        return render(request, "coordinator/merge.html", context)
    try:
        merging.merge(case.pk, kept.pk, by=By.member(viewer), now=now)
    except merging.CannotMerge:
        messages.error(
            request, _("These two cannot be merged: they belong to different companies.")
        )
        return redirect("coordinator:sort", case.reference)
    except NotPossible:
        messages.error(request, _("A closed case cannot be merged. Take it up again first."))
        return redirect("coordinator:sort", case.reference)
    messages.success(
        request,
        _("Case %(reference)s is now part of %(kept)s.")
        % {"reference": case.reference, "kept": kept.reference},
    )
    return redirect("coordinator:sort", kept.reference)


def _close_page(request: HttpRequest, case: Case, form: CloseForm, status: int) -> HttpResponse:
    context = {
        "case": case,
        "name": name_of(case),
        "form": form,
        "replies": replies.REPLIES.items(),
        "asked": case.referrals.live().count(),
        "crumbs": _crumbs(case, _("Close")),
    }
    return render(request, "coordinator/close.html", context, status=status)


def _crumbs(case: Case, here: str) -> tuple[Crumb, ...]:
    return (
        Crumb(_("Sort cases"), reverse("coordinator:triage")),
        Crumb(case.reference, reverse("coordinator:sort", args=[case.reference])),
        Crumb(here),
    )


def _moving(case: Case) -> list[Moving]:
    """What the case has that goes over, each kind counted; kinds it has none of are left out."""
    kinds = (
        (_("Needs"), case.needs),
        (_("Teams that have been asked"), case.referrals),
        (_("Messages"), case.messages),
        (_("Files"), case.attachments),
        (_("Internal notes"), case.notes),
        (_("Tasks"), case.tasks),
        (_("Suggested measures"), case.suggestions),
        (_("Answers on how it went"), case.follow_ups),
        (_("Who has seen it"), case.readings),
        (_("What has happened in it"), case.events),
    )
    counted = [Moving(label, rows.count()) for label, rows in kinds]
    return [one for one in counted if one.number]
