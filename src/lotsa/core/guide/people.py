"""Which organisations a company should talk with, the nearest first."""

from collections.abc import Collection, Iterable
from typing import Final, Protocol, TypeVar

_NOT_ADVISERS: Final = frozenset(
    {"agency", "county_board", "court", "trade_org", "unemployment_fund"}
)
"""Kinds of organisation that decide or speak for others rather than advise one company."""


class Helper(Protocol):
    """What matters of an organisation when someone is to talk with it."""

    @property
    def type(self) -> str:
        """Kind of organisation."""

    @property
    def country_wide(self) -> bool:
        """Whether it serves the whole country."""

    @property
    def municipalities(self) -> Collection[str]:
        """Codes of the municipalities it serves."""

    @property
    def competences(self) -> Collection[str]:
        """Ids of the need areas it can help with."""


AnyHelper = TypeVar("AnyHelper", bound=Helper)


def advisers_first(
    helpers: Iterable[AnyHelper], needs: Collection[str], municipalities: Collection[str]
) -> tuple[AnyHelper, ...]:
    """Those that advise companies: local before regional before national, then by needs met.

    Args:
        helpers: organisations that serve the place; their order is kept where all else is equal.
        needs: ids of the company's needs.
        municipalities: codes of where it is.
    """
    advising = [one for one in helpers if one.type not in _NOT_ADVISERS]
    return tuple(
        sorted(
            advising,
            key=lambda one: (
                one.country_wide,
                not set(one.municipalities) & set(municipalities),
                -len(set(one.competences) & set(needs)),
            ),
        )
    )
