"""Figures on cases: times, declines, outcomes, satisfaction and load, beside the period before."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lotsa.core.disclosure import THRESHOLD
from lotsa.core.figures.estimates import Median, Share
from lotsa.core.figures.periods import Period, latest, quarters_before, read_period
from lotsa.domain.cases.enums import DeclineReason, Outcome
from lotsa.domain.cases.public_figures import OPEN, PublicFigures, public_figures
from lotsa.domain.measures.selectors import CurrentCatalogue, catalogue
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.foundation.ui import formatting
from lotsa.foundation.ui.components import Choice, Field
from lotsa.usecases.support.figures import Figures, Line, Seen, Shown, figures_for, scopes
from lotsa.web.coordinator import words
from lotsa.web.coordinator.bars import Bars, bars
from lotsa.web.coordinator.requests import viewer_of

QUARTERS = 8
PER_PAGE = 25
_SEEN = {
    Seen.TERRITORY: gettext_lazy("My area"),
    Seen.ORGANISATION: gettext_lazy("My organisation"),
    Seen.ALL: gettext_lazy("The whole country"),
}
_SHOWN = {
    Shown.ACTOR: gettext_lazy("Organisations"),
    Shown.TEAM: gettext_lazy("Teams"),
    Shown.NEED: gettext_lazy("Needs"),
    Shown.PLACE: gettext_lazy("Places"),
}


@dataclass(frozen=True)
class Cell:
    """A figure with what it rests on.

    Attributes:
        value: the figure in words; empty when there is none.
        base: "12 of 14, 60–98 %", "of 14".
        before: the figure of the period before; empty when there is none.
        change: "more", "less" or nothing: only where chance hardly explains the difference.
    """

    value: str
    base: str = ""
    before: str = ""
    change: str = ""


@dataclass(frozen=True)
class Told:
    """One line of the table in words."""

    label: str
    under: str
    number: int
    before: int
    days: Cell
    in_time: Cell
    helped: Cell
    satisfied: Cell
    declines: int
    reasons: tuple[tuple[str, int], ...]
    outcomes: tuple[tuple[str, int], ...]
    uncovered: int
    load: str
    full: bool


@open_to(permission="case.statistics")
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The figures the viewer may see, over the months in the address."""
    viewer = viewer_of(request)
    allowed = scopes(viewer)
    if not allowed:
        raise Http404
    asked = request.GET.get("scope", "")
    seen = Seen(asked) if asked in allowed else allowed[0]
    context: dict[str, Any] = {
        "scopes": [(one.value, _SEEN[one], one is seen) for one in allowed],
        "seen": seen.value,
    }
    if seen is Seen.ALL:
        return _gated(request, context)
    language, now = words.here(), clock.moment()
    shown = _shown(request, seen)
    period = read_period(
        request.GET.get("from", ""), request.GET.get("to", ""), words.local_day(now)
    )
    found = figures_for(viewer, seen, shown, period, now=now, language=language)
    page = Paginator(found.lines, PER_PAGE).get_page(request.GET.get("page"))
    context |= {
        "shown": shown.value,
        "kinds": [
            (one.value, label, one is shown)
            for one, label in _SHOWN.items()
            if not (one is Shown.ACTOR and seen is Seen.ORGANISATION)
        ],
        "period": _span(period, language),
        "earlier": _span(period.earlier, language),
        "fields": _month_fields(period),
        "quick": _quick(words.local_day(now), language),
        "whole": told(Line("", "", "", found.now, found.before), language),
        "lines": [told(line, language) for line in page.object_list],
        "page": page,
        "picture": _picture(found),
        "has_load": shown in {Shown.ACTOR, Shown.TEAM},
        "has_declines": shown in {Shown.ACTOR, Shown.TEAM},
        "months": period.months,
    }
    return render(request, "coordinator/figures.html", context)


def told(line: Line, language: str) -> Told:
    """A line of figures in words, each with its base and what it was before."""
    now, before = line.now, line.before
    load = "" if line.load is None else str(line.load)
    if line.capacity is not None:
        load = _("%(load)s of %(capacity)s") % {"load": load, "capacity": line.capacity}
    return Told(
        label=line.label or _("Not known"),
        under=line.under,
        number=now.number,
        before=before.number,
        days=_days(now.contact, before.contact, language),
        in_time=_share(now.in_time, before.in_time, language),
        helped=_share(now.helped, before.helped, language),
        satisfied=_share(now.satisfied, before.satisfied, language),
        declines=now.declines,
        reasons=_counted(now.declined, DeclineReason),
        outcomes=_counted(now.outcomes, Outcome),
        uncovered=now.uncovered,
        load=load,
        full=line.capacity is not None and (line.load or 0) >= line.capacity,
    )


