"""Save, open, change, delete and clear away situations kept behind a link."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from lotsa.domain.situations import events
from lotsa.domain.situations.models import SavedSituation
from lotsa.foundation.audit.services import record

KEPT = timedelta(days=90)
MAX_BYTES = 64_000
_TOKEN_BYTES = 32
_MAX_TOKEN_LENGTH = 100


class SituationTooLarge(ValueError):
    """The facts take more room than a situation may."""


def save(facts: Mapping[str, Any], needs: Sequence[str], *, language: str, now: datetime) -> str:
    """Keep a situation for 90 days and return the token of its link, which is not stored.

    Args:
        facts: JSON-shaped facts about the company; never about a person.
        needs: Ids of the need areas chosen.
        language: Language code of the page it was saved from.
        now: The moment of saving.

    Raises:
        SituationTooLarge: the facts are larger than 64 kB as JSON.
    """
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with transaction.atomic():
        SavedSituation.objects.create(
            token_sha256=_digest(token),
            facts=_packed(facts),
            needs=_packed(list(needs)),
            language=language[:10],
            created_at=now,
            expires_at=now + KEPT,
        )
        record(events.SAVED)
    return token


def open_situation(token: str, *, now: datetime) -> SavedSituation | None:
    """Return the situation behind a token, or None when there is none or its time has run out."""
    if not token or len(token) > _MAX_TOKEN_LENGTH:
        return None
    return SavedSituation.objects.alive(now).filter(token_sha256=_digest(token)).first()


def change(token: str, facts: Mapping[str, Any], needs: Sequence[str], *, now: datetime) -> bool:
    """Replace what is kept behind a token and let it live 90 days more; False when there is none.

    Raises:
        SituationTooLarge: the facts are larger than 64 kB as JSON.
    """
    found = open_situation(token, now=now)
    if found is None:
        return False
    return bool(
        SavedSituation.objects.alive(now)
        .filter(pk=found.pk)
        .update(facts=_packed(facts), needs=_packed(list(needs)), expires_at=now + KEPT)
    )


def delete(token: str) -> bool:
    """Delete the situation behind a token at once; False when there was none."""
    if not token or len(token) > _MAX_TOKEN_LENGTH:
        return False
    with transaction.atomic():
        deleted, _ = SavedSituation.objects.filter(token_sha256=_digest(token)).delete()
        if deleted:
            record(events.DELETED)
    return deleted > 0


def purge_expired(now: datetime) -> int:
    """Delete every situation whose time has run out and return how many. May be run at any time."""
    with transaction.atomic():
        deleted, _ = SavedSituation.objects.expired(now).delete()
        if deleted:
            record(events.PURGED, count=deleted)
    return deleted


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _packed(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if len(text.encode()) > MAX_BYTES:
        raise SituationTooLarge("The situation is too large to be kept.")
    return text
