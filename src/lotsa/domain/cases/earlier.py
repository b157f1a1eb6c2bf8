"""Other cases of the same company: what one may know of those one may not read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q

from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases import policies
from lotsa.domain.cases.enums import CaseState
from lotsa.domain.cases.models import Case, Referral

HISTORY_SHOWN: Final = 20


@dataclass(frozen=True)
class Earlier:
    """Another case of the same company. One that may not be read shows only when and who.

    Attributes:
        readable: the viewer may open it.
        actors: the organisations that have had it.
        areas, outcome: empty when it is not readable.
    """

    reference: str
    readable: bool
    opened_at: datetime
    closed_at: datetime | None
    state: CaseState | None
    outcome: str
    areas: tuple[str, ...]
    actors: tuple[str, ...]


def history(case: Case, viewer: Viewer) -> tuple[Earlier, ...]:
    """Other cases of the same company, the newest first; none without the permission."""
    if case.company_id is None or not viewer.may(policies.HISTORY.name):
        return ()
    return _earlier(Q(company_id=case.company_id) & ~Q(pk=case.pk), viewer)


def alike(
    viewer: Viewer, *, company_id: int | None, email: str = "", phone: str = ""
) -> tuple[Earlier, ...]:
    """Cases of the same company or contact, before a new one is opened, in four queries at most.

    Those of the company are told of with the permission for it, as in its history; those with the
    same contact only when they may be read.

    Args:
        viewer: who asks.
        company_id: of a company that is known.
        email: in lower case; empty finds none.
        phone: in its plain form; empty finds none.
    """
    same = Q(pk__in=())
    contact = Q(pk__in=())
    if company_id is not None and viewer.may(policies.HISTORY.name):
        same |= Q(company_id=company_id)
    if email:
        contact |= Q(contact_email=email)
    if phone:
        contact |= Q(contact_phone=phone)
    return _earlier(same | (contact & policies.rows(viewer)), viewer)


def _earlier(same: Q, viewer: Viewer) -> tuple[Earlier, ...]:
    found = Case.objects.standing().filter(same).order_by("-created_at", "-pk")
    listed = list(found.prefetch_related("needs")[:HISTORY_SHOWN])
    keys = [one.pk for one in listed]
    readable = set(
        Case.objects.filter(policies.rows(viewer), pk__in=keys).values_list("pk", flat=True)
    )
    actors: dict[int, dict[str, None]] = {}
    given = Referral.objects.filter(case_id__in=keys, state__in=policies.SEEN_STATES)
    for key, name in given.order_by("pk").values_list("case_id", "team__actor__name"):
        actors.setdefault(key, {})[name] = None
    return tuple(
        Earlier(
            reference=one.reference,
            readable=one.pk in readable,
            opened_at=one.created_at,
            closed_at=one.closed_at,
            state=CaseState(one.state) if one.pk in readable else None,
            outcome=one.get_outcome_display() if one.pk in readable and one.outcome else "",
            areas=tuple(need.area for need in one.needs.all()) if one.pk in readable else (),
            actors=tuple(actors.get(one.pk, ())),
        )
        for one in listed
    )