def _gated(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """What those see who may not see the cases: a quarter that has ended, through the gate."""
    language, today = words.here(), words.local_day(clock.moment())
    quarters = quarters_before(today, QUARTERS)
    asked = request.GET.get("quarter", "")
    quarter = next((one for one in quarters if _quarter(one) == asked), quarters[0])
    found = public_figures(quarter)
    current = catalogue()
    context |= {
        "quarters": Field(
            name="quarter",
            label=_("Quarter"),
            kind="select",
            choices=[
                Choice(_quarter(one), _span(one, language), chosen=one == quarter)
                for one in quarters
            ],
        ),
        "period": _span(quarter, language),
        "threshold": THRESHOLD,
        "regions": [
            words.place("", region, language) or _("Not known") for region in found.companies.rows
        ],
        "rows": _gated_rows(found, current, language),
        "sums": [found.companies.row_totals[region] for region in found.companies.rows],
        "medians": [
            _number(found.contact_days[region], language) for region in found.companies.rows
        ],
        "total": found.companies.total,
        "days": _number(found.contact_days_all, language),
        "outcomes": [(_outcome(code), number) for code, number in found.outcomes.counts.items()]
        if found.outcomes
        else [],
        "hidden": found.companies.has_hidden,
    }
    return render(request, "coordinator/figures_gated.html", context)


def _gated_rows(
    found: PublicFigures, current: CurrentCatalogue, language: str
) -> list[tuple[str, list[int | None], int | None]]:
    """One row for each need: its name, its figure in each region, and its sum."""
    table = found.companies
    return [
        (
            words.area_name(area, current, language) if area else _("Not known"),
            [table.cells[region, area] for region in table.rows],
            table.column_totals[area],
        )
        for area in table.columns
    ]


def _outcome(code: str) -> str:
    return _("Not ended") if code == OPEN else str(Outcome(code).label)


def _quarter(period: Period) -> str:
    return f"{period.first:%Y-%m}"


def _shown(request: HttpRequest, seen: Seen) -> Shown:
    asked = request.GET.get("by", "")
    if asked in set(Shown) and not (asked == Shown.ACTOR and seen is Seen.ORGANISATION):
        return Shown(asked)
    return Shown.TEAM if seen is Seen.ORGANISATION else Shown.ACTOR


def _month_fields(period: Period) -> tuple[Field, Field]:
    return (
        Field(name="from", label=_("First month"), kind="month", value=f"{period.first:%Y-%m}"),
        Field(name="to", label=_("Last month"), kind="month", value=f"{period.last:%Y-%m}"),
    )


def _quick(today: date, language: str) -> list[tuple[str, str]]:
    """Periods one often wants: their words and their part of the address."""
    month, three, year = latest(today, 1), latest(today, 3), latest(today, 12)
    this_year = Period(today.replace(month=1, day=1), today.month)
    return [
        (words_, f"from={one.first:%Y-%m}&to={one.last:%Y-%m}")
        for words_, one in (
            (_span(month, language), month),
            (_("three months"), three),
            (str(today.year), this_year),
            (_("twelve months"), year),
        )
    ]


def _span(period: Period, language: str) -> str:
    return formatting.month_range(period.first, period.last, language)


def _days(now: Median | None, before: Median | None, language: str) -> Cell:
    if now is None:
        return Cell("", before=_number(before.value, language) if before else "")
    base = _("of %(number)d") % {"number": now.base}
    if now.low is not None and now.high is not None:
        low, high = _number(now.low, language), _number(now.high, language)
        base = f"{low}–{high}, {base}" if low != high else base
    change = ""
    if before is not None and now.differs_from(before):
        change = "more" if now.value > before.value else "less"
    return Cell(
        _number(now.value, language),
        base,
        _number(before.value, language) if before else "",
        change,
    )


def _share(now: Share | None, before: Share | None, language: str) -> Cell:
    earlier = formatting.percent(100 * before.value, language, 0) if before else ""
    if now is None:
        return Cell("", before=earlier)
    base = _("%(part)d of %(base)d, %(low)s–%(high)s") % {
        "part": now.part,
        "base": now.base,
        "low": formatting.number(100 * now.low, language),
        "high": formatting.percent(100 * now.high, language, 0),
    }
    change = ""
    if before is not None and now.differs_from(before):
        change = "more" if now.value > before.value else "less"
    return Cell(formatting.percent(100 * now.value, language, 0), base, earlier, change)


def _number(value: float | None, language: str) -> str:
    return "" if value is None else formatting.number(value, language, 1)


def _counted(counts: dict[str, int], labels: type) -> tuple[tuple[str, int], ...]:
    known = {str(one.value): str(one.label) for one in labels}  # type: ignore[attr-defined]
    return tuple(
        (known.get(code, code), number)
        for code, number in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        if number
    )


def _picture(found: Figures) -> Bars:
    return bars(
        [
            (line.label or _("Not known"), line.now.number, line.before.number)
            for line in found.lines
        ]
    )
