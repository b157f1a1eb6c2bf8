"""Who looks: the one member a signed-in person acts as, with everything that decides access.

A person with several places sees one at a time and switches. So a page never mixes what two
organisations may see, and the log can say for whom something was done.
"""

from dataclasses import dataclass

from lotsa.core.cases.responsible import Coordination
from lotsa.domain.actors.models import Member
from lotsa.foundation.access import Role, permissions


@dataclass(frozen=True)
class Viewer:
    """A member as policies see it.

    Attributes:
        user_id, member_id, actor_id: keys of the rows.
        name: the person's, for the page's header.
        actor_name: the organisation's.
        roles: of this place; never PUBLIC alone.
        team_ids: the teams the member is in.
        everywhere: coordinator for the whole country.
        regions, municipalities: codes of where the member coordinates.
        acting_by: the support user who acts for this one just now; None is the person itself.
        withheld: roles of the place that are not given until a second factor is set up.
    """

    user_id: int
    member_id: int
    actor_id: int
    name: str
    actor_name: str
    roles: frozenset[Role]
    team_ids: frozenset[int] = frozenset()
    everywhere: bool = False
    regions: frozenset[str] = frozenset()
    municipalities: frozenset[str] = frozenset()
    acting_by: int | None = None
    withheld: frozenset[Role] = frozenset()

    def may(self, permission: str) -> bool:
        """Whether one of the roles has the permission. Raises UnknownPermission.

        Support staff who act for the member do not have what only the person should do.
        """
        declared = permissions.permission(permission)
        return permissions.may(self.roles, permission) and (
            self.acting_by is None or declared.while_acting
        )

    @property
    def coordination(self) -> Coordination:
        """What the member coordinates; nothing without the role."""
        if Role.COORDINATOR not in self.roles:
            return Coordination()
        return Coordination(
            self.everywhere, self.regions, self.municipalities, frozenset({self.actor_id})
        )

    def coordinates(self, municipality: str, region: str) -> bool:
        """Whether the member coordinates a place; a place that is not known, only for all."""
        return Role.COORDINATOR in self.roles and (
            self.everywhere or municipality in self.municipalities or region in self.regions
        )


def viewer_of(
    member: Member, *, acting_by: int | None = None, withheld: frozenset[Role] = frozenset()
) -> Viewer:
    """The viewer of a current member, in two queries when user and actor are fetched beforehand.

    Args:
        member: a place that has not ended.
        acting_by: the user who acts for the member just now.
        withheld: roles not given in this session, such as for want of a second factor.
    """
    rows = list(member.roles.select_related("territory").all())
    all_roles = frozenset(Role(row.role) for row in rows)
    roles = all_roles - withheld
    coordinates = Role.COORDINATOR in roles
    coordinated = [r.territory for r in rows if coordinates and r.role == Role.COORDINATOR]
    codes: dict[str, set[str]] = {"region": set(), "municipality": set()}
    everywhere = False
    for territory in coordinated:
        if territory is None or territory.kind not in codes:
            everywhere = True
        else:
            codes[territory.kind].add(territory.code)
    return Viewer(
        user_id=member.user_id,
        member_id=member.pk,
        actor_id=member.actor_id,
        name=member.user.name or member.user.email,
        actor_name=member.actor.name,
        roles=roles,
        team_ids=frozenset(member.teams.values_list("pk", flat=True)),
        everywhere=everywhere,
        regions=frozenset(codes["region"]),
        municipalities=frozenset(codes["municipality"]),
        acting_by=acting_by,
        withheld=all_roles & withheld,
    )
