"""Who may change which organisations' people; for each permission the rows it holds for."""

from django.db.models import Q

from lotsa.domain.actors.viewers import Viewer
from lotsa.foundation.access import Role, declare

MANAGE_PEOPLE = declare(
    "people.manage",
    "Invite people, change their roles and end their places, in one's own organisation",
    {Role.ACTOR_MANAGER, Role.ADMINISTRATOR},
    while_acting=False,
)


def managed_actors(viewer: Viewer) -> Q:
    """The organisations whose people the viewer manages, as a filter on actors."""
    if not viewer.may(MANAGE_PEOPLE.name):
        return Q(pk__in=())
    if Role.ADMINISTRATOR in viewer.roles:
        return Q()
    return Q(pk=viewer.actor_id)


def may_manage_people(viewer: Viewer, actor_id: int) -> bool:
    """Whether the viewer manages the people of an organisation."""
    return viewer.may(MANAGE_PEOPLE.name) and (
        Role.ADMINISTRATOR in viewer.roles or viewer.actor_id == actor_id
    )
