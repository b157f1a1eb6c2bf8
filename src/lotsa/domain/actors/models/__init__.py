"""Actors, their teams, and the people who work in them."""

from lotsa.domain.actors.models.catalogued import Actor
from lotsa.domain.actors.models.members import (
    AccessReview,
    Invitation,
    Member,
    MemberAbsence,
    MemberRole,
    ReviewedMember,
)
from lotsa.domain.actors.models.teams import Team, TeamAbsence, TeamCompetence

__all__ = [
    "AccessReview",
    "Actor",
    "Invitation",
    "Member",
    "MemberAbsence",
    "MemberRole",
    "ReviewedMember",
    "Team",
    "TeamAbsence",
    "TeamCompetence",
]
