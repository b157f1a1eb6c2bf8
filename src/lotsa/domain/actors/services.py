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
                "document": json.dumps(document, ensure_ascii=False),
                "withdrawn_at": None,
            }
            row = known.get(slug) or Actor(slug=slug)
            if row.pk is not None and all(getattr(row, k) == v for k, v in wanted.items()):
                continue
            for name, value in wanted.items():
                setattr(row, name, value)
            row.recorded_at = now
            row.save()
            changed += 1
        gone = [row.pk for slug, row in known.items() if slug not in kept]
        changed += Actor.objects.listed().filter(pk__in=gone).update(withdrawn_at=now)
    return changed
