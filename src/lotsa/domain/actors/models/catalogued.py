import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from lotsa.domain.actors.querysets import ActorQuerySet


class Actor(models.Model):
    """An organisation in the support system.

    What the catalogue says about it is kept as text, since the order of its keys is part of the
    exported file. The other columns are what its own managers keep; an empty one leaves the word
    to the catalogue.
    """

    class Origin(models.TextChoices):
        """Where the actor came from, which decides who may withdraw it."""

        CATALOGUE = "catalogue", _("The catalogue")
        DIRECTORY = "directory", _("The directory")

    slug = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=60, blank=True)
    website = models.CharField(max_length=400, blank=True)
    position = models.PositiveIntegerField()
    document = models.TextField()
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    origin = models.CharField(max_length=12, choices=Origin, default=Origin.CATALOGUE)
    organisation_number = models.CharField(max_length=10, blank=True, db_index=True)
    presentation_sv = models.TextField(blank=True)
    presentation_en = models.TextField(blank=True)
    # A territory as in the catalogue: a country code, or {"regions": […], "municipalities": […]}.
    territory = models.JSONField(null=True, blank=True)
    criteria = models.JSONField(null=True, blank=True)
    languages = models.JSONField(default=list, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(null=True, blank=True)  # by its managers

    objects = ActorQuerySet.as_manager()

    class Meta:
        ordering = ("position", "slug")

    def __str__(self) -> str:
        return self.name

    def as_document(self) -> dict[str, Any]:
        """Return the description with its keys in the order they were written."""
        document: dict[str, Any] = json.loads(self.document)
        return document
