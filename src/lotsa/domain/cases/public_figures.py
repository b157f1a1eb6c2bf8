"""Figures on cases for those who may not see the cases: whole quarters, and through the gate.

What is shown is chosen so that nothing hidden can be worked out:

- Only calendar quarters that have ended. They do not overlap, so no two of them differ by a few
  companies, and nobody can watch a figure grow by one.
- A company counts once a quarter, with its first matter and that matter's first need. So the one
  table, need by region with its sums, is a table of companies in disjoint cells, which is what the
  gate guards (`core.disclosure`).
- Outcomes are counted for the whole country only, and shown only when the sum they share with the
  table is shown in both.
- Times are medians, which do not add up, and only where at least five companies stand behind one.
- There are no other filters.

One who may see the cases of one region knows more than the reader the gate is made for.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery

from lotsa.core.disclosure import (
    ProtectedRow,
    ProtectedTable,
    protect,
    protect_measure,
    protect_row,
)
from lotsa.core.figures.estimates import median
from lotsa.core.figures.periods import Period
from lotsa.core.figures.tallies import days_between_hours
from lotsa.domain.cases.figures import hour
from lotsa.domain.cases.models import Case, CaseFigure, CaseNeed

OPEN: Final = "open"
"""Stands for a matter that has not ended, among the outcomes."""


@dataclass(frozen=True)
class PublicFigures:
    """One quarter as those may see it who may not see the cases.

    Attributes:
        companies: how many companies asked, by region (code, empty when not known) and need
            (id, empty when not told); None where it is hidden.
        outcomes: how their matters ended, `OPEN` for those that have not; None when all is hidden.
        contact_days: median working days to the first contact by region; None where it is hidden.
        contact_days_all: the same for the whole country.
    """

    companies: ProtectedTable[str, str]
    outcomes: ProtectedRow[str] | None
    contact_days: dict[str, float | None]
    contact_days_all: float | None


@dataclass(frozen=True)
class _Matter:
    region: str
    area: str
    outcome: str
    days: float | None


def public_figures(quarter: Period) -> PublicFigures:
    """A quarter through the gate; two queries."""
    cells: Counter[tuple[str, str]] = Counter()
    outcomes: Counter[str] = Counter()
    days: dict[str, list[float]] = defaultdict(list)
    for matter in (*_live(quarter), *_erased(quarter)):
        cells[matter.region, matter.area] += 1
        outcomes[matter.outcome] += 1
        if matter.days is not None:
            days[matter.region].append(matter.days)
    companies = protect(dict(sorted(cells.items())))
    ended = protect_row(dict(sorted(outcomes.items())))
    both = companies.total is not None and ended.total is not None
    return PublicFigures(
        companies=companies,
        outcomes=ended if both else None,
        contact_days={
            region: _median(days[region]) if companies.row_totals[region] is not None else None
            for region in companies.rows
        },
        contact_days_all=_median([one for listed in days.values() for one in listed])
        if companies.total is not None
        else None,
    )


def _median(values: list[float]) -> float | None:
    found = median(values)
    return protect_measure(found.value if found else None, len(values))


def _live(quarter: Period) -> Iterator[_Matter]:
    """The first matter of each company in the quarter.

    A company is known by its number, else by the mail address; one that gave neither is taken as
    one of its own.
    """
    asked: QuerySet[Any] = (
        Case.objects.standing()
        .filter(created_at__gte=quarter.start, created_at__lt=quarter.end)
        .order_by()
    )
    unnumbered = asked.filter(company__isnull=True)
    by_number = asked.filter(company__isnull=False).values("company_id").annotate(first=Min("pk"))
    by_mail = unnumbered.exclude(contact_email="").values("contact_email").annotate(first=Min("pk"))
    chosen = (
        Q(pk__in=by_number.values("first"))
        | Q(pk__in=by_mail.values("first"))
        | Q(company__isnull=True, contact_email="")
    )
    first_need = CaseNeed.objects.filter(case=OuterRef("pk")).order_by("pk").values("area")[:1]
    rows = asked.filter(chosen).values_list(
        "region_code",
        Subquery(first_need),
        "outcome",
        hour("created_at"),
        hour("first_contact_at"),
    )
    for region, area, outcome, opened, contact in rows.iterator():
        days = days_between_hours(opened, contact) if contact else None
        yield _Matter(region, area or "", outcome or OPEN, days)


def _erased(quarter: Period) -> Iterator[_Matter]:
    """What is left of erased cases. Each counts as a company of its own: nothing tells which."""
    rows = CaseFigure.objects.filter(
        first=True, opened_month__gte=quarter.first, opened_month__lt=quarter.after
    )
    for row in rows.iterator():
        area = row.areas[0] if row.areas else ""
        yield _Matter(row.region_code, area, row.outcome or OPEN, row.contact_days)
