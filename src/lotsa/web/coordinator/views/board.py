"""The board: everything that has stopped moving, each row with the one thing to do next."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from lotsa.core.cases.contact import grouped_phone
from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases import boards
from lotsa.domain.cases.enums import CaseState
from lotsa.domain.cases.models import Case, CaseNeed, Referral
from lotsa.domain.measures.selectors import CurrentCatalogue, catalogue
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.foundation.ui.components import Choice, Field, Tile, Tone
from lotsa.web.coordinator import words
from lotsa.web.coordinator.requests import viewer_of
from lotsa.web.coordinator.views.sort import name_of

FEW: Final = 5
PER_PAGE: Final = 25
QUIET_DAYS: Final = (3, 5, 10, 20)
_USUAL_DAYS: Final = 5


@dataclass(frozen=True)
class Post:
    """A button: where it posts and what it says."""

    address: str
    label: str


@dataclass(frozen=True)
class Row:
    """One thing that has stopped.

    Attributes:
        what: what is the matter, in words.
        since: how long.
        go, label: the next thing to do, as a link.
        post: or as a button.
    """

    name: str
    reference: str
    place: str
    what: str
    since: str
    go: str = ""
    label: str = ""
    post: Post | None = None


@dataclass(frozen=True)
class Listing:
    """One of the board's lists."""

    key: str
    title: words.Words
    explained: words.Words
    rows: list[Row]
    number: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.number - len(self.rows)


@dataclass(frozen=True)
class Look:
    """Who looks, when, in which language, and the gaps there are: both counted and listed."""

    viewer: Viewer
    now: datetime
    since: datetime
    catalogue: CurrentCatalogue
    language: str
    gaps: list[boards.Gap]


@dataclass(frozen=True)
class Kind:
    """One way of being forgotten: what it is called, its rows, and how a row is told."""

    title: words.Words
    explained: words.Words
    tone: Tone
    found: Callable[[Look], Any]
    told: Callable[[Any, Look], Row]


