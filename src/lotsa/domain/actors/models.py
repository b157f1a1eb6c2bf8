import json
from typing import Any

from django.db import models

from lotsa.domain.actors.querysets import ActorQuerySet


class Actor(models.Model):
    """An organisation in the support system, as the catalogue describes it.

    The description is kept as text, since the order of its keys is part of the exported file.
    """

    slug = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=60, blank=True)
    website = models.CharField(max_length=400, blank=True)
    position = models.PositiveIntegerField()
    document = models.TextField()
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ActorQuerySet.as_manager()

    class Meta:
        ordering = ("position", "slug")

    def __str__(self) -> str:
        return self.name

    def as_document(self) -> dict[str, Any]:
        """Return the description with its keys in the order they were written."""
        document: dict[str, Any] = json.loads(self.document)
        return document
