import json
from typing import Any

from django.db import models

from lotsa.domain.measures.querysets import MeasureVersionQuerySet


class CatalogueRevision(models.Model):
    """One state of the whole catalogue. The highest id is the catalogue as it stands."""

    sha256 = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"Revision {self.pk}"


class CatalogueFile(models.Model):
    """What a catalogue file says besides its items; for fields and synonyms, all of it.

    A file that is kept letter by letter, with the comments inside it, has its text in ``text``.
    """

    name = models.CharField(max_length=40, unique=True)
    header = models.TextField(blank=True)
    text = models.TextField(blank=True)
    document = models.TextField()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def as_document(self) -> dict[str, Any]:
        """Return the document with its keys in the order they were written."""
        document: dict[str, Any] = json.loads(self.document)
        return document


class NeedArea(models.Model):
    """Something a company can need help with."""

    slug = models.CharField(max_length=100, unique=True)
    position = models.PositiveIntegerField()
    document = models.TextField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position", "slug")

    def __str__(self) -> str:
        return self.slug

    def as_document(self) -> dict[str, Any]:
        """Return the description with its keys in the order they were written."""
        document: dict[str, Any] = json.loads(self.document)
        return document


class Measure(models.Model):
    """Something a company can get. What it is stands in its versions."""

    slug = models.CharField(max_length=100, unique=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.slug


class MeasureVersion(models.Model):
    """What a measure says for a span of time. Once published it is never edited.

    Only ``position``, its place in the exported file, may change.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    objects = MeasureVersionQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("measure", "number"), name="one_row_per_version"),
        )

    def __str__(self) -> str:
        return f"{self.measure_id} v{self.number}"

    def as_document(self) -> dict[str, Any]:
        """Return the version with its keys in the order they were written."""
        document: dict[str, Any] = json.loads(self.document)
        return document
