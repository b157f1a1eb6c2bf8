"""Who may change which organisations' people and entries; for each permission its rows."""

from django.db.models import Q

from lotsa.core.directory.places import Area
from lotsa.domain.actors.models import Actor
from lotsa.domain.actors.viewers import Viewer
from lotsa.foundation.access import STAFF_ROLES, Role, declare
from lotsa.foundation.reference import trees

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


def givable_roles(viewer: Viewer) -> frozenset[Role]:
    """The roles the viewer may give and take away.

    A manager those that reach no further than the organisation; an administrator all.
    """
    if not viewer.may(MANAGE_PEOPLE.name):
        return frozenset()
    if Role.ADMINISTRATOR in viewer.roles:
        return STAFF_ROLES
    return frozenset({Role.ADVISER, Role.ACTOR_MANAGER})


EDIT_DIRECTORY = declare(
    "directory.edit",
    "Keep the entries of one's own organisation, or of those in the territory one coordinates",
    {Role.ACTOR_MANAGER, Role.COORDINATOR, Role.ADMINISTRATOR},
)

EXPORT_DIRECTORY = declare(
    "directory.export",
    "Take the entries one keeps out as a workbook",
    {Role.ACTOR_MANAGER, Role.COORDINATOR, Role.ADMINISTRATOR},
    while_acting=False,
)

ADD_TO_DIRECTORY = declare(
    "directory.add",
    "Add an organisation that the catalogue does not know",
    {Role.COORDINATOR, Role.ADMINISTRATOR},
)


def editable_actors(viewer: Viewer) -> tuple[Actor, ...]:
    """The actors whose entries the viewer may change, in their order, in one query.

    Where an actor works is written in its entry, so this is decided row by row.
    """
    if not viewer.may(EDIT_DIRECTORY.name):
        return ()
    return tuple(actor for actor in Actor.objects.listed() if may_edit(viewer, actor))


def may_edit(viewer: Viewer, actor: Actor) -> bool:
    """Whether the viewer may change an actor's entry.

    Managers and coordinators may change their own actor's; a coordinator also those of actors that
    work nowhere but in the territory; administrators all.
    """
    if not viewer.may(EDIT_DIRECTORY.name):
        return False
    if Role.ADMINISTRATOR in viewer.roles or actor.pk == viewer.actor_id or viewer.everywhere:
        return True
    area = Area.of(actor.territory or actor.as_document().get("territory"))
    return (
        Role.COORDINATOR in viewer.roles
        and area is not None
        and area.within(viewer.regions, viewer.municipalities, trees()["places"])
    )
