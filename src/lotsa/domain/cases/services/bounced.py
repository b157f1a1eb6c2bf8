"""Mail to a company that did not arrive shows in its case."""

from django.db import transaction

from lotsa.domain.cases.models import Case
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.common import log
from lotsa.foundation import clock
from lotsa.foundation.outbox.letters import Undelivered


def note_bounced(undelivered: Undelivered) -> None:
    """Mark the case so that whoever has it calls instead. Mail to staff is no matter of the case."""
    if undelivered.to.kind != "case":
        return
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(pk=undelivered.to.id).first()
        if case is not None:
            case.unreachable = True
            log(case, "bounced", by=By.system(), now=clock.moment(), status=undelivered.status)
            case.save()
