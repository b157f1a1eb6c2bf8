"""Whom a notice about work goes to: the people of a team, and those who coordinate a place."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from lotsa.core.cases.responsible import Coordination, DeskOf
from lotsa.domain.actors.models import Member, MemberAbsence, MemberRole
from lotsa.foundation.access import Role
from lotsa.foundation.once import once_a_reading


def team_users(team_id: int, day: date) -> tuple[int, ...]:
    """Users who take a team's cases on a day: its advisers, with substitutes for those away.

    Without any adviser, the managers of its actor, so that nothing is sent to nobody.
    """
    members = Member.objects.current()
    advisers = members.filter(teams=team_id, roles__role=Role.ADVISER)
    users = dict(advisers.order_by("pk").values_list("pk", "user_id"))
    there = present(users, day)
    # Those who stand in may be of another team, or have left.
    found = (
        tuple(dict.fromkeys(users[member] for member in sorted(there)))
        if users.keys() >= {*there}
        else users_of(there)
    )
    if found:
        return found
    managers = members.filter(roles__role=Role.ACTOR_MANAGER, actor__teams=team_id)
    return users_of(managers.values_list("pk", flat=True))


def present(member_ids: Iterable[int], day: date) -> tuple[int, ...]:
    """The members, each who is away on the day replaced by the one who stands in.

    One who is away without a substitute is left in when there would be nobody else.
    """
    asked = tuple(dict.fromkeys(member_ids))
    away = dict(
        MemberAbsence.objects.filter(
            Q(last__gte=day) | Q(last__isnull=True), member_id__in=asked, first__lte=day
        ).values_list("member_id", "substitute_id")
    )
    there = tuple(
        dict.fromkeys(found for member in asked if (found := away.get(member, member)) is not None)
    )
    return there or asked


def users_of(member_ids: Iterable[int]) -> tuple[int, ...]:
    """The users behind current members, each once."""
    users = Member.objects.current().filter(pk__in=tuple(member_ids))
    return tuple(dict.fromkeys(users.order_by("pk").values_list("user_id", flat=True)))


@once_a_reading
def coordination() -> Coordination:
    """What all who coordinate have among theirs just now; one query."""
    rows = MemberRole.objects.filter(
        member__in=Member.objects.current().order_by(), role=Role.COORDINATOR
    )
    codes: dict[str, set[str]] = {"region": set(), "municipality": set()}
    actors, everywhere = set(), False
    for kind, code, actor in rows.values_list(
        "territory__kind", "territory__code", "member__actor_id"
    ):
        actors.add(actor)
        if kind in codes:
            codes[kind].add(code)
        else:
            everywhere = True
    return Coordination(
        everywhere, frozenset(codes["region"]), frozenset(codes["municipality"]), frozenset(actors)
    )


def coordinating_users(municipality: str, region: str, desk: DeskOf | None) -> tuple[int, ...]:
    """Users who coordinate a case, the nearest only; empty when nobody coordinates anything.

    In the order of `core.cases.responsible`, with a municipality before its region.
    """
    everyone = Member.objects.current().filter(roles__role=Role.COORDINATOR)
    ways = [
        Q(roles__territory__kind="municipality", roles__territory__code=municipality),
        Q(roles__territory__kind="region", roles__territory__code=region),
    ]
    if desk is not None:
        ways.append(Q(roles__territory__code=desk.territory) | Q(actor_id=desk.actor))
    ways += [Q(roles__territory__kind="country") | Q(roles__territory__isnull=True), Q()]
    for way in ways:
        found = everyone.filter(way, roles__role=Role.COORDINATOR).order_by("pk")
        if users := tuple(dict.fromkeys(found.values_list("user_id", flat=True))):
            return users
    return ()
