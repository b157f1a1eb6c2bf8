"""A new link, for a company whose link has run out or been lost."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.common import locked, log, tell_company

NOT_AGAIN_WITHIN: Final = timedelta(minutes=10)


def send_link(case_id: int, *, now: datetime) -> bool:
    """Mail a new link to the address on file; the links there are go on working.

    Returns:
        False when there is no address, or a link was mailed less than ten minutes ago: nobody
        should be able to fill a company's mailbox by pressing a button.

    Raises:
        Erased: the company has had the case deleted.
    """
    with transaction.atomic():
        case = locked(case_id)
        lately = case.events.filter(verb="link_sent", at__gt=now - NOT_AGAIN_WITHIN)
        if not case.contact_email or lately.exists():
            return False
        event = log(case, "link_sent", by=By.company(), now=now)
        case.save()
        tell_company(case, "case.link", event=event, now=now)
    return True
