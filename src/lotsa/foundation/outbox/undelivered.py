"""Tells the apps that a notice will not arrive."""

import logging

from django.db import transaction

from lotsa.foundation.outbox.letters import Ref, Undelivered
from lotsa.foundation.outbox.models import OutboxMessage, State
from lotsa.foundation.outbox.registry import listeners

logger = logging.getLogger(__name__)


def tell_undelivered(message: OutboxMessage) -> None:
    """Call those registered with `on_bounce`, for what was gathered into the mail too.

    One that fails does not undo the rest: the state of the message is worth more.
    """
    for each in (message, *message.gathered.filter(state=State.GATHERED)):
        told = Undelivered(
            each.notice,
            Ref(each.recipient_kind, each.recipient_id),
            Ref(each.about_kind, each.about_id),
            message.last_error,
        )
        for tell in listeners(each.about_kind):
            try:
                with transaction.atomic():
                    tell(told)
            except Exception as error:  # noqa: BLE001  another app's fault
                # Without the traceback, which may hold what a person wrote.
                kind = type(error).__name__
                logger.error("on_bounce for %s: %s", each.about_kind, kind)  # noqa: TRY400
