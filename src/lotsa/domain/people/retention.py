"""A user stays while at work here, and is emptied when gone; see `usecases.staff`."""

from lotsa.foundation.retention.registry import How, Keep, declare

_AFTER_LEAVING = 365

declare(
    "people.User",
    personal={
        "name": Keep(days=_AFTER_LEAVING, since="left_at", how=How.BLANK),
        "phone": Keep(days=0, since="left_at", how=How.BLANK),
    },
    not_personal=(
        "id",
        "public_id",
        "email",
        "password",
        "last_login",
        "language",
        "is_active",
        "is_demo",
        "created_at",
        "last_seen_on",
        "left_at",
    ),
)
declare(
    "people.ActingFor",
    personal={"reason": Keep(days=730, since="started_at")},
    not_personal=("id", "by", "user", "started_at", "ends_at", "ended_at"),
)
