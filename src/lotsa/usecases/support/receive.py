"""A request comes in: it becomes a case, and goes to the right team by itself when that is sure."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import prefetch_related_objects

from lotsa.core.cases.likeness import Likeness
from lotsa.core.guide.situation import Situation, places_of
from lotsa.core.routing.reasons import as_document
from lotsa.core.routing.routing import Routing
from lotsa.core.routing.sending import CaseWarning, Mode, Policy, decide
from lotsa.core.routing.sending import Sending as Decision
from lotsa.domain.cases.enums import CaseState
from lotsa.domain.cases.models import Case
from lotsa.domain.cases.services.answering import accept
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.closing import hold_as_spam
from lotsa.domain.cases.services.opening import Draft, open_case
from lotsa.domain.cases.services.referring import Sending, hold, refer
from lotsa.domain.desks.rules import Rules, rules_for
from lotsa.domain.measures.selectors import catalogue
from lotsa.usecases.support.alike import alike
from lotsa.usecases.support.router import router
from lotsa.usecases.support.routing import routing_for


def receive(
    draft: Draft,
    *,
    by: By,
    now: datetime,
    suspected: bool = False,
    take: tuple[int, int] | None = None,
) -> Case:
    """Open a case and send it on or hold it, in one transaction: nothing is ever half received.

    Args:
        draft: what was told. A place that stands among the facts need not be told twice.
        by: who opens it.
        now: the moment.
        suspected: it looks like spam; it is kept, but only those who coordinate see it.
        take: the keys of a team and of its member who takes the case at once, on the phone say.
    """
    with transaction.atomic():
        case = open_case(_placed(draft), by=by, now=now)
        if suspected:
            hold_as_spam(case.pk, by=By.system(), now=now)
            return hold(case.pk, [CaseWarning.SPAM.value], by=By.system(), now=now)
        if take is not None:
            team, member = take
            areas = frozenset(draft.needs)
            sent = refer(case.pk, [Sending(team, areas)], by=by, now=now)
            accept(sent[0].pk, adviser_id=member, by=by, now=now)
        else:
            send_or_hold(case, now=now)
    case.refresh_from_db()
    return case


def send_or_hold(case: Case, *, now: datetime) -> Decision:
    """Route a new case and send it to whoever is clearly right, or hold it with the reasons."""
    rules = rules_for(case.municipality_code, case.region_code)
    # Routing, likeness and warnings all read them.
    prefetch_related_objects([case], "needs")
    routing = routing_for(case, now.date())
    decision = decide(routing, _policy(rules, routing), warnings(case))
    if decision.held:
        codes = list(dict.fromkeys(reason.code for reason in decision.reasons))
        hold(case.pk, codes, routing.uncovered_areas, by=By.system(), now=now)
        return decision
    current = router()
    sendings = [
        Sending(
            team_id=current.team_pk[part.team],
            areas=frozenset(part.areas),
            reasons=[as_document(reason) for reason in routing.by_team[part.team].reasons],
        )
        for part in decision.send
    ]
    refer(case.pk, sendings, by=By.system(), now=now)
    return decision


def left_behind(*, now: datetime) -> int:
    """Route new cases that nobody has routed; returns how many. Normally there are none."""
    count = 0
    for key in Case.objects.standing().filter(state=CaseState.NEW).values_list("pk", flat=True):
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=key)
            if case.state == CaseState.NEW and not case.referrals.exists():
                send_or_hold(case, now=now)
                count += 1
    return count


def warnings(case: Case) -> list[CaseWarning]:
    """What somebody should look at before a case is sent on."""
    found = []
    if any(like.likeness is Likeness.DUPLICATE and like.same_needs for like in alike(case)):
        found.append(CaseWarning.DUPLICATE)
    if not case.needs.all():
        found.append(CaseWarning.UNCLEAR_NEED)
    if _outside_desk(case):
        found.append(CaseWarning.OUTSIDE_TERRITORY)
    return found


def _outside_desk(case: Case) -> bool:
    territory = case.desk.territory if case.desk is not None else None
    if territory is None or territory.kind == "country":
        return False
    place = case.municipality_code if territory.kind == "municipality" else case.region_code
    return bool(place) and place != territory.code


def _policy(rules: Rules, routing: Routing) -> Policy:
    return Policy(
        Mode(rules.default_mode), {area: Mode(rules.mode(area)) for area in routing.areas}
    )


def _placed(draft: Draft) -> Draft:
    """The draft with its place taken from the facts, when it was told there only."""
    if draft.municipality_code or draft.region_code:
        return draft
    registry = catalogue().registry
    tree = registry.tree_of("municipality")
    if tree is None:
        return draft
    facts = Situation.from_json(draft.facts).facts_for(registry)
    towns, regions = places_of(facts, tree)
    return replace(
        draft,
        municipality_code=towns[0] if len(towns) == 1 else "",
        region_code=regions[0] if len(regions) == 1 else "",
    )
