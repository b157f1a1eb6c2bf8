"""One case to sort: what the company asks, what to look at, who fits and why, and sending it on."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lotsa.core.cases.contact import grouped_phone
from lotsa.core.cases.states import CaseMove, CaseState, NotPossible, case_moves
from lotsa.core.criteria.sentences import value_text
from lotsa.core.criteria.wording import capitalised
from lotsa.core.guide.situation import Situation
from lotsa.core.routing.routing import Answer, Ranked
from lotsa.domain.cases import triage
from lotsa.domain.cases.access import coordinated_case_for
from lotsa.domain.cases.enums import Origin, ReferralState
from lotsa.domain.cases.models import Case, Referral
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.reading import note_reading
from lotsa.domain.measures.selectors import CurrentCatalogue, catalogue
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.foundation.ui.components import Choice, Crumb, FactLine, Field
from lotsa.usecases.support import sorting
from lotsa.usecases.support.router import router
from lotsa.usecases.support.routing import routing_for
from lotsa.web.coordinator import alike, choices, fitting, words
from lotsa.web.coordinator.requests import viewer_of

TOP = 8
MOST = 25
PER_PAGE = 20
_TURNS = 3
_NOTE_LONGEST = 2000
_OPEN_REFERRALS = {ReferralState.PLANNED, ReferralState.SENT}


@dataclass(frozen=True)
class Alarm:
    """A warning on the case's page; `code` is set when it can be ticked off."""

    told: words.Told
    code: str


@dataclass(frozen=True)
class Asked:
    """A team that has been asked, and what can be done about it."""

    row: Referral
    state: str
    needs: tuple[str, ...]
    reason: str
    due: str
    late: bool
    can_recall: bool
    can_remind: bool


@open_to(permission="case.triage")
@require_safe
def sort(request: HttpRequest, reference: str) -> HttpResponse:
    """The case with everything that is needed to decide who should have it."""
    viewer, now = viewer_of(request), clock.moment()
    case = coordinated_case_for(viewer, reference)
    note_reading(case, viewer, now=now)
    prefetch_related_objects([case], "needs")
    sight = sight_of(case, now)
    late, promised = triage.is_late(case, now=now), triage.promise_of(case)
    codes = triage.warnings_of(case, late=late)
    asked = _asked(case, sight.catalogue, sight.language, now)
    fitting_teams = [one for one in sight.routing.ranked if one.answer is not Answer.NO]
    moves = case_moves(CaseState(case.state))
    context = {
        "case": case,
        "name": name_of(case),
        "crumbs": (Crumb(_("Sort cases"), reverse("coordinator:triage")), Crumb(case.reference)),
        "age": words.ago(case.created_at, now),
        "promise": words.left(promised, now) if promised else "",
        "late": late,
        "origin": Origin(case.origin).label,
        "desk": choices.desk_name(case.desk, sight.language) if case.desk else "",
        "place": words.place(case.municipality_code, case.region_code, sight.language),
        "alarms": [
            Alarm(
                words.told(code),
                code if code in case.warnings and code not in triage.FOLLOWING else "",
            )
            for code in codes
        ],
        "needs": _needs_field(sight),
        "needs_named": ", ".join(words.area_names(sight.needs, sight.catalogue, sight.language)),
        "contact": contact_lines(case, sight.language),
        "facts": fact_lines(case, sight.catalogue, sight.language, now),
        "places": _places_field(case, sight.language),
        "likes": alike.found(case, viewer, sight.catalogue, sight.language),
        "asked": asked,
        "teams": fitting.lines(_shown(request, fitting_teams, sight), sight),
        "more_teams": max(0, len(fitting_teams[:MOST]) - TOP) if "all" not in request.GET else 0,
        "everyone": len(sight.current.team_pk),
        "turns": [
            (turn, _("In turn, as number %(turn)s") % {"turn": turn})
            for turn in range(1, _TURNS + 1)
        ],
        "uncovered": words.area_names(
            sight.routing.uncovered_areas, sight.catalogue, sight.language
        ),
        "nobody": sight.routing.uncovered,
        "can_send": CaseMove.REFER in moves and not case.held_as_spam,
        "can_close": CaseMove.CLOSE in moves,
        "can_reopen": CaseMove.REOPEN in moves,
    }
    return render(request, "coordinator/sort.html", context)


