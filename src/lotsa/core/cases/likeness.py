"""Whether a case that comes in has come in before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

REPEAT_WITHIN: Final = timedelta(days=180)
"""A company that comes back later than this comes with something new."""


class Likeness(StrEnum):
    """How an earlier case is like this one."""

    DUPLICATE = "duplicate"
    REPEAT = "repeat"


class Shared(StrEnum):
    """What two cases have in common, the most telling first."""

    COMPANY = "company"
    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"


@dataclass(frozen=True)
class Told:
    """What tells one case from another.

    Attributes:
        key: of the case.
        company: key of the company, when its number is known.
        email, phone, name: as they are kept; empty when not told.
        needs: ids of the need areas.
        is_open: nobody has closed it.
        at: when it came in.
    """

    key: int
    company: int | None
    email: str
    phone: str
    name: str
    needs: frozenset[str]
    is_open: bool
    at: datetime


@dataclass(frozen=True)
class Like:
    """An earlier case that is like this one.

    Attributes:
        key: of the earlier case.
        likeness: a duplicate is open and may be the same matter; a repeat is a closed one.
        shared: what they have in common.
        same_needs: they are about the same things, or one of them names none.
    """

    key: int
    likeness: Likeness
    shared: tuple[Shared, ...]
    same_needs: bool


def likes(case: Told, others: Iterable[Told]) -> tuple[Like, ...]:
    """The cases like this one, duplicates first, then those that share the most telling things.

    Two different known companies are never the same matter, whoever writes for them: an accountant
    may ask for many.
    """
    found = [like for other in others if (like := _like(case, other)) is not None]
    order = list(Shared)
    return tuple(
        sorted(
            found,
            key=lambda like: (
                like.likeness is not Likeness.DUPLICATE,
                not like.same_needs,
                [order.index(one) for one in like.shared],
                -like.key,
            ),
        )
    )


def _like(case: Told, other: Told) -> Like | None:
    if case.key == other.key:
        return None
    if case.company and other.company and case.company != other.company:
        return None
    shared = tuple(
        what
        for what, same in (
            (Shared.COMPANY, case.company is not None and case.company == other.company),
            (Shared.EMAIL, bool(case.email) and case.email == other.email),
            (Shared.PHONE, bool(case.phone) and case.phone == other.phone),
            (Shared.NAME, bool(case.name) and case.name.casefold() == other.name.casefold()),
        )
        if same
    )
    if not shared:
        return None
    if not other.is_open and abs(case.at - other.at) > REPEAT_WITHIN:
        return None
    same_needs = not case.needs or not other.needs or bool(case.needs & other.needs)
    likeness = Likeness.DUPLICATE if other.is_open else Likeness.REPEAT
    return Like(other.key, likeness, shared, same_needs)
