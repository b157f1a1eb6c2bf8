"""The only ways to an entry that somebody wants to change. What is not yours does not exist."""

from django.http import Http404

from lotsa.domain.actors import policies
from lotsa.domain.actors.models import Actor, Team, TeamAbsence
from lotsa.domain.actors.viewers import Viewer


def actor_for(viewer: Viewer, slug: str) -> Actor:
    """The actor with this slug, when the viewer may change its entry. Raises Http404."""
    actor: Actor | None = Actor.objects.listed().filter(slug=slug).first()
    if actor is None or not policies.may_edit(viewer, actor):
        raise Http404
    return actor


def team_for(viewer: Viewer, slug: str) -> Team:
    """The team with this slug and its actor, when the viewer may change it. Raises Http404."""
    listed = Team.objects.filter(actor__withdrawn_at__isnull=True)
    team: Team | None = listed.select_related("actor").filter(slug=slug).first()
    if team is None or not policies.may_edit(viewer, team.actor):
        raise Http404
    return team


def absence_for(viewer: Viewer, slug: str, absence_id: int) -> TeamAbsence:
    """One absence of a team the viewer may change. Raises Http404."""
    absence: TeamAbsence | None = team_for(viewer, slug).absences.filter(pk=absence_id).first()
    if absence is None:
        raise Http404
    return absence
