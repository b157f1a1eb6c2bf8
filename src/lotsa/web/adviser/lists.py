"""The inbox as drawn: rows in words, filters, tabs and addresses."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotsa.domain.cases.enums import CaseState, DeclineReason, Outcome, ReferralState
from lotsa.domain.cases.inbox import (
    ENDED,
    HELD,
    LISTED,
    NOBODY,
    PERIODS,
    Asked,
    Inbox,
    Row,
    Sort,
    Tab,
)
from lotsa.domain.measures.selectors import CurrentCatalogue
from lotsa.foundation.ui.components import Choice, Field, Flag
from lotsa.web.adviser import words

LONGEST_SEARCH: Final = 100
_LONGEST_KEY: Final = 15
_ALL_AND_ONE: Final = 2
SEARCHED: Final = "inbox_search"
"""Where a search is kept in the session: what one looks for is often a name, and an address ends
up in logs and histories."""

_TABS: Final = {
    Tab.NEW: gettext_lazy("New"),
    Tab.MINE: gettext_lazy("Mine"),
    Tab.TEAM: gettext_lazy("The team's"),
    Tab.WAITING: gettext_lazy("Waiting for the company"),
    Tab.OVERDUE: gettext_lazy("Overdue"),
    Tab.CLOSED: gettext_lazy("Closed cases"),
}
_PERIODS: Final = {
    7: gettext_lazy("The last week"),
    30: gettext_lazy("The last month"),
    90: gettext_lazy("The last three months"),
    365: gettext_lazy("The last year"),
}
_SORTS: Final = {
    Sort.PROMISE: gettext_lazy("Promised first"),
    Sort.NEWEST: gettext_lazy("Newest first"),
    Sort.CHANGED: gettext_lazy("Latest change first"),
}
_EMPTY: Final = {
    Tab.NEW: (
        gettext_lazy("Nothing new"),
        gettext_lazy("When a case is sent to your team it is shown here, and you get a mail."),
    ),
    Tab.MINE: (
        gettext_lazy("You have no open cases"),
        gettext_lazy("Cases you accept or a colleague gives you are shown here."),
    ),
    Tab.TEAM: (
        gettext_lazy("The team has no open cases"),
        gettext_lazy("Everything that you and your colleagues have accepted is shown here."),
    ),
    Tab.WAITING: (
        gettext_lazy("No company has anything to answer"),
        gettext_lazy("Cases where you wrote last, or could not reach the company, are shown here."),
    ),
    Tab.OVERDUE: (
        gettext_lazy("Nothing is late"),
        gettext_lazy("Every company has been answered in the time it was promised."),
    ),
    Tab.CLOSED: (
        gettext_lazy("Nothing is closed yet"),
        gettext_lazy("Cases that are closed, declined or handed over are shown here."),
    ),
}


@dataclass(frozen=True)
class TabLink:
    """One tab: its name, how many it holds, and its address with the same filters."""

    label: str | Promise
    count: int
    address: str
    current: bool
    late: bool


@dataclass(frozen=True)
class Line:
    """One row of the list, in words.

    Attributes:
        flag: whether a pilot is wanted or on board, or empty.
        state: where the team's part stands.
    """

    referral_id: int
    reference: str
    name: str
    needs: tuple[str, ...]
    place: str
    language: str
    flag: Flag
    state: str
    marks: tuple[str, ...]
    due: str
    late: bool
    team: str
    adviser: str
    is_mine: bool
    unread: int
    last: str
    last_at: datetime | None


@dataclass(frozen=True)
class Chip:
    """A filter that is set, and the address without it."""

    label: str
    address: str


def read(request: HttpRequest, inbox_words: str) -> Asked:
    """What the address asks for; what it cannot mean is left out.

    Args:
        request: with the filters in its query.
        inbox_words: the words last searched for, used when the address says so.
    """
    given = request.GET
    period = given.get("period", "")
    return Asked(
        tab=Tab(given["tab"]) if given.get("tab") in set(Tab) else Tab.NEW,
        need=given.get("need", "")[:100],
        municipality=_digits(given.get("municipality", "")),
        language=given.get("language", "")[:10],
        adviser=NOBODY if given.get("adviser") == NOBODY else _digits(given.get("adviser", "")),
        team=_digits(given.get("team", "")),
        state=given["state"] if given.get("state") in LISTED else "",
        period=int(period) if period in {str(days) for days in PERIODS} else 0,
        words=inbox_words if given.get("search") else "",
        sort=Sort(given["sort"]) if given.get("sort") in set(Sort) else Sort.PROMISE,
    )


def address(asked: Asked) -> str:
    """The address of the inbox with these filters, the shortest there is."""
    usual = Asked()
    pairs = [
        (name, str(getattr(asked, name)))
        for name in ("tab", "need", "municipality", "language", "adviser", "team", "state")
        if getattr(asked, name) != getattr(usual, name)
    ]
    if asked.period:
        pairs.append(("period", str(asked.period)))
    if asked.words:
        pairs.append(("search", "1"))
    if asked.sort is not usual.sort:
        pairs.append(("sort", asked.sort.value))
    start = reverse("adviser:inbox")
    return f"{start}?{urlencode(pairs)}" if pairs else start


def tabs(asked: Asked, counts: dict[Tab, int]) -> list[TabLink]:
    """The tabs with their counts."""
    return [
        TabLink(
            label=_TABS[tab],
            count=counts[tab],
            address=address(replace(asked, tab=tab, state="")),
            current=tab is asked.tab,
            late=tab is Tab.OVERDUE and counts[tab] > 0,
        )
        for tab in Tab
    ]


def filters(asked: Asked, found: Inbox, catalogue: CurrentCatalogue) -> list[Field]:
    """The filters as selects; one with nothing to choose among is left out."""
    needs = [(need.id, words.need_names([need.id], catalogue)[0]) for need in catalogue.needs]
    places = sorted((words.place_name(code, ""), code) for code in found.municipalities)
    languages = sorted((words.language_words(code), code) for code in found.languages)
    advisers = [(one.value, one.name) for one in found.advisers]
    states = ENDED if asked.tab is Tab.CLOSED else HELD
    drawn = [
        _select("need", _("Need"), needs, asked.need),
        _select("municipality", _("Municipality"), [(c, n) for n, c in places], asked.municipality),
        _select("language", _("Language"), [(c, n) for n, c in languages], asked.language),
        _select("team", _("Team"), [(one.value, one.name) for one in found.teams], asked.team),
        _select("period", _("Came in"), [(str(d), n) for d, n in _PERIODS.items()], asked.period),
    ]
    if asked.tab is not Tab.NEW:
        nobody = [(NOBODY, _("Nobody"))]
        drawn.insert(3, _select("adviser", _("Adviser"), nobody + advisers, asked.adviser))
        labels = [(state.value, ReferralState(state).label) for state in states]
        drawn.insert(4, _select("state", _("State"), labels, asked.state))
    # "All" and a single value is no choice; but what is chosen must be possible to see.
    shown = [
        field for field in drawn if len(field.choices) > _ALL_AND_ONE or getattr(asked, field.name)
    ]
    return [*shown, _sorting(asked)]


def chips(asked: Asked, found: Inbox, catalogue: CurrentCatalogue) -> list[Chip]:
    """The filters that are set, each with the way to take it away."""
    people = {one.value: one.name for one in found.advisers} | {NOBODY: _("Nobody")}
    teams = {one.value: one.name for one in found.teams}
    named: list[tuple[str, str]] = [
        ("need", ", ".join(words.need_names([asked.need], catalogue)) or asked.need),
        ("municipality", words.place_name(asked.municipality, "")),
        ("language", words.language_words(asked.language) if asked.language else ""),
        ("adviser", people.get(asked.adviser, "") or asked.adviser),
        ("team", teams.get(asked.team, "") or asked.team),
        ("state", str(ReferralState(asked.state).label) if asked.state else ""),
        ("period", str(_PERIODS[asked.period]) if asked.period else ""),
        ("words", f"“{asked.words}”"),
    ]
    usual = Asked()
    return [
        Chip(label, address(replace(asked, **{name: getattr(usual, name)})))
        for name, label in named
        if getattr(asked, name)
    ]


def empty_words(asked: Asked, *, narrowed: bool) -> tuple[str, str]:
    """What an empty list says: its title and what to make of it."""
    if narrowed:
        return _("No case fits"), _("Take a filter away to see more.")
    title, text = _EMPTY[asked.tab]
    return str(title), str(text)


def lines(rows: Iterable[Row], catalogue: CurrentCatalogue, now: datetime) -> list[Line]:
    """The rows in words."""
    return [_line(row, catalogue, now) for row in rows]


def company_name(name: str, *, anonymous: bool) -> str:
    """How a case is called in lists and headings."""
    if anonymous:
        return _("Anonymous question")
    return name or _("Company without a name")


def flag_of(state: ReferralState) -> Flag:
    """Which flag flies: a pilot is wanted, a pilot is on board, or none."""
    if state == ReferralState.SENT:
        return "waiting"
    return "on_board" if state in HELD else ""


def _line(row: Row, catalogue: CurrentCatalogue, now: datetime) -> Line:
    return Line(
        referral_id=row.referral_id,
        reference=row.reference,
        name=company_name(row.company, anonymous=row.anonymous),
        needs=words.need_names(row.areas, catalogue),
        place=words.place_name(row.municipality_code, row.region_code),
        language="" if row.language == "sv" else words.language_words(row.language),
        flag=flag_of(row.state),
        state=_state(row),
        marks=_marks(row),
        due=words.due_words(row.due, now),
        late=bool(row.due and row.due.late),
        team=row.team,
        adviser=row.adviser,
        is_mine=row.is_mine,
        unread=row.unread,
        last=_("The company wrote")
        if row.last_by_company and row.last_verb == "said"
        else words.event_words(row.last_verb),
        last_at=row.last_at,
    )


def _state(row: Row) -> str:
    if row.state == ReferralState.DECLINED and row.decline_reason:
        reason = words.lowered(str(DeclineReason(row.decline_reason).label))
        return _("Declined: %(reason)s") % {"reason": reason}
    if row.state == ReferralState.CLOSED and row.outcome:
        outcome = words.lowered(str(Outcome(row.outcome).label))
        return _("Closed: %(outcome)s") % {"outcome": outcome}
    return str(ReferralState(row.state).label)


def _marks(row: Row) -> tuple[str, ...]:
    """What else to know at a glance."""
    marks = []
    if row.state in HELD:
        if row.unreachable:
            marks.append(_("Not reached"))
        elif row.waiting_for == "company":
            marks.append(_("Waiting for the company"))
    if row.state in (ReferralState.SENT, *HELD) and row.case_state == CaseState.CLOSED:
        marks.append(_("The case is closed"))
    return tuple(marks)


def _select(name: str, label: str, choices: Iterable[tuple[str, object]], chosen: object) -> Field:
    held = str(chosen or "")
    listed = [Choice("", _("All"), chosen=not held)]
    listed += [Choice(value, str(text), chosen=value == held) for value, text in choices]
    return Field(name=name, label=label, kind="select", choices=tuple(listed))


def _sorting(asked: Asked) -> Field:
    choices = tuple(
        Choice("" if sort is Sort.PROMISE else sort.value, label, chosen=sort is asked.sort)
        for sort, label in _SORTS.items()
    )
    return Field(name="sort", label=_("Order"), kind="select", choices=choices)


def _digits(text: str) -> str:
    return text if text.isascii() and text.isdigit() and len(text) <= _LONGEST_KEY else ""
