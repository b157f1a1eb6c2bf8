"""What stays for the statistics when the persons are gone."""

from django.db import models

from lotsa.domain.actors.models import Actor, Team


class CaseFigure(models.Model):
    """One team's part in one erased case (or the case itself, when no team had it).

    Months instead of days, no number, no text, no link to anyone.

    Attributes:
        first: this row also counts the case; the others of the same case do not.
        areas: ids of the need areas.
        contact_days, closing_days: working days from opening.
    """

    first = models.BooleanField()
    opened_month = models.DateField(db_index=True)
    closed_month = models.DateField(null=True, blank=True)
    region_code = models.CharField(max_length=2, blank=True)
    municipality_code = models.CharField(max_length=4, blank=True)
    areas = models.JSONField(default=list)
    origin = models.CharField(max_length=8)
    language = models.CharField(max_length=10)
    desk = models.CharField(max_length=80, blank=True)
    actor = models.ForeignKey(Actor, on_delete=models.SET_NULL, null=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=12, blank=True)
    outcome = models.CharField(max_length=16, blank=True)
    decline_reason = models.CharField(max_length=20, blank=True)
    contact_days = models.FloatField(null=True, blank=True)
    closing_days = models.FloatField(null=True, blank=True)
    contacted = models.BooleanField(null=True, blank=True)
    useful = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("opened_month", "id")

    def __str__(self) -> str:
        return f"Figure {self.pk}"
