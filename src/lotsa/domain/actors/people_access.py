"""The only ways to an organisation's people. What is not yours does not exist."""

from django.http import Http404

from lotsa.domain.actors import policies
from lotsa.domain.actors.models import Actor, Invitation, Member
from lotsa.domain.actors.viewers import Viewer


def managed_actor(viewer: Viewer, slug: str) -> Actor:
    """The organisation with this slug, when the viewer manages its people. Raises Http404."""
    actor: Actor | None = (
        Actor.objects.listed().filter(policies.managed_actors(viewer), slug=slug).first()
    )
    if actor is None:
        raise Http404
    return actor


def member_for(viewer: Viewer, slug: str, member_id: int) -> Member:
    """A current member of an organisation whose people the viewer manages. Raises Http404."""
    actor = managed_actor(viewer, slug)
    member: Member | None = (
        Member.objects.current()
        .select_related("user", "actor")
        .filter(actor=actor, pk=member_id)
        .first()
    )
    if member is None:
        raise Http404
    return member


def invitation_for(viewer: Viewer, slug: str, invitation_id: int) -> Invitation:
    """An invitation to an organisation whose people the viewer manages. Raises Http404."""
    actor = managed_actor(viewer, slug)
    found: Invitation | None = Invitation.objects.filter(actor=actor, pk=invitation_id).first()
    if found is None:
        raise Http404
    return found