@open_to(permission="case.triage")
@require_safe
def teams(request: HttpRequest, reference: str) -> HttpResponse:
    """Every team of the directory with its answer for the case: why it was, or was not, chosen."""
    viewer, now = viewer_of(request), clock.moment()
    case = coordinated_case_for(viewer, reference)
    note_reading(case, viewer, now=now)
    sight = sight_of(case, now)
    text, answer = request.GET.get("q", "").strip()[:100], request.GET.get("answer", "")
    answer = answer if answer in set(Answer) else ""
    pages = Paginator(fitting.matching(sight.routing, sight.current, text, answer), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "case": case,
        "crumbs": (
            Crumb(_("Sort cases"), reverse("coordinator:triage")),
            Crumb(case.reference, reverse("coordinator:sort", args=[case.reference])),
            Crumb(_("Every team")),
        ),
        "name": name_of(case),
        "needs": words.area_names(sight.needs, sight.catalogue, sight.language),
        "teams": fitting.lines(page.object_list, sight),
        "text": text,
        "answers": _answer_field(answer),
        "page": page,
        "total": pages.count,
    }
    return render(request, "coordinator/teams.html", context)


@open_to(permission="case.triage")
@require_POST
def send(request: HttpRequest, reference: str) -> HttpResponse:
    """Send the case to the ticked teams. POST: `team` (slugs), `turn-KEY`, `need-KEY`, `note`."""
    viewer = viewer_of(request)
    case = coordinated_case_for(viewer, reference)
    back = redirect("coordinator:sort", case.reference)
    chosen = _chosen(request)
    if not chosen:
        messages.error(request, _("Tick at least one team."))
        return back
    note = request.POST.get("note", "").strip()[:_NOTE_LONGEST]
    by, now = By.member(viewer), clock.moment()
    try:
        made = sorting.send(case, chosen, note=note, by=by, now=now)
    except sorting.UnknownTeam:
        messages.error(request, _("One of the teams takes no cases any more. Choose another."))
        return back
    except NotPossible:
        messages.error(request, _("The case is closed. Take it up again first."))
        return back
    if not made:
        messages.info(request, _("The teams you chose have the case already."))
        return back
    names = ", ".join(referral.team.name for referral in made)
    messages.success(
        request,
        _("Case %(reference)s: sent to %(teams)s.") % {"reference": case.reference, "teams": names},
    )
    return back


def sight_of(case: Case, now: datetime) -> fitting.Sight:
    """The routing of a case and what is needed to put it in words."""
    routing = routing_for(case, words.local_day(now))
    current = router()
    live = case.referrals.live().values_list("team_id", flat=True)
    asked = frozenset(current.team_slug[pk] for pk in live if pk in current.team_slug)
    refused = sorting.refused_by(case)
    decision = sorting.suggested(routing, refused)
    return fitting.Sight(
        routing=routing,
        current=current,
        catalogue=catalogue(),
        language=words.here(),
        needs=tuple(need.area for need in case.needs.all()),
        asked=asked,
        suggested={part.team: part.areas for part in decision.send} if not asked else {},
        refused=refused,
    )


def name_of(case: Case) -> str:
    """What a case is called on a page."""
    if case.anonymous:
        return _("Anonymous question")
    return case.company_name or _("No name given")


def contact_lines(case: Case, language: str) -> list[FactLine]:
    """How the company is reached."""
    if case.anonymous:
        return [FactLine(_("Contact"), _("On its page only: the question is anonymous"))]
    number = case.company.organisation_number if case.company else ""
    lines = [
        FactLine(_("Organisation number"), f"{number[:6]}-{number[6:]}" if number else ""),
        FactLine(_("Contact person"), case.contact_name),
        FactLine(_("Phone"), grouped_phone(case.contact_phone)),
        FactLine(_("Mail"), case.contact_email),
        FactLine(_("Wants help in"), capitalised(words.language_name(case.language, language))),
    ]
    return [line for line in lines if line.value]


