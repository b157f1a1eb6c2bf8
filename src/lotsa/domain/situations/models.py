import json
from typing import Any

from django.db import models

from lotsa.domain.situations.querysets import SavedSituationQuerySet


class SavedSituation(models.Model):
    """A situation that a company keeps behind an unguessable link.

    Holds facts about the company and no personal data. Of the link's token only the SHA-256 is
    kept, so that whoever reads the database cannot open the link.
    """

    token_sha256 = models.CharField(max_length=64, unique=True)
    facts = models.TextField()
    needs = models.TextField(default="[]")
    language = models.CharField(max_length=10)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    objects = SavedSituationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"Situation {self.pk}"

    def as_facts(self) -> dict[str, Any]:
        """Return the facts as they were saved."""
        facts: dict[str, Any] = json.loads(self.facts)
        return facts

    def as_needs(self) -> tuple[str, ...]:
        """Return the ids of the needs chosen."""
        return tuple(json.loads(self.needs))
