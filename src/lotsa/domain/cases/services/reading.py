"""Who has looked at a case: kept for the company, which may ask."""

from datetime import datetime

from django.db.models import F

from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases.models import Case, CaseReading, Referral
from lotsa.foundation.web.readonly import housekeeping_writes


def note_reading(case: Case, viewer: Viewer, *, now: datetime) -> None:
    """Note that a member looks at a case. Written also while a page is only looked at.

    One row a day and member: who and when is what the company has a right to know, and a page
    loaded ten times is one look.
    """
    with housekeeping_writes():
        mine = CaseReading.objects.filter(case=case, member_id=viewer.member_id, day=now.date())
        if mine.update(last_at=now, times=F("times") + 1):
            return
        handling = (
            Referral.objects.held().filter(case=case, team__actor_id=viewer.actor_id).exists()
        )
        row = CaseReading(
            case=case,
            member_id=viewer.member_id,
            actor_id=viewer.actor_id,
            acting_by_id=viewer.acting_by,
            handling=handling,
            day=now.date(),
            first_at=now,
            last_at=now,
        )
        # Two pages opened at once: the second finds the row there, and that is enough.
        CaseReading.objects.bulk_create([row], ignore_conflicts=True)
