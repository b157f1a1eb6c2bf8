"""Opening a case for a company on the phone, or for another organisation that sends one."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lotsa.core.cases.contact import plain_phone
from lotsa.core.companies.orgnr import read_organisation_number
from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases.earlier import Earlier, alike
from lotsa.domain.cases.enums import CaseState
from lotsa.domain.cases.inbox import Option, own_teams
from lotsa.domain.cases.models import Case
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.opening import Draft
from lotsa.domain.companies.models import Company
from lotsa.domain.measures.selectors import CurrentCatalogue, catalogue
from lotsa.domain.places.selectors import municipalities
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.usecases.support.receive import receive
from lotsa.web.adviser import words
from lotsa.web.adviser.forms.phone import SEND_ON, PhoneForm
from lotsa.web.adviser.shared import posted, to_case, viewer_of
from lotsa.web.public.forms.answers import AnswerFault, read_answer


@open_to(permission="case.open")
@require_http_methods(["GET", "HEAD", "POST"])
@limited("phone", "120/h", looking=False)
def phone(request: HttpRequest) -> HttpResponse:
    """One page; cases that look alike are shown before a new one is made."""
    viewer, current = viewer_of(request), catalogue()
    teams = tuple(one for one in own_teams(viewer) if int(one.value) in viewer.team_ids)
    form = _form(posted(request), current, teams)
    if request.method != "POST":
        return _page(request, form, ())
    facts = _facts(form, current) if form.is_valid() else {}
    if form.errors:
        return _page(request, form, ())
    sent_before = _sent_before(form, viewer)
    if sent_before is not None:
        return to_case(sent_before.reference)
    found = () if "anyway" in request.POST else _alike(form, viewer)
    if found:
        return _page(request, form, found)
    try:
        case = _open(form, facts, viewer)
    except IntegrityError:
        # The same form came twice at the same time; the first is the case.
        twin = _sent_before(form, viewer)
        if twin is None:
            raise
        case = twin
    messages.success(request, _told(case))
    return to_case(case.reference)


def _form(
    sent: QueryDict | None, current: CurrentCatalogue, teams: tuple[Option, ...]
) -> PhoneForm:
    return PhoneForm(
        sent,
        needs=current.needs,
        municipalities=municipalities(),
        teams=teams,
        shown_in=get_language() or "sv",
    )


def _facts(form: PhoneForm, current: CurrentCatalogue) -> dict[str, Any]:
    """The facts told; one that cannot be read becomes a fault of its field."""
    told: dict[str, Any] = {}
    written = form.cleaned_data.get("employees", "").strip()
    if written:
        answer = QueryDict(mutable=True)
        answer["answer"] = written
        try:
            told["employees"] = read_answer(
                current.registry.fields["employees"], current.registry, answer
            )
        except AnswerFault as fault:
            form.add_error("employees", str(fault))
    if form.cleaned_data.get("municipality"):
        told["municipality"] = [form.cleaned_data["municipality"]]
    return {"facts": told}


def _open(form: PhoneForm, facts: dict[str, Any], viewer: Viewer) -> Case:
    told = form.cleaned_data
    draft = Draft(
        description=told["description"],
        needs=tuple(told["needs"]),
        company_name=told["company_name"],
        organisation_number=told["organisation_number"],
        contact_name=told["contact_name"],
        contact_email=told["contact_email"],
        contact_phone=told["contact_phone"],
        language=told["language"],
        facts=facts,
        municipality_code=told["municipality"],
        origin=told["origin"],
        form_id=told["form_id"],
    )
    take = None if told["go"] == SEND_ON else (int(told["go"]), viewer.member_id)
    return receive(draft, by=By.member(viewer), now=clock.moment(), take=take)


def _sent_before(form: PhoneForm, viewer: Viewer) -> Case | None:
    """The case that this very form has made already, on a double click or a page sent again."""
    found: Case | None = Case.objects.filter(
        form_id=form.cleaned_data["form_id"], opened_by_id=viewer.member_id
    ).first()
    return found


def _alike(form: PhoneForm, viewer: Viewer) -> tuple[Earlier, ...]:
    told = form.cleaned_data
    number = read_organisation_number(told["organisation_number"])
    known = Company.objects.filter(organisation_number=number.digits).first() if number else None
    return alike(
        viewer,
        company_id=known.pk if known else None,
        email=told["contact_email"].strip().lower(),
        phone=plain_phone(told["contact_phone"]),
    )


def _told(case: Case) -> str:
    if case.state == CaseState.ACCEPTED:
        return _("Case %(reference)s is open, and you have it.") % {"reference": case.reference}
    teams = ", ".join(
        case.referrals.exclude(state="planned").order_by("pk").values_list("team__name", flat=True)
    )
    if teams:
        return _("Case %(reference)s is open and sent to %(teams)s.") % {
            "reference": case.reference,
            "teams": teams,
        }
    return _("Case %(reference)s is open. A coordinator sends it on.") % {
        "reference": case.reference
    }


def _page(request: HttpRequest, form: PhoneForm, found: tuple[Earlier, ...]) -> HttpResponse:
    current = catalogue()
    context = {
        "form": form,
        "alike": [(one, words.need_names(one.areas, current)) for one in found],
        "now": clock.moment(),
    }
    return render(request, "adviser/phone.html", context, status=422 if form.errors else 200)
