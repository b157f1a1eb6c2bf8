"""Passing a case on: to another team instead of one's own, or beside it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lotsa.core.cases.states import Move, moves
from lotsa.core.cases.states import ReferralState as Stands
from lotsa.domain.actors.models import Team
from lotsa.domain.cases.models import Referral
from lotsa.domain.cases.services import answering, reading
from lotsa.domain.measures.selectors import catalogue
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.foundation.ui.components import Choice, Fault, Field
from lotsa.web.adviser import words
from lotsa.web.adviser.candidates import candidates
from lotsa.web.adviser.lists import company_name
from lotsa.web.adviser.shared import attempt, my_referral, refused, to_case, viewer_of

LONGEST_NOTE = 4000


@open_to(permission="case.handle")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, reference: str, referral_id: int) -> HttpResponse:
    """Hand the team's part over to another team, with a note."""
    referral = my_referral(request, reference, referral_id)
    team, note, faults = _read(request)
    if request.method != "POST" or faults or team is None:
        return _page(request, referral, "hand_over", faults)
    if team.pk == referral.team_id:
        faults = [Fault("team-list", _("Choose another team than the one that has the case."))]
        return _page(request, referral, "hand_over", faults)
    attempt(
        request,
        referral,
        Move.HAND_OVER,
        lambda one, by, now: answering.hand_over(one.pk, team.pk, note, by=by, now=now),
        done=_("The case is handed over to %(team)s.") % {"team": team.name},
    )
    return to_case(reference)


@open_to(permission="case.handle")
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest, reference: str, referral_id: int) -> HttpResponse:
    """Bring another team in beside one's own, for all or some of the needs."""
    referral = my_referral(request, reference, referral_id)
    if Move.CLOSE not in moves(Stands(referral.state)):
        messages.warning(request, refused(Move.CLOSE, referral.pk, clock.moment()))
        return to_case(reference)
    team, note, faults = _read(request)
    if request.method != "POST" or faults or team is None:
        return _page(request, referral, "bring_in", faults)
    areas = [area for area in _areas(referral) if area in request.POST.getlist("areas")]
    attempt(
        request,
        referral,
        Move.CLOSE,
        lambda one, by, now: answering.bring_in(one.pk, team.pk, areas, note, by=by, now=now),
        done=_("%(team)s has been asked. You still have the case.") % {"team": team.name},
    )
    return to_case(reference)


def _read(request: HttpRequest) -> tuple[Team | None, str, list[Fault]]:
    """The team chosen, the note, and what must be mended."""
    if request.method != "POST":
        return None, "", []
    key = request.POST.get("team", "")
    team = None
    if key.isascii() and key.isdigit():
        team = Team.objects.taking_cases().filter(pk=key).first()
    note = request.POST.get("note", "").strip()[:LONGEST_NOTE]
    faults = []
    if team is None:
        faults.append(Fault("team-list", _("Choose a team.")))
    if not note:
        faults.append(Fault("id_note", _("Write a note to the team that gets the case.")))
    return team, note, faults


def _areas(referral: Referral) -> tuple[str, ...]:
    return tuple(referral.case.needs.values_list("area", flat=True))


def _page(request: HttpRequest, referral: Referral, what: str, faults: list[Fault]) -> HttpResponse:
    case = referral.case
    reading.note_reading(case, viewer_of(request), now=clock.moment())
    areas = _areas(referral)
    own = tuple(referral.needs.values_list("area", flat=True)) or areas
    has = set(case.referrals.live().values_list("team_id", flat=True))
    asked = (request.POST.get("q") or request.GET.get("q", ""))[:100]
    found = candidates(case, clock.today(), own if what == "hand_over" else areas, has, asked)
    chosen = request.POST.get("team", "")
    context: dict[str, Any] = {
        "case": case,
        "referral": referral,
        "name": company_name(case.company_name, anonymous=case.anonymous),
        "beside": what == "bring_in",
        "q": asked,
        "found": found,
        "chosen": int(chosen) if chosen.isascii() and chosen.isdigit() else 0,
        "faults": faults,
        "note": _note(request, faults),
        "areas": _area_field(request, areas) if what == "bring_in" and len(areas) > 1 else None,
    }
    return render(request, "adviser/pass_on.html", context, status=422 if faults else 200)


def _note(request: HttpRequest, faults: list[Fault]) -> Field:
    error = next((fault.message for fault in faults if fault.field_id == "id_note"), "")
    return Field(
        name="note",
        label=_("Note to the team"),
        hint=_("What has been done, and why you pass it on. The company does not see it."),
        kind="textarea",
        value=request.POST.get("note", "")[:LONGEST_NOTE],
        error=error,
    )


def _area_field(request: HttpRequest, areas: tuple[str, ...]) -> Field:
    current = catalogue()
    held = set(request.POST.getlist("areas")) if request.method == "POST" else set()
    return Field(
        name="areas",
        label=_("For which needs?"),
        hint=_("Choose none for all that your team has."),
        kind="checkboxes",
        choices=tuple(
            Choice(area, (words.need_names([area], current) or (area,))[0], chosen=area in held)
            for area in areas
        ),
    )
