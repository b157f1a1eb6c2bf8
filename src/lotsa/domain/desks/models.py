"""Desks, and the rules of each territory for what comes in to them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lotsa.domain.actors.models import Actor, Member, Team
from lotsa.domain.desks.querysets import DeskQuerySet
from lotsa.domain.places.models import Territory


class Desk(models.Model):
    """An entrance over the directory: its own page, its own questions, the teams behind it.

    Attributes:
        areas: need areas it is for; empty is all.
        questions: ids of facts to ask for, in order.
        languages: codes of languages one can get help in.
        opening_hours: {"mon": ["08:00", "16:30"], …} for its phone.
        territory: where the companies it is for are; None is the whole country.
        actor: the organisation that runs it.
    """

    slug = models.SlugField(max_length=80, unique=True)
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    intro_sv = models.TextField(blank=True)
    intro_en = models.TextField(blank=True)
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="desks")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True)
    areas = models.JSONField(default=list, blank=True)
    questions = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    opening_hours = models.JSONField(default=dict, blank=True)
    teams = models.ManyToManyField(Team, related_name="desks", blank=True)
    is_open = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = DeskQuerySet.as_manager()

    class Meta:
        ordering = ("name_sv", "id")

    def __str__(self) -> str:
        return self.name_sv


class ReceptionRules(models.Model):
    """How one territory receives cases. The nearest territory with rules decides.

    Attributes:
        contact_within: working days within which a company is promised a first contact.
        reply_within: working days a team has to accept or decline before it is reminded.
        default_mode: what happens with a need whose area has no mode of its own.
        modes: {need area: mode}.
    """

    class Mode(models.TextChoices):
        """Who sends a case on."""

        SEND = "send", _("Send by itself when the right team is clear")
        HOLD = "hold", _("Hold for a coordinator")

    territory = models.OneToOneField(
        Territory, on_delete=models.CASCADE, related_name="reception_rules"
    )
    contact_within = models.PositiveSmallIntegerField(default=2)
    reply_within = models.PositiveSmallIntegerField(default=1)
    default_mode = models.CharField(max_length=8, choices=Mode, default=Mode.SEND)
    modes = models.JSONField(default=dict, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("territory_id",)

    def __str__(self) -> str:
        return f"Rules {self.pk}"
