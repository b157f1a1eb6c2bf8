"""Who may do what with cases: the permissions, and for each the rows it holds for.

`rows(viewer)` and `may_read(viewer, case)` say the same in two ways: one filters a list, the other
asks about one. A test holds them to each other.
"""

from django.db.models import Exists, OuterRef, Q

from lotsa.core.cases.responsible import Coordination, DeskOf, is_coordinated_by
from lotsa.domain.actors.models import Team
from lotsa.domain.actors.recipients import coordination
from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases.enums import ReferralState
from lotsa.domain.cases.models import Case, Referral
from lotsa.domain.desks.models import Desk
from lotsa.foundation.access import Role, declare
from lotsa.foundation.once import once_a_reading

READ = declare(
    "case.read",
    "Open a case that one's team has, or that lies in the territory one coordinates",
    {Role.ADVISER, Role.ACTOR_MANAGER, Role.COORDINATOR},
)
HANDLE = declare(
    "case.handle",
    "Accept, decline, hand over, answer and close a team's part in a case",
    {Role.ADVISER, Role.ACTOR_MANAGER, Role.COORDINATOR},
)
OPEN = declare(
    "case.open",
    "Open a case for a company on the phone, or from another organisation",
    {Role.ADVISER, Role.ACTOR_MANAGER, Role.COORDINATOR},
)
TRIAGE = declare(
    "case.triage",
    "Sort, send on, merge, close and hold back the cases of a territory",
    {Role.COORDINATOR},
)
HISTORY = declare(
    "case.history",
    "See a company's earlier cases by its organisation number",
    {Role.ADVISER, Role.COORDINATOR},
)
STATISTICS = declare(
    "case.statistics",
    "See figures on cases",
    {Role.ACTOR_MANAGER, Role.COORDINATOR, Role.ANALYST},
)
EXPORT = declare(
    "case.export", "Take case rows out as a workbook", {Role.COORDINATOR}, while_acting=False
)
REGISTER = declare(
    "case.register",
    "Mark a case for the records system and take it out as a document",
    {Role.ADVISER, Role.ACTOR_MANAGER, Role.COORDINATOR},
    while_acting=False,
)

SEEN_STATES = tuple(state for state in ReferralState.values if state != ReferralState.PLANNED)
"""A team that is only next in turn has not been given the case yet."""


def readable_referrals(viewer: Viewer) -> Q:
    """The referrals that give the viewer a case: to own teams, or, for a manager, the actor's."""
    mine = Q(pk__in=())
    if Role.ADVISER in viewer.roles:
        mine |= Q(team_id__in=viewer.team_ids)
    if Role.ACTOR_MANAGER in viewer.roles:
        mine |= Q(team_id__in=Team.objects.filter(actor_id=viewer.actor_id).values("pk"))
    return mine & Q(state__in=SEEN_STATES)


def rows(viewer: Viewer) -> Q:
    """The cases the viewer may read, as a filter."""
    if not viewer.may(READ.name):
        return Q(pk__in=())
    given = Referral.objects.filter(readable_referrals(viewer), case_id=OuterRef("pk"))
    found = Q(Exists(given)) & Q(held_as_spam=False)
    found |= Q(opened_by_id=viewer.member_id)
    if Role.COORDINATOR in viewer.roles:
        found |= coordinated(viewer)
    return found


def coordinated(viewer: Viewer, *, of: str = "") -> Q:
    """The cases that are the viewer's to coordinate, as a filter.

    Says the same as `core.cases.responsible`, where the order of who comes first is told.

    Args:
        viewer: whose.
        of: the way to the case from the rows that are filtered, such as "case__".
    """
    if Role.COORDINATOR not in viewer.roles:
        return Q(pk__in=())
    if viewer.everywhere:
        # An empty Q would vanish when it is joined with another by "or".
        return ~Q(pk__in=())
    own, everyone = viewer.coordination, coordination()
    # The few desks are found once; looked up in the filter, they would be so for every list.
    desks = _desks()
    by_desk = Q(**{f"{of}desk_id__in": [pk for pk, desk in desks if own.has_desk(desk)]})
    if not everyone.everywhere:
        with_somebody = [pk for pk, desk in desks if everyone.has_desk(desk)]
        by_desk |= Q(**{f"{of}desk_id__isnull": True}) | ~Q(**{f"{of}desk_id__in": with_somebody})
    elsewhere = ~_in_places(everyone, of) & by_desk
    return _in_places(own, of) | elsewhere


def _in_places(whose: Coordination, of: str) -> Q:
    return Q(**{f"{of}region_code__in": whose.regions}) | Q(
        **{f"{of}municipality_code__in": whose.municipalities}
    )


@once_a_reading
def _desks() -> tuple[tuple[int, DeskOf], ...]:
    """Every desk's key, and what decides whose its cases are; one query."""
    rows = Desk.objects.order_by().values_list("pk", "territory__code", "actor_id")
    return tuple((pk, DeskOf(territory, actor)) for pk, territory, actor in rows)


def may_read(viewer: Viewer, case: Case) -> bool:
    """Whether the viewer may read the case."""
    if not viewer.may(READ.name):
        return False
    if case.opened_by_id == viewer.member_id or may_coordinate(viewer, case):
        return True
    return not case.held_as_spam and any(
        is_given(viewer, referral) for referral in case.referrals.select_related("team")
    )


def may_coordinate(viewer: Viewer, case: Case) -> bool:
    """Whether the case is the viewer's to coordinate."""
    if Role.COORDINATOR not in viewer.roles:
        return False
    if viewer.coordinates(case.municipality_code, case.region_code):
        return True
    desk = desk_of(case)
    return is_coordinated_by(
        viewer.coordination, coordination(), case.municipality_code, case.region_code, desk
    )


def desk_of(case: Case) -> DeskOf | None:
    """The desk that a case came in by, as far as it decides whose the case is."""
    if case.desk is None:
        return None
    territory = case.desk.territory.code if case.desk.territory else None
    return DeskOf(territory, case.desk.actor_id)


def is_given(viewer: Viewer, referral: Referral) -> bool:
    """Whether a referral gives the viewer its case."""
    if referral.state == ReferralState.PLANNED:
        return False
    return (Role.ADVISER in viewer.roles and referral.team_id in viewer.team_ids) or (
        Role.ACTOR_MANAGER in viewer.roles and referral.team.actor_id == viewer.actor_id
    )


def may_handle(viewer: Viewer, referral: Referral) -> bool:
    """Whether the viewer may act for the team in this referral.

    A coordinator of the case's territory may too, when a team has gone silent.
    """
    return viewer.may(HANDLE.name) and (
        is_given(viewer, referral) or may_coordinate(viewer, referral.case)
    )
