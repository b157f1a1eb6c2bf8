"""The quarterly look through of who has access.

A review is opened for every organisation with people. Its managers say of each whether they keep
their place. What nobody has said anything about for `GRACE` days is ended: a place that nobody
vouches for is a place that nobody misses. Administrators' own places are left, so that a sleeping
installation does not lock everybody out; they are shown as overdue instead.
"""

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from lotsa.domain.actors import events
from lotsa.domain.actors.models import AccessReview, Actor, Member, ReviewedMember
from lotsa.domain.people.models import User
from lotsa.foundation.access import Role
from lotsa.foundation.audit.services import record
from lotsa.foundation.outbox.services import enqueue

GRACE = timedelta(days=30)
_REMIND_AFTER = timedelta(days=20)


def quarter_of(day: date) -> str:
    """Such as 2026Q4."""
    return f"{day.year}Q{(day.month - 1) // 3 + 1}"


def open_reviews(day: date, *, now: datetime) -> int:
    """Open this quarter's review in every organisation that has people, and tell its managers.

    Returns:
        How many were opened. Again in the same quarter opens none.
    """
    quarter = quarter_of(day)
    with_people = Actor.objects.listed().filter(pk__in=Member.objects.current().values("actor_id"))
    opened = 0
    for actor in with_people.exclude(access_reviews__quarter=quarter):
        try:
            with transaction.atomic():
                review = AccessReview.objects.create(actor=actor, quarter=quarter, started_at=now)
                _tell(review, "first")
        except IntegrityError:
            continue  # another worker has just opened it
        opened += 1
    return opened


def to_review(review: AccessReview) -> list[Member]:
    """Those of whom nothing has been said, who had their place when the review began."""
    decided = review.decisions.values("member_id")
    return list(
        Member.objects.current()
        .filter(actor_id=review.actor_id, created_at__lte=review.started_at)
        .exclude(pk__in=decided)
        .select_related("user")
        .prefetch_related("roles__territory", "teams")
        .order_by("user__name", "pk")
    )


def decide(
    review_id: int,
    kept: Collection[int],
    ended: Collection[int],
    *,
    by: User,
    now: datetime,
    end: Callable[[int], object],
) -> AccessReview:
    """Say of members whether they keep their places; those who do not lose them at once.

    Args:
        review_id: which review.
        kept: keys of members who keep their places; those not in the review are passed over.
        ended: keys of members who lose theirs.
        by: who says so.
        now: the real instant.
        end: ends one place and moves its work; a verb of the room above.

    Raises:
        LastAdministrator: nobody would be administrator any more.
    """
    with transaction.atomic():
        review = AccessReview.objects.select_for_update().get(pk=review_id)
        open_ones = {member.pk for member in to_review(review)}
        for member_id in sorted(open_ones & set(kept)):
            _note(review, member_id, by, now, kept=True)
            Member.objects.filter(pk=member_id).update(reviewed_at=now)
        gone = sorted(open_ones & set(ended) - set(kept))
        for member_id in gone:
            _note(review, member_id, by, now, kept=False)
            end(member_id)
        if review.finished_at is None and not to_review(review):
            review.finished_at, review.finished_by = now, by
            review.save(update_fields=["finished_at", "finished_by"])
            record(
                events.REVIEWED,
                actor=review.actor_id,
                kept=review.decisions.filter(kept=True).count(),
                ended=review.decisions.filter(kept=False).count(),
            )
    return review


def remind(*, now: datetime) -> int:
    """Tell the managers once more, ten days before the places lapse; returns how many reviews."""
    late = _unfinished().filter(started_at__lte=now - _REMIND_AFTER)
    for review in late:
        _tell(review, "second")
    return len(late)


def lapse(*, now: datetime, end: Callable[[int], object]) -> int:
    """End the places that nobody has confirmed in time; returns how many.

    An organisation where the managers were never told (there are none) keeps its people: that is
    for an administrator to look through.
    """
    ended = 0
    for review in _unfinished().filter(started_at__lte=now - GRACE):
        if not managers(review.actor_id):
            continue
        with transaction.atomic():
            gone = [
                member
                for member in to_review(review)
                if not member.user.is_demo
                and not any(row.role == Role.ADMINISTRATOR for row in member.roles.all())
            ]
            for member in gone:
                _note(review, member.pk, None, now, kept=False)
                end(member.pk)
            if gone:
                record(events.LAPSED, actor=review.actor_id, ended=len(gone))
            if not to_review(review):
                AccessReview.objects.filter(pk=review.pk).update(finished_at=now)
        ended += len(gone)
    return ended


def managers(actor_id: int) -> tuple[int, ...]:
    """Users who manage an organisation's people."""
    found = Member.objects.current().filter(actor_id=actor_id, roles__role=Role.ACTOR_MANAGER)
    return tuple(found.order_by("pk").values_list("user_id", flat=True).distinct())


def _unfinished() -> QuerySet[AccessReview]:
    return AccessReview.objects.filter(finished_at__isnull=True).order_by("pk")


def _note(
    review: AccessReview, member_id: int, by: User | None, now: datetime, *, kept: bool
) -> None:
    ReviewedMember.objects.create(review=review, member_id=member_id, kept=kept, at=now, by=by)


def _tell(review: AccessReview, occasion: str) -> None:
    for user in managers(review.actor_id):
        enqueue(
            "access.review",
            to=("user", user),
            about=("review", review.pk),
            dedupe=f"{review.pk}.{occasion}",
        )
