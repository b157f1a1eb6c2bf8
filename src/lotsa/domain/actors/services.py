"""Changes to the list of actors."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from lotsa.domain.actors.models import Actor


def replace_actors(documents: Iterable[Mapping[str, Any]], now: datetime) -> int:
    """Make the catalogue's actors equal to ``documents`` and return how many rows changed.

    An actor no longer described is withdrawn, not deleted: cases and statistics may refer to it.
    One that has teams in use goes on as the directory's own, and one that the directory made itself
    is never withdrawn here. What an actor's managers have written stands.
    """
    changed = 0
    with transaction.atomic():
        known = {row.slug: row for row in Actor.objects.select_for_update()}
        kept: set[str] = set()
        for position, document in enumerate(documents):
            slug = str(document["id"])
            kept.add(slug)
            wanted = {
                "name": str(document.get("name") or slug)[:200],
                "type": str(document.get("type") or "")[:60],
                "website": str(document.get("website") or "")[:400],
                "position": position,
                "origin": Actor.Origin.CATALOGUE,
                "document": json.dumps(document, ensure_ascii=False),
                "withdrawn_at": None,
            }
            row = known.get(slug) or Actor(slug=slug)
            if row.pk is not None and row.website != str(row.as_document().get("website") or ""):
                del wanted["website"]
            if row.pk is not None and all(getattr(row, k) == v for k, v in wanted.items()):
                continue
            for name, value in wanted.items():
                setattr(row, name, value)
            row.recorded_at = now
            row.save()
            changed += 1
        gone = Actor.objects.catalogued().exclude(slug__in=kept)
        in_use = list(gone.filter(teams__is_active=True).values_list("pk", flat=True))
        changed += Actor.objects.filter(pk__in=in_use).update(origin=Actor.Origin.DIRECTORY)
        changed += gone.update(withdrawn_at=now)
    return changed
