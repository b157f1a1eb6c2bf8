"""The teams that take cases: what they help with, where, whom, and how much at a time."""

from django.db import models

from lotsa.domain.actors.models.catalogued import Actor
from lotsa.domain.actors.querysets import TeamQuerySet


class Team(models.Model):
    """People of one actor who share an inbox.

    Attributes:
        territory: its own, which replaces the actor's; None follows the actor.
        criteria: which companies it takes, in the catalogue's form; None takes all.
        languages: codes; empty follows the actor.
        capacity: open cases at a time; None has no limit.
        opening_hours: {"mon": ["08:00", "16:30"], …}; a day left out is closed.
        channels: how it meets companies: phone, mail, video, visit.
    """

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="teams")
    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=160)
    presentation_sv = models.TextField(blank=True)
    presentation_en = models.TextField(blank=True)
    territory = models.JSONField(null=True, blank=True)
    criteria = models.JSONField(null=True, blank=True)
    languages = models.JSONField(default=list, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    opening_hours = models.JSONField(default=dict, blank=True)
    channels = models.JSONField(default=list, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ("actor__position", "name", "id")

    def __str__(self) -> str:
        return self.name


class TeamCompetence(models.Model):
    """One need area a team can help with, in its own words, and for which companies."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="competences")
    area = models.CharField(max_length=100, db_index=True)
    words_sv = models.CharField(max_length=300, blank=True)
    words_en = models.CharField(max_length=300, blank=True)
    criteria = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ("area", "id")
        constraints = (
            models.UniqueConstraint(fields=("team", "area"), name="one_competence_per_area"),
        )

    def __str__(self) -> str:
        return self.area


class TeamAbsence(models.Model):
    """Days, both included, when a team takes no new cases, and who stands in for it."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="absences")
    first = models.DateField()
    last = models.DateField(null=True, blank=True)
    substitute = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="stands_in"
    )
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("first", "id")

    def __str__(self) -> str:
        return f"{self.first} – {self.last or ''}"
