"""What a person has planned to do, over all cases."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Exists, F, OuterRef

from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases import policies
from lotsa.domain.cases.models import Case, Task

MOST: Final = 200


@dataclass(frozen=True)
class Planned:
    """One task, and the case it is in.

    Attributes:
        company: empty for an anonymous question or when no name was given.
    """

    id: int
    title: str
    due_on: date | None
    done_at: datetime | None
    reference: str
    company: str
    anonymous: bool


def open_tasks(viewer: Viewer) -> tuple[Planned, ...]:
    """The viewer's tasks that are not done, the most urgent first; one query."""
    return _planned(viewer, done=False)


def done_tasks(viewer: Viewer) -> tuple[Planned, ...]:
    """The viewer's tasks that are done, the latest first; one query."""
    return _planned(viewer, done=True)[:20]


def _planned(viewer: Viewer, *, done: bool) -> tuple[Planned, ...]:
    readable = Case.objects.filter(policies.rows(viewer), pk=OuterRef("case_id"))
    found = Task.objects.filter(
        Exists(readable), member_id=viewer.member_id, done_at__isnull=not done
    ).select_related("case")
    order = (F("done_at").desc(), "-pk") if done else (F("due_on").asc(nulls_last=True), "pk")
    return tuple(
        Planned(
            id=task.pk,
            title=task.title,
            due_on=task.due_on,
            done_at=task.done_at,
            reference=task.case.reference,
            company=task.case.company_name,
            anonymous=task.case.anonymous,
        )
        for task in found.order_by(*order)[:MOST]
    )
