"""Cases a person has opened for companies, so that nobody who called is lost sight of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases import policies
from lotsa.domain.cases.enums import CaseState
from lotsa.domain.cases.models import Case, Referral

MOST: Final = 100


@dataclass(frozen=True)
class Opened:
    """One case the viewer opened.

    Attributes:
        company: empty when no name was given.
        teams: those that have been sent it, in order.
    """

    reference: str
    company: str
    opened_at: datetime
    state: CaseState
    outcome: str
    teams: tuple[str, ...]


def opened_by(viewer: Viewer) -> tuple[Opened, ...]:
    """What the viewer has opened and may still read, the newest first; two queries."""
    mine = Case.objects.filter(policies.rows(viewer), opened_by_id=viewer.member_id)
    listed = list(mine.order_by("-created_at", "-pk")[:MOST])
    sent = Referral.objects.filter(
        case_id__in=[case.pk for case in listed], state__in=policies.SEEN_STATES
    ).order_by("pk")
    teams: dict[int, dict[str, None]] = {}
    for key, name in sent.values_list("case_id", "team__name"):
        teams.setdefault(key, {})[name] = None
    return tuple(
        Opened(
            reference=case.reference,
            company=case.company_name,
            opened_at=case.created_at,
            state=CaseState(case.state),
            outcome=str(case.get_outcome_display()) if case.outcome else "",
            teams=tuple(teams.get(case.pk, ())),
        )
        for case in listed
    )
