"""Whom a notice about work goes to: the people of a team, and those who coordinate a place."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import Q

from lotsa.domain.actors.models import Member, MemberAbsence
from lotsa.foundation.access import Role

_NEAREST: Final = ("municipality", "region", "country")


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


def coordinating_users(municipality: str, region: str) -> tuple[int, ...]:
    """Users who coordinate a place, the nearest territory only.

    Those of the municipality; without any, those of the region; without any, of the country.
    """
    near = (
        Q(roles__territory__kind="municipality", roles__territory__code=municipality)
        | Q(roles__territory__kind="region", roles__territory__code=region)
        | Q(roles__territory__kind="country")
        | Q(roles__territory__isnull=True)
    )
    coordinators = Member.objects.current().filter(near, roles__role=Role.COORDINATOR)
    found: dict[str, list[int]] = {}
    for user, kind in coordinators.order_by("pk").values_list("user_id", "roles__territory__kind"):
        found.setdefault(kind or "country", []).append(user)
    nearest = next((found[kind] for kind in _NEAREST if kind in found), [])
    return tuple(dict.fromkeys(nearest))
