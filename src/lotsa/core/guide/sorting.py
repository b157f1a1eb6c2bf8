"""From verdicts to the lists a company reads: now, decided, maybe, later, one condition away, not.

Each relevant measure stands in exactly one list. Nothing is left out in
silence: what is not possible is listed too, with the reasons.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from lotsa.core.criteria.conditions import Condition, Leaf, Not
from lotsa.core.criteria.logic import Truth
from lotsa.core.criteria.measures import Time
from lotsa.core.criteria.registry import Registry
from lotsa.core.criteria.verdicts import MeasureVerdict, WindowVerdict

PEOPLE_KINDS: Final = frozenset(
    {
        "advice",
        "export_advice",
        "information",
        "legal_procedure",
        "matching",
        "municipal_service",
        "thesis_rnd",
        "training",
    }
)
"""Kinds of measure that are advice, people or knowledge rather than money."""


class Standing(Enum):
    """Where a measure stands for a company."""

    NOW = "now"
    DECIDED = "decided"
    MAYBE = "maybe"
    LATER = "later"
    ONE_AWAY = "one_away"
    NOT = "not"


@dataclass(frozen=True)
class Placed:
    """A measure in its list.

    Attributes:
        verdict: the verdict.
        standing: which list.
        window: the window that puts it there; ``None`` when it has no windows.
        upcoming: windows that open later and are not ruled out, soonest first.
    """

    verdict: MeasureVerdict
    standing: Standing
    window: WindowVerdict | None
    upcoming: tuple[WindowVerdict, ...] = ()

    @property
    def measure_id(self) -> str:
        """The measure's id."""
        return self.verdict.measure.id

    @property
    def about_people(self) -> bool:
        """Is it advice or people rather than money?"""
        return self.verdict.measure.document.get("kind") in PEOPLE_KINDS


def sort_out(
    verdicts: Iterable[MeasureVerdict],
    registry: Registry,
    *,
    needs: Collection[str] = (),
    replaced: Collection[str] = (),
) -> tuple[Placed, ...]:
    """Place every relevant measure in its list, the nearest to act on first.

    Args:
        verdicts: the verdicts of the whole catalogue.
        registry: tells which conditions a company can do something about.
        needs: the company's needs; measures that meet none are left out. Empty means all.
        replaced: measures that a local form stands in for.
    """
    wanted = set(needs)
    placed = [
        place(verdict, registry)
        for verdict in verdicts
        if verdict.measure.id not in replaced
        and (not wanted or wanted & set(verdict.measure.needs))
    ]
    return tuple(sorted(placed, key=_order))


def place(verdict: MeasureVerdict, registry: Registry) -> Placed:
    """The list in which a measure belongs, and the window that puts it there."""
    upcoming = tuple(
        sorted(
            (
                one
                for one in verdict.windows
                if one.time.time is Time.OPENS and one.criteria is not Truth.NO
            ),
            key=lambda one: one.time.opens_on or date.max,
        )
    )
    best = verdict.best
    if verdict.answer is Truth.YES:
        standing = Standing.DECIDED if verdict.decided_by else Standing.NOW
        return Placed(verdict, standing, best, upcoming)
    if verdict.answer is Truth.UNKNOWN:
        manual = _left_to_someone(verdict)
        if manual is not None:
            return Placed(verdict, Standing.DECIDED, manual, upcoming)
        return Placed(verdict, Standing.MAYBE, best, upcoming)
    if upcoming and not verdict.measure.planned:
        return Placed(verdict, Standing.LATER, upcoming[0], upcoming)
    near = None if verdict.measure.planned else _one_away(verdict, registry)
    if near is not None:
        return Placed(verdict, Standing.ONE_AWAY, near)
    return Placed(verdict, Standing.NOT, best)


def _left_to_someone(verdict: MeasureVerdict) -> WindowVerdict | None:
    if verdict.measure.planned:
        return None
    for one in verdict.windows:
        if one.answer is Truth.UNKNOWN and one.only_manual_left and one.time.time is Time.OPEN:
            return one
    return None


def _one_away(verdict: MeasureVerdict, registry: Registry) -> WindowVerdict | None:
    """A window that is not over and where a single condition, one that can change, fails."""
    for one in sorted(verdict.windows, key=lambda one: one.time.opens_on or date.min):
        if one.time.time in {Time.CLOSED, Time.BUDGET_SPENT} or len(one.failed_parts) != 1:
            continue
        if _changeable(one.failed_parts[0], registry):
            return one
    return None


def _changeable(condition: Condition, registry: Registry) -> bool:
    match condition:
        case Leaf():
            return registry.fields[condition.field].changeable
        case Not(child):
            return _changeable(child, registry)
        case _:
            children = getattr(condition, "children", ())
            return any(_changeable(child, registry) for child in children)


_STANDINGS: Final = tuple(Standing)
_LEVELS: Final = ("local", "regional", "national", "eu", "international")


def _order(placed: Placed) -> tuple[int, int, date, int, str]:
    document = placed.verdict.measure.document
    time = placed.window.time if placed.window else None
    due = date.max
    if time is not None:
        due = (time.opens_on if placed.standing is Standing.LATER else time.closes_on) or date.max
    level = document.get("level")
    missing = len(placed.window.missing) if placed.window else 0
    unknown_time = time is not None and time.time is Time.UNKNOWN
    return (
        _STANDINGS.index(placed.standing),
        missing + 100 * unknown_time,
        due,
        _LEVELS.index(level) if level in _LEVELS else len(_LEVELS),
        placed.measure_id,
    )
