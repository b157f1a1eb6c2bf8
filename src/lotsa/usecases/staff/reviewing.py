"""Access reviews with what they lead to: places that end, and their work moved to the teams."""

from collections.abc import Collection
from datetime import date, datetime
from functools import partial

from lotsa.domain.actors import reviews
from lotsa.domain.actors.models import AccessReview, Member
from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases.services.by import By
from lotsa.domain.people.models import User
from lotsa.usecases.staff import leaving


def decide(
    review: AccessReview,
    kept: Collection[int],
    ended: Collection[int],
    *,
    viewer: Viewer,
    now: datetime,
    moment: datetime,
) -> AccessReview:
    """Say who keeps their place; the work of those who do not is left to their teams.

    Raises:
        LastAdministrator: nobody would be administrator any more.
    """
    end = partial(_end, by=By.member(viewer), now=now, moment=moment)
    by = User.objects.get(pk=viewer.user_id)
    return reviews.decide(review.pk, kept, ended, by=by, now=now, end=end)


def run(day: date, *, now: datetime, moment: datetime) -> dict[str, int]:
    """Open, remind and let lapse: what the daily job does. Safe to run again at any time."""
    end = partial(_end, by=By.system(), now=now, moment=moment)
    return {
        "opened": reviews.open_reviews(day, now=now),
        "reminded": reviews.remind(now=now),
        "ended": reviews.lapse(now=now, end=end),
    }


def overdue(actor_ids: Collection[int], *, now: datetime) -> frozenset[int]:
    """Organisations, among these, whose review is older than it may be."""
    late = AccessReview.objects.filter(
        actor_id__in=actor_ids, finished_at__isnull=True, started_at__lte=now - reviews.GRACE
    )
    return frozenset(late.values_list("actor_id", flat=True))


def _end(member_id: int, *, by: By, now: datetime, moment: datetime) -> None:
    if Member.objects.filter(pk=member_id, ended_at__isnull=True).exists():
        leaving.leave(member_id, None, by=by, now=now, moment=moment)
