"""Mail that did not arrive, laid straight into the outbox."""

import uuid

from lotsa.foundation.outbox.models import OutboxMessage, State
from tests.support.factories import AT


def bounced_mail(case, *, to=None, state=State.BOUNCED, status="550 5.1.1"):
    """A receipt to a case's company, or a notice to a user given as `("user", id)`, in trouble."""
    kind, key = to or ("case", case.pk)
    return OutboxMessage.objects.create(
        notice="case.received" if kind == "case" else "case.triage",
        recipient_kind=kind,
        recipient_id=str(key),
        about_kind="case",
        about_id=str(case.pk),
        happened_at=AT,
        created_at=AT,
        next_attempt_at=AT,
        mail_id=uuid.uuid4(),
        state=state,
        last_error=status,
    )