@open_to(permission="case.triage")
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Every list with its first rows; one list alone, paged, when the address names it."""
    look = _look(request)
    chosen = request.GET.get("list", "")
    days = _days(request)
    counted = boards.numbers(look.viewer, now=look.now, since=look.since)
    numbers = {**vars(counted), "gaps": len(look.gaps)}
    page = None
    listings = []
    if chosen in KINDS:
        kind = KINDS[chosen]
        pages = Paginator(kind.found(look), PER_PAGE)
        # Counted already; the paginator would count once more.
        pages.count = numbers[chosen]  # type: ignore[misc]
        page = pages.get_page(request.GET.get("page"))
        listings = [_listing(chosen, kind, page.object_list, pages.count, look)]
    else:
        for key, kind in KINDS.items():
            number = numbers[key]
            if number:
                few = kind.found(look)[:FEW]
                listings.append(_listing(key, kind, few, number, look))
    context = {
        "tiles": [
            Tile(numbers[key], kind.title, f"?list={key}&days={days}", kind.tone)
            for key, kind in KINDS.items()
        ],
        "listings": listings,
        "alone": chosen in KINDS,
        "page": page,
        "days": _days_field(days),
        "chosen": chosen if chosen in KINDS else "",
        "chosen_days": days,
    }
    return render(request, "coordinator/board.html", context)


def _look(request: HttpRequest) -> Look:
    now = clock.moment()
    before = boards.working_days_ago(words.local_day(now), _days(request))
    end = datetime.combine(before + timedelta(days=1), time(), timezone.get_default_timezone())
    viewer = viewer_of(request)
    return Look(viewer, now, end, catalogue(), words.here(), boards.gaps(viewer))


def _days(request: HttpRequest) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked in {str(one) for one in QUIET_DAYS} else _USUAL_DAYS


def _days_field(chosen: int) -> Field:
    return Field(
        name="days",
        label=_("Nothing has happened for"),
        kind="select",
        choices=[
            Choice(
                str(one),
                ngettext("%(number)d working day", "%(number)d working days", one)
                % {"number": one},
                chosen=one == chosen,
            )
            for one in QUIET_DAYS
        ],
    )


def _listing(key: str, kind: Kind, rows: Iterable[Any], number: int, look: Look) -> Listing:
    return Listing(key, kind.title, kind.explained, [kind.told(one, look) for one in rows], number)


def _case_row(case: Case, what: str, since: str, label: str, look: Look) -> Row:
    return Row(
        name=name_of(case),
        reference=case.reference,
        place=words.place(case.municipality_code, case.region_code, look.language),
        what=what,
        since=since,
        go=reverse("coordinator:sort", args=[case.reference]),
        label=label,
    )


def _unanswered(row: Referral, look: Look) -> Row:
    case = row.case
    due = row.reply_due_at or look.now
    what = _("%(team)s has not answered") % {"team": row.team.name}
    address = reverse("coordinator:remind", args=[case.reference, row.pk])
    told = _case_row(case, what, words.left(due, look.now), "", look)
    if row.reminded_at is not None and words.local_day(row.reminded_at) == words.local_day(
        look.now
    ):
        return Row(**{**vars(told), "label": _("Reminded today: ask another")})
    return Row(**{**vars(told), "go": "", "post": Post(address, _("Remind now"))})


def _late(case: Case, look: Look) -> Row:
    due = words.left(case.promised_at or look.now, look.now)
    waiting = case.state in {CaseState.NEW, CaseState.TRIAGE}
    label = _("Send it on") if waiting else _("See who has it")
    return _case_row(case, str(CaseState(case.state).label), due, label, look)


def _quiet(case: Case, look: Look) -> Row:
    since = words.age(case.updated_at, look.now)
    return _case_row(case, str(CaseState(case.state).label), since, _("See who has it"), look)


def _declined(case: Case, look: Look) -> Row:
    since = words.age(case.created_at, look.now)
    return _case_row(case, _("All who were asked have said no"), since, _("Choose another"), look)


def _unreachable(case: Case, look: Look) -> Row:
    what = grouped_phone(case.contact_phone) or _("No phone number")
    since = words.age(case.updated_at, look.now)
    return _case_row(case, what, since, _("Check how it is reached"), look)


def _unattended(need: CaseNeed, look: Look) -> Row:
    name = words.area_name(need.area, look.catalogue, look.language)
    since = words.age(need.created_at, look.now)
    return _case_row(need.case, name, since, _("Find somebody for it"), look)


def _gap(gap: boards.Gap, look: Look) -> Row:
    queue = reverse("coordinator:triage")
    place = gap.municipality or gap.region
    number = ngettext("%(number)d open case", "%(number)d open cases", gap.cases)
    return Row(
        name=words.area_name(gap.area, look.catalogue, look.language),
        reference="",
        place=words.place(gap.municipality, gap.region, look.language),
        what=number % {"number": gap.cases},
        since=words.age(gap.first, look.now),
        go=f"{queue}?warning=uncovered&need={gap.area}&place={place}",
        label=_("See the cases"),
    )


KINDS: Final[dict[str, Kind]] = {
    "gaps": Kind(
        gettext_lazy("Nobody covers"),
        gettext_lazy("Needs that no team in the directory can take, by place."),
        "no",
        lambda look: look.gaps,
        _gap,
    ),
    "late": Kind(
        gettext_lazy("Promised contact is late"),
        gettext_lazy("The company was promised a contact, and nobody has made it."),
        "no",
        lambda look: boards.late(look.viewer, now=look.now),
        _late,
    ),
    "unanswered": Kind(
        gettext_lazy("Team has not answered"),
        gettext_lazy("The team should have said yes or no by now."),
        "ask",
        lambda look: boards.unanswered(look.viewer, now=look.now),
        _unanswered,
    ),
    "declined": Kind(
        gettext_lazy("Declined by all"),
        gettext_lazy("Every team that was asked has said no."),
        "no",
        lambda look: boards.declined(look.viewer),
        _declined,
    ),
    "unattended": Kind(
        gettext_lazy("Need without a team"),
        gettext_lazy("Somebody has the case, but nobody has this need."),
        "ask",
        lambda look: boards.unattended(look.viewer),
        _unattended,
    ),
    "unreachable": Kind(
        gettext_lazy("Cannot be reached"),
        gettext_lazy("Nobody answers, or mail comes back."),
        "ask",
        lambda look: boards.unreachable(look.viewer),
        _unreachable,
    ),
    "quiet": Kind(
        gettext_lazy("Nothing happens"),
        gettext_lazy("A team has the case, but nothing has happened in it for a while."),
        "later",
        lambda look: boards.quiet(look.viewer, since=look.since),
        _quiet,
    ),
}
"""The board's lists, the gravest first."""
