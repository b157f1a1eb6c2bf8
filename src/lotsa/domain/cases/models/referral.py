"""One team's part in a case."""

from django.db import models

from lotsa.core.cases.states import LIVE_REFERRAL_STATES
from lotsa.domain.actors.models import Member, Team
from lotsa.domain.cases.enums import DeclineReason, Outcome, ReferralState
from lotsa.domain.cases.models.case import Case, CaseNeed
from lotsa.domain.cases.querysets import ReferralQuerySet


class Referral(models.Model):
    """A case sent, or planned to be sent, to one team, for one or more of its needs.

    Attributes:
        turn: None goes at once; numbers wait for those before to decline.
        sent_by: the member who sent it; None when it was sent by itself.
        reasons: why this team, as the routing said at the time: codes with parameters.
        due_at: when the team should have contacted the company.
        reply_due_at: when the team should have accepted or declined.
        adviser: who has it in the team.
        handed_from: the referral it was handed over from, or that brought this team in.
        note: what the one who sent or handed it over wrote to the team.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="referrals")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="referrals")
    needs = models.ManyToManyField(CaseNeed, related_name="referrals")
    state = models.CharField(max_length=12, choices=ReferralState, default=ReferralState.SENT)
    turn = models.PositiveSmallIntegerField(null=True, blank=True)
    sent_by = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reasons = models.JSONField(default=list, blank=True)
    adviser = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="referrals"
    )
    handed_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="handed_to"
    )
    note = models.TextField(blank=True)
    decline_reason = models.CharField(max_length=20, choices=DeclineReason, blank=True)
    decline_text = models.TextField(blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    outcome_text = models.TextField(blank=True)

    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    reply_due_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    first_contact_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("case", "team"),
                condition=models.Q(state__in=sorted(LIVE_REFERRAL_STATES)),
                name="one_live_referral_per_team",
            ),
        )
        indexes = (
            models.Index(fields=("team", "state", "due_at"), name="referral_by_team"),
            models.Index(fields=("adviser", "state", "due_at"), name="referral_by_adviser"),
            models.Index(fields=("state", "reply_due_at"), name="referral_by_reply"),
            # How much each team has, at every routing, without reading a row.
            models.Index(fields=("state", "team"), name="referral_by_load"),
        )

    def __str__(self) -> str:
        return f"Referral {self.pk}"
