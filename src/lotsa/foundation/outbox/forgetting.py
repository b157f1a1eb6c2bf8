"""Secrets that a mail carries, such as a code, are kept no longer than the mail needs them."""

import datetime

from django.db.models import QuerySet

from lotsa.foundation import clock
from lotsa.foundation.outbox.models import OutboxMessage
from lotsa.foundation.outbox.registry import forgetful

# Longer than all tries of the delivery together.
SECRETS_LIVE = datetime.timedelta(days=2)


def forget(messages: QuerySet[OutboxMessage]) -> int:
    """Erase the secrets that these messages carry; returns how many had one."""
    return messages.filter(notice__in=forgetful()).exclude(data={}).update(data={})


def erase_secrets(dry_run: bool) -> int:  # noqa: FBT001  an eraser's signature
    """Delete old messages that carried a secret, wherever they stand; returns how many."""
    old = OutboxMessage.objects.filter(
        notice__in=forgetful(), created_at__lt=clock.now() - SECRETS_LIVE
    )
    return old.count() if dry_run else old.delete()[0]
