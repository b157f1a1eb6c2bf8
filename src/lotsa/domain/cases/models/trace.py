"""What happened in a case, who has seen it, and what the company said afterwards."""

from django.db import models

from lotsa.domain.actors.models import Actor, Member
from lotsa.domain.cases.models.case import Case
from lotsa.domain.cases.models.referral import Referral


class CaseEvent(models.Model):
    """One thing that happened in a case. Only ever added.

    Attributes:
        verb: a name from `core.cases.history`.
        actor: the organisation that did it; None is the company or Lotsa itself.
        by_company: the company did it on its page.
        data: codes, counts and ids; never what anyone has written.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    verb = models.CharField(max_length=40)
    referral = models.ForeignKey(
        Referral, on_delete=models.SET_NULL, null=True, blank=True, related_name="events"
    )
    member = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    actor = models.ForeignKey(
        Actor, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    acting_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by_company = models.BooleanField(default=False)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return self.verb


class CaseReading(models.Model):
    """That a member looked at a case on a day, and how often.

    Attributes:
        handling: the member's organisation had the case then.
        acting_by: support staff who looked while acting for the member.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="readings")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    acting_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    handling = models.BooleanField()
    day = models.DateField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("first_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("case", "member", "day"), name="one_reading_per_day"),
        )

    def __str__(self) -> str:
        return f"Reading {self.pk}"


class FollowUp(models.Model):
    """What the company is asked after a case is closed, and what it answered."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="follow_ups")
    kind = models.CharField(max_length=8)  # "first" or "later"
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    contacted = models.BooleanField(null=True, blank=True)
    useful = models.PositiveSmallIntegerField(null=True, blank=True)  # 1–4
    happened = models.CharField(max_length=20, blank=True)
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ("asked_at", "id")
        constraints = (models.UniqueConstraint(fields=("case", "kind"), name="one_of_each_kind"),)

    def __str__(self) -> str:
        return f"Follow-up {self.pk}"
