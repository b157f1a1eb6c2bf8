"""The only ways to a desk or a territory that somebody wants to change. Others do not exist."""

from django.http import Http404

from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.desks import policies
from lotsa.domain.desks.models import Desk
from lotsa.domain.places.models import Territory


def desk_for(viewer: Viewer, slug: str) -> Desk:
    """The desk with this slug, when the viewer may change it. Raises Http404."""
    rows = Desk.objects.filter(policies.desks(viewer)).select_related("territory", "actor")
    desk: Desk | None = rows.filter(slug=slug).first()
    if desk is None:
        raise Http404
    return desk


def territory_for(viewer: Viewer, code: str) -> Territory:
    """The territory with this code, when the viewer decides there. Raises Http404."""
    rows = Territory.objects.filter(policies.territories(viewer)).select_related("parent")
    territory: Territory | None = rows.filter(code=code).first()
    if territory is None:
        raise Http404
    return territory
