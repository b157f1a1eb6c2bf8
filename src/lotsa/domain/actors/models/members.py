"""People's places in actors: who may do what, for whom, and who looked through the list."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lotsa.domain.actors.models.catalogued import Actor
from lotsa.domain.actors.models.teams import Team
from lotsa.domain.actors.querysets import InvitationQuerySet, MemberQuerySet
from lotsa.domain.people.models import User
from lotsa.domain.places.models import Territory
from lotsa.foundation.access import Role


class StaffRole(models.TextChoices):
    """The roles a member can have; the names are those of `foundation.access.Role`."""

    ADVISER = Role.ADVISER.value, _("Adviser")
    ACTOR_MANAGER = Role.ACTOR_MANAGER.value, _("Manager of the organisation")
    COORDINATOR = Role.COORDINATOR.value, _("Coordinator")
    EDITOR = Role.EDITOR.value, _("Editor")
    ANALYST = Role.ANALYST.value, _("Analyst")
    ADMINISTRATOR = Role.ADMINISTRATOR.value, _("Administrator")


class Member(models.Model):
    """A person's place in an actor. A person may have places in several and switches between.

    Attributes:
        reviewed_at: when somebody last confirmed that the person should have the place.
        used_at: when the person last signed in to it or switched to it.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="members")
    teams = models.ManyToManyField(Team, related_name="members", blank=True)
    title = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ("user__name", "id")
        constraints = (
            models.UniqueConstraint(fields=("user", "actor"), name="one_place_per_actor"),
        )

    def __str__(self) -> str:
        return f"Member {self.pk}"


class MemberRole(models.Model):
    """One role of a member. A coordinator has one for each territory; none is the whole country."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=StaffRole)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("member", "role", "territory"), name="one_row_per_role_and_territory"
            ),
            models.UniqueConstraint(
                fields=("member", "role"),
                condition=models.Q(territory__isnull=True),
                name="one_row_per_role_everywhere",
            ),
        )

    def __str__(self) -> str:
        return self.role


class MemberAbsence(models.Model):
    """Days, both included, when a member is away, and which colleague stands in."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="absences")
    first = models.DateField()
    last = models.DateField(null=True, blank=True)
    substitute = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="stands_in"
    )

    class Meta:
        ordering = ("first", "id")

    def __str__(self) -> str:
        return f"{self.first} – {self.last or ''}"


class Invitation(models.Model):
    """An offer of a place in an actor, open for a while. Only the token's SHA-256 is kept.

    Attributes:
        roles: objects with a `role` and, for a coordinator, the code of a `territory`.
    """

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="invitations")
    teams = models.ManyToManyField(Team, blank=True)
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    roles = models.JSONField(default=list)
    language = models.CharField(max_length=10, default="sv")
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return f"Invitation {self.pk}"


class AccessReview(models.Model):
    """One quarter's look through of who has access in one actor."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="access_reviews")
    quarter = models.CharField(max_length=6)  # 2026Q4
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("-quarter", "actor_id")
        constraints = (
            models.UniqueConstraint(fields=("actor", "quarter"), name="one_review_per_quarter"),
        )

    def __str__(self) -> str:
        return self.quarter


class ReviewedMember(models.Model):
    """What was decided about one member in a review."""

    review = models.ForeignKey(AccessReview, on_delete=models.CASCADE, related_name="decisions")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="decisions")
    kept = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("review", "member"), name="one_decision_per_member"),
        )

    def __str__(self) -> str:
        return f"Decision {self.pk}"