def fact_lines(
    case: Case, current: CurrentCatalogue, language: str, now: datetime
) -> list[FactLine]:
    """What is known of the company, in the registry's order. Sensitive facts stay with the adviser."""
    registry = current.rules(words.local_day(now)).rulebook.registry
    known = Situation.from_json(case.facts).facts_for(registry).values
    return [
        FactLine(
            field.text(field.label or field.question, language),
            capitalised(value_text(known[field.id], field, registry, language)),
        )
        for field in registry.fields.values()
        if field.id in known and not field.sensitive
    ]


def _shown(request: HttpRequest, ranked: list[Ranked], sight: fitting.Sight) -> list[Ranked]:
    """The first of those who fit, or more, and those that have been added from the whole list."""
    shown = ranked[: MOST if "all" in request.GET else TOP]
    there = {one.team for one in shown}
    added = [slug for slug in request.GET.getlist("add")[:TOP] if slug not in there]
    by_team = sight.routing.by_team
    known = [slug for slug in (*sight.suggested, *added) if slug in by_team and slug not in there]
    return [
        *shown,
        *(by_team[slug] for slug in dict.fromkeys(known) if slug in sight.current.team_pk),
    ]


def _chosen(request: HttpRequest) -> list[sorting.Chosen]:
    keys = router().team_pk
    found = []
    for slug in dict.fromkeys(request.POST.getlist("team")):
        key = keys.get(slug, "")
        turn = request.POST.get(f"turn-{key}", "")
        found.append(
            sorting.Chosen(
                team=slug,
                areas=tuple(request.POST.getlist(f"need-{key}")),
                turn=int(turn) if turn.isdecimal() and 1 <= int(turn) <= _TURNS else None,
            )
        )
    return found


def _asked(case: Case, current: CurrentCatalogue, language: str, now: datetime) -> list[Asked]:
    rows = case.referrals.select_related("team__actor", "adviser__user").prefetch_related("needs")
    found = []
    for row in rows:
        waits = row.state == ReferralState.SENT
        holds = row.state == ReferralState.ACCEPTED and row.first_contact_at is None
        due = row.reply_due_at if waits else row.due_at if holds else None
        found.append(
            Asked(
                row=row,
                state=str(ReferralState(row.state).label),
                needs=words.area_names((n.area for n in row.needs.all()), current, language),
                reason=row.get_decline_reason_display() if row.decline_reason else "",
                due=words.left(due, now) if due else "",
                late=due is not None and due < now,
                can_recall=row.state in _OPEN_REFERRALS,
                can_remind=waits or holds,
            )
        )
    return found


def _needs_field(sight: fitting.Sight) -> Field:
    return Field(
        name="need",
        label=_("Needs"),
        kind="checkboxes",
        columns=2,
        choices=[
            Choice(
                need.id,
                words.area_name(need.id, sight.catalogue, sight.language),
                chosen=need.id in sight.needs,
            )
            for need in sight.catalogue.needs
        ],
    )


def _places_field(case: Case, language: str) -> Field:
    options = [
        Choice(code, name, chosen=code == case.municipality_code, group=region)
        for code, name, region in choices.municipalities_of(language)
    ]
    unknown = Choice("", _("Not known"), chosen=not case.municipality_code)
    return Field(
        name="municipality", label=_("Municipality"), kind="select", choices=[unknown, *options]
    )


def _answer_field(chosen: str) -> Field:
    names = {Answer.YES: _("Yes"), Answer.MAYBE: _("Maybe"), Answer.NO: _("No")}
    return Field(
        name="answer",
        label=_("Its answer"),
        kind="select",
        choices=[
            Choice("", _("All answers")),
            *(Choice(one.value, name, chosen=one == chosen) for one, name in names.items()),
        ],
    )
