"""What a team does with its part: accept, decline, assign, close, and take it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lotsa.core.cases.states import Move, NotPossible, ReferralState
from lotsa.domain.cases.case_page import colleagues_of
from lotsa.domain.cases.enums import DeclineReason, Outcome
from lotsa.domain.cases.models import Referral
from lotsa.domain.cases.services import answering, reading
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.web.adviser.forms import AssignForm, CloseForm, DeclineForm
from lotsa.web.adviser.lists import company_name
from lotsa.web.adviser.shared import attempt, my_referral, posted, to_case, viewer_of

_LOOK_AND_DO = ["GET", "HEAD", "POST"]


@open_to(permission="case.handle")
@require_POST
def accept(request: HttpRequest, reference: str, referral_id: int) -> HttpResponse:
    """Take the case: oneself, or for a colleague in the team when one is named."""
    referral = my_referral(request, reference, referral_id)
    named = request.POST.get("adviser", "")
    adviser = int(named) if named.isascii() and named.isdigit() else viewer_of(request).member_id
    mine = adviser == viewer_of(request).member_id
    attempt(
        request,
        referral,
        Move.ACCEPT,
        lambda one, by, now: answering.accept(one.pk, adviser_id=adviser, by=by, now=now),
        done=_("You have the case now. The company has been told.")
        if mine
        else _("The case is accepted. The company and your colleague have been told."),
    )
    return to_case(reference)


@open_to(permission="case.handle")
@require_http_methods(_LOOK_AND_DO)
def decline(request: HttpRequest, reference: str, referral_id: int) -> HttpResponse:
    """Say no for the team, with a reason."""
    referral = my_referral(request, reference, referral_id)
    form = DeclineForm(posted(request))
    if request.method != "POST" or not form.is_valid():
        return _page(request, "adviser/decline.html", referral, form)
    reason, text = DeclineReason(form.cleaned_data["reason"]), form.cleaned_data["text"]
    made = attempt(
        request,
        referral,
        Move.DECLINE,
        lambda one, by, now: answering.decline(one.pk, reason, text, by=by, now=now),
    )
    if not made:
        return to_case(reference)
    messages.success(
        request,
        format_html(
            '{} <a href="{}">{}</a>',
            _("You have declined the case for the team."),
            reverse("adviser:case", args=[reference]),
            _("Open it to undo"),
        ),
    )
    return redirect("adviser:inbox")


@open_to(permission="case.handle")
@require_POST
def reconsider(request: HttpRequest, reference: str, referral_id: int) -> HttpResponse:
    """Undo a decline: the team is asked again."""
    referral = my_referral(request, reference, referral_id)
    attempt(
        request,
        referral,
        Move.RECONSIDER,
        lambda one, by, now: _led_to(
            answering.reconsider(one.pk, by=by, now=now), Move.RECONSIDER, ReferralState.SENT
        ),
        done=_("The decline is undone. The case waits for your team to answer."),
    )
    return to_case(reference)


@open_to(permission="case.handle")
@require_POST
def start(request: HttpRequest, reference: str, referral_id: int) -> HttpResponse:
    """Note that the team has talked with the company."""
    referral = my_referral(request, reference, referral_id)
    attempt(
        request,
        referral,
        Move.START,
        lambda one, by, now: answering.start(one.pk, by=by, now=now),
        done=_("The first contact is noted."),
    )
    return to_case(reference)


@open_to(permission="case.handle")
@require_http_methods(_LOOK_AND_DO)
def assign(request: HttpRequest, reference: str, referral_id: int) -> HttpResponse:
    """Give the case to a colleague in the same team."""
    referral = my_referral(request, reference, referral_id)
    team = colleagues_of([referral.team_id])[referral.team_id]
    form = AssignForm(posted(request), colleagues=team, has_it=referral.adviser_id)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "adviser/assign.html", referral, form)
    member = int(form.cleaned_data["member"])
    name = next(one.name for one in team if one.id == member)
    attempt(
        request,
        referral,
        Move.START,
        lambda one, by, now: answering.assign(one.pk, member, by=by, now=now),
        done=_("%(name)s has the case now and has been told.") % {"name": name},
    )
    return to_case(reference)


@open_to(permission="case.handle")
@require_http_methods(_LOOK_AND_DO)
def close(request: HttpRequest, reference: str, referral_id: int) -> HttpResponse:
    """End the team's part with an outcome."""
    referral = my_referral(request, reference, referral_id)
    form = CloseForm(posted(request))
    if request.method != "POST" or not form.is_valid():
        return _page(request, "adviser/close.html", referral, form)
    outcome, text = Outcome(form.cleaned_data["outcome"]), form.cleaned_data["text"]
    attempt(
        request,
        referral,
        Move.CLOSE,
        lambda one, by, now: answering.close(one.pk, outcome, text, by=by, now=now),
        done=_("The team's part is closed. You can open it again here."),
    )
    return to_case(reference)


@open_to(permission="case.handle")
@require_POST
def reopen(request: HttpRequest, reference: str, referral_id: int) -> HttpResponse:
    """Take up a part that was closed."""
    referral = my_referral(request, reference, referral_id)
    attempt(
        request,
        referral,
        Move.REOPEN,
        lambda one, by, now: _led_to(
            answering.reopen(one.pk, by=by, now=now), Move.REOPEN, ReferralState.IN_PROGRESS
        ),
        done=_("The case is open again, and you work on it."),
    )
    return to_case(reference)


def _led_to(referral: Referral, move: Move, state: ReferralState) -> None:
    """Raise NotPossible when a verb that leaves things as they were has done so."""
    if referral.state != state:
        raise NotPossible(move, ReferralState(referral.state))


def _page(
    request: HttpRequest,
    template: str,
    referral: Referral,
    form: DeclineForm | CloseForm | AssignForm,
) -> HttpResponse:
    now = clock.moment()
    reading.note_reading(referral.case, viewer_of(request), now=now)
    case = referral.case
    name = company_name(case.company_name, anonymous=case.anonymous)
    context = {"case": case, "referral": referral, "form": form, "name": name}
    return render(request, template, context, status=422 if form.errors else 200)
