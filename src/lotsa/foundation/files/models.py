"""The one table of files."""

import uuid

from django.db import models


class StoredFile(models.Model):
    """A file that passed the checks, with its content.

    Attributes:
        name: as the person named it, cleaned.
        media_type: decided from the content.
        size: bytes.
        about_kind, about_id: what it belongs to, such as "case" and "17".
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    about_kind = models.CharField(max_length=20)
    about_id = models.CharField(max_length=40)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("created_at", "id")
        indexes = (models.Index(fields=("about_kind", "about_id"), name="file_by_about"),)

    def __str__(self) -> str:
        return f"File {self.pk}"
