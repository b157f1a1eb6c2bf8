"""The queue: the territory's cases, with what to look at, and moves for several at once."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lotsa.domain.cases import triage
from lotsa.domain.cases.enums import CaseState, ReferralState
from lotsa.domain.cases.models import Case
from lotsa.domain.cases.services import closing
from lotsa.domain.cases.services.by import By
from lotsa.domain.measures.selectors import CurrentCatalogue, catalogue
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.foundation.lists import KeyedPaginator, OncePaginator
from lotsa.usecases.support import sorting
from lotsa.web.coordinator import choices, words
from lotsa.web.coordinator.requests import viewer_of, way_back


@dataclass(frozen=True)
class Line:
    """One case as the list draws it."""

    row: triage.Row
    company: str
    needs: tuple[str, ...]
    place: str
    desk: str
    language: str
    state: str
    age: str
    promise: str
    warnings: tuple[words.Told, ...]
    teams: tuple[str, ...]


@dataclass(frozen=True)
class Tab:
    """One list of the queue's, with how many it has."""

    label: words.Words
    address: str
    count: int | None
    current: bool


@open_to(permission="case.triage")
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The cases of the viewer's territory, narrowed by the address."""
    viewer, now = viewer_of(request), clock.moment()
    current, language = catalogue(), words.here()
    wanted = choices.wanted(request)
    cases = triage.page_of(triage.found(viewer, wanted, now=now))
    pages = (OncePaginator if wanted.words else KeyedPaginator)(cases, triage.PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    rows = triage.rows(page.object_list, now=now)
    fields = choices.fields(wanted, viewer, current, language)
    narrowed = any((wanted.words, wanted.warning, wanted.area, wanted.place, wanted.desk))
    context = {
        "wanted": wanted,
        "tabs": _tabs(request, triage.counts(viewer), wanted),
        "fields": fields,
        "narrowed": narrowed,
        "everything": f"?show={wanted.show}",
        "export": f"{reverse('coordinator:export')}{choices.address_with(request.GET)}",
        "lines": [_line(row, current, language, now) for row in rows],
        "page": page,
        "total": pages.count,
        "here": request.get_full_path(),
    }
    return render(request, "coordinator/queue.html", context)


@open_to(permission="case.triage")
@require_POST
def narrow(request: HttpRequest) -> HttpResponse:
    """Keep the words to look for in the session, and show the list with the filters chosen."""
    said = " ".join(request.POST.get("q", "").replace("\x00", "").split())
    request.session[choices.SEARCHED] = said[: choices.LONGEST_SEARCH]
    asked = QueryDict(mutable=True)
    for name in choices.FILTERS:
        if value := request.POST.get(name, ""):
            asked[name] = value[: choices.LONGEST_SEARCH]
    if said:
        asked["search"] = "1"
    return redirect(f"{reverse('coordinator:triage')}{choices.address_with(asked)}")


def _tabs(request: HttpRequest, counts: dict[triage.Show, int], wanted: triage.Wanted) -> list[Tab]:
    return [
        Tab(
            label,
            choices.address_with(request.GET, show="" if show is triage.Show.TO_SORT else show),
            counts.get(show),
            show is wanted.show,
        )
        for show, label in words.SHOWN.items()
    ]


def _line(row: triage.Row, current: CurrentCatalogue, language: str, now: datetime) -> Line:
    return Line(
        row=row,
        company=_("Anonymous question") if row.anonymous else row.company or _("No name given"),
        needs=words.area_names(row.areas, current, language),
        place=words.place(row.municipality, row.region, language),
        desk=choices.desk_name(row.desk, language) if row.desk else "",
        language="" if row.language == "sv" else words.language_name(row.language, language),
        state=str(CaseState(row.state).label),
        age=words.ago(row.created_at, now),
        promise=words.left(row.promised_at, now) if row.promised_at else "",
        warnings=tuple(words.told(code) for code in row.warnings),
        teams=tuple(f"{team.name}: {ReferralState(team.state).label}" for team in row.teams),
    )


@open_to(permission="case.triage")
@require_POST
def batch(request: HttpRequest) -> HttpResponse:
    """Do one thing with several cases: send as suggested, hold back as spam, or release.

    POST: `case` (numbers, several), `do` (send, spam or release) and `next` (a path on this site).
    """
    viewer = viewer_of(request)
    back = redirect(way_back(request, reverse("coordinator:triage")))
    chosen = triage.of_references(viewer, request.POST.getlist("case")[: triage.PER_PAGE])
    if not chosen:
        messages.error(request, _("Tick the cases you want to do something with."))
        return back
    by, now = By.member(viewer), clock.moment()
    doing = request.POST.get("do", "")
    if doing == "send":
        _send(request, chosen, by, now)
    elif doing == "spam":
        for case in chosen:
            closing.hold_as_spam(case.pk, by=by, now=now)
        messages.success(request, _held_back(len(chosen)))
    elif doing == "release":
        for case in chosen:
            closing.release(case.pk, by=by, now=now)
        messages.success(request, _released(len(chosen)))
    else:
        messages.error(request, _("Choose what to do with the cases."))
    return back


def _send(request: HttpRequest, chosen: list[Case], by: By, now: datetime) -> None:
    sent = sum(sorting.send_suggested(case, by=by, now=now) for case in chosen)
    if sent:
        messages.success(
            request,
            ngettext(
                "%(number)d case has been sent on.", "%(number)d cases have been sent on.", sent
            )
            % {"number": sent},
        )
    if kept := len(chosen) - sent:
        messages.warning(
            request,
            ngettext(
                "%(number)d case is left: it is not clear who should have it. Open it and choose.",
                "%(number)d cases are left: it is not clear who should have them. Open each and choose.",
                kept,
            )
            % {"number": kept},
        )


def _held_back(number: int) -> str:
    return ngettext(
        "%(number)d case is held back. Nothing has been said to the company.",
        "%(number)d cases are held back. Nothing has been said to the companies.",
        number,
    ) % {"number": number}


def _released(number: int) -> str:
    return ngettext(
        "%(number)d case is released and waits to be sorted.",
        "%(number)d cases are released and wait to be sorted.",
        number,
    ) % {"number": number}
