"""How teams stand today: away, full, not confirmed for long."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from lotsa.domain.actors.freshness import stale_since
from lotsa.domain.actors.models import Team, TeamAbsence
from lotsa.domain.cases.enums import ReferralState
from lotsa.domain.cases.models import Referral

_TAKING = (ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.IN_PROGRESS)


@dataclass(frozen=True)
class Standing:
    """How one team stands.

    Attributes:
        open_cases: cases it has, or has been asked to take.
        full: as many as it has room for.
        away: the absence that holds today, if any.
        stale_since: the day from which nobody has confirmed the entry; None when it is fresh.
    """

    open_cases: int = 0
    full: bool = False
    away: TeamAbsence | None = None
    stale_since: date | None = None


def standings(teams: Sequence[Team], *, as_of: date, now: datetime) -> Mapping[int, Standing]:
    """How each team stands, by its key, in two queries.

    Args:
        teams: the teams.
        as_of: the day that absences are asked about.
        now: the instant of the story, which the age of an entry counts to.
    """
    keys = [team.pk for team in teams]
    counts = open_cases(keys)
    away: dict[int, TeamAbsence] = {}
    holding = TeamAbsence.objects.filter(
        Q(last__gte=as_of) | Q(last__isnull=True), team_id__in=keys, first__lte=as_of
    )
    for absence in holding.select_related("substitute"):
        known = away.get(absence.team_id)
        if known is None or (known.last or date.max) < (absence.last or date.max):
            away[absence.team_id] = absence
    return {
        team.pk: Standing(
            open_cases=counts.get(team.pk, 0),
            full=team.capacity is not None and counts.get(team.pk, 0) >= team.capacity,
            away=away.get(team.pk),
            stale_since=stale_since(team, now) if team.is_active else None,
        )
        for team in teams
    }


def open_cases(team_ids: Collection[int]) -> Mapping[int, int]:
    """How many cases each team has, or has been asked to take; teams without any are left out."""
    counted = (
        Referral.objects.filter(team_id__in=team_ids, state__in=_TAKING)
        .order_by()
        .values_list("team_id")
        .annotate(Count("pk"))
    )
    return dict(counted)
