"""Who may set up desks and rules of reception; the permission, and the rows it holds for."""

from django.db.models import Q

from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.desks.models import Desk
from lotsa.domain.places.models import Territory
from lotsa.foundation.access import Role, declare

EDIT_DESKS = declare(
    "desk.edit",
    "Set up desks and say how cases are received in the territory one coordinates",
    {Role.COORDINATOR, Role.ADMINISTRATOR},
)


def has_country(viewer: Viewer) -> bool:
    """Whether the viewer decides for the whole country."""
    return viewer.may(EDIT_DESKS.name) and (viewer.everywhere or Role.ADMINISTRATOR in viewer.roles)


def territories(viewer: Viewer) -> Q:
    """The territories the viewer decides for, as a filter on territories."""
    if not viewer.may(EDIT_DESKS.name):
        return Q(pk__in=())
    if has_country(viewer):
        return Q()
    return Q(code__in=viewer.regions | viewer.municipalities) | Q(parent__code__in=viewer.regions)


def desks(viewer: Viewer) -> Q:
    """The desks the viewer may change: those in the territory, and those of the own actor."""
    if not viewer.may(EDIT_DESKS.name):
        return Q(pk__in=())
    if has_country(viewer):
        return Q()
    there = Territory.objects.filter(territories(viewer)).values("pk")
    return Q(territory__in=there) | Q(actor_id=viewer.actor_id)


def may_edit(viewer: Viewer, desk: Desk) -> bool:
    """Whether the viewer may change a desk."""
    return Desk.objects.filter(desks(viewer), pk=desk.pk).exists()
