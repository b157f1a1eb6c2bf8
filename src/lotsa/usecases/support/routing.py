"""Who should take a case, by the directory and the load of the day."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date

from lotsa.core.guide.situation import Situation
from lotsa.core.routing.routing import Request, Routing
from lotsa.domain.cases.enums import ReferralState
from lotsa.domain.cases.models import Case, Referral
from lotsa.domain.measures.selectors import catalogue
from lotsa.usecases.support.router import CurrentRouter, router

_TAKING = (ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.IN_PROGRESS)


def load(current: CurrentRouter) -> Mapping[str, int]:
    """Open cases by team, by the team's id in the directory; one query."""
    # Counted here: the rows come out of an index, and grouping them takes the database longer.
    taking = Referral.objects.filter(state__in=_TAKING).order_by()
    counted = Counter(taking.values_list("team_id", flat=True))
    return {
        current.team_slug[pk]: count for pk, count in counted.items() if pk in current.team_slug
    }


def routing_for(case: Case, as_of: date, areas: Collection[str] | None = None) -> Routing:
    """Every team's answer for a case, or for some of its needs only.

    Args:
        case: with its facts; the place it was given goes before the place among the facts.
        as_of: the day, for absences and criteria that depend on dates.
        areas: need areas; the case's own when None.
    """
    current = router()
    if areas is None:
        areas = [need.area for need in case.needs.all()]
    desks = {desk.id for desk in current.directory.desks}
    desk = case.desk.slug if case.desk is not None and case.desk.slug in desks else None
    request = Request(
        areas=tuple(areas),
        facts=_situation(case).facts_for(catalogue().registry),
        as_of=as_of,
        language=case.language,
        desk=desk,
        load=load(current),
    )
    return current.router.route(request)


def _situation(case: Case) -> Situation:
    told = Situation.from_json(case.facts)
    if case.municipality_code:
        return told.told({"municipality": [case.municipality_code]})
    if case.region_code and "municipality" not in told.facts:
        return told.told({"region": [case.region_code]})
    return told
