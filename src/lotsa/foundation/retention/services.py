"""Cleaning what has been kept long enough."""

import datetime
from collections import Counter
from collections.abc import Mapping
from typing import Any, cast

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models, transaction

from lotsa.foundation import clock
from lotsa.foundation.retention.registry import ErasedBy, How, Keep, declarations, erasers


def purge_expired(*, dry_run: bool = False) -> Mapping[str, int]:
    """Delete or blank everything past its days. Safe to run again at any time.

    Args:
        dry_run: only count.

    Returns:
        Rows cleaned per "app.Model.field" (per "app.Model" where whole rows go) and things
        erased per eraser, without zeros.
    """
    now = clock.now()
    cleaned: Counter[str] = Counter()
    for declaration in declarations():
        model = apps.get_model(declaration.model)
        for field, keep in declaration.personal.items():
            if isinstance(keep, ErasedBy):
                continue
            with transaction.atomic():
                name = declaration.model
                if keep.how is How.BLANK:
                    name += f".{field}"
                cleaned[name] += _clean(model, field, keep, now, dry_run=dry_run)
    for each in erasers():
        cleaned[each.name] += each.run(dry_run)
    sessions = Session.objects.filter(expire_date__lt=now)
    cleaned["sessions.Session"] += sessions.count() if dry_run else sessions.delete()[0]
    return {name: count for name, count in cleaned.items() if count}


def _clean(
    model: type[models.Model], field: str, keep: Keep, now: datetime.datetime, *, dry_run: bool
) -> int:
    moment = now - datetime.timedelta(days=keep.days)
    to_the_second = isinstance(model._meta.get_field(keep.since), models.DateTimeField)
    limit = moment if to_the_second else moment.date()
    expired = model._default_manager.filter(**{f"{keep.since}__lt": limit})
    if keep.how is How.DELETE_ROW:
        if dry_run:
            return expired.count()
        label = model._meta.label
        return expired.delete()[1].get(label, 0)
    column = cast("models.Field[Any, Any]", model._meta.get_field(field))
    empty = None if column.null else column.get_default()
    remaining = expired.exclude(**{f"{field}__isnull": True} if empty is None else {field: empty})
    return remaining.count() if dry_run else remaining.update(**{field: empty})
