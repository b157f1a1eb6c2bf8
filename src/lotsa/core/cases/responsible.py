"""Who coordinates a case, so that every case is somebody's.

The nearest first: whoever coordinates the place of the company; where nobody does, or the place is
not known, whoever coordinates the desk that the case came in by; where nobody does that either,
those who coordinate the whole country; and without any of these everyone who coordinates. A case
that somebody nearer has is not shown to those further off, except that the country's see all.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Coordination:
    """What one person, or all together, coordinate.

    Attributes:
        everywhere: the whole country.
        regions: codes of regions (counties).
        municipalities: codes of municipalities.
        actors: keys of the organisations that they work at, for those organisations' desks.
    """

    everywhere: bool = False
    regions: frozenset[str] = frozenset()
    municipalities: frozenset[str] = frozenset()
    actors: frozenset[int] = frozenset()

    def has_place(self, municipality: str, region: str) -> bool:
        """Whether a place, either code empty when not known, is among theirs."""
        return municipality in self.municipalities or region in self.regions

    def has_desk(self, desk: "DeskOf") -> bool:
        """Whether a desk is among theirs: by its territory, or by the organisation behind it."""
        return desk.actor in self.actors or desk.territory in self.regions | self.municipalities


@dataclass(frozen=True)
class DeskOf:
    """The desk that a case came in by: the code of its territory, and its organisation's key."""

    territory: str | None
    actor: int | None


def is_coordinated_by(
    own: Coordination, everyone: Coordination, municipality: str, region: str, desk: DeskOf | None
) -> bool:
    """Whether one who coordinates has a case among theirs.

    Args:
        own: what that person coordinates.
        everyone: what all who coordinate do, that person among them.
        municipality: code of the case's municipality; empty when not known.
        region: code of its region; empty when not known.
        desk: the one it came in by, if any.
    """
    if own.everywhere or own.has_place(municipality, region):
        return True
    if everyone.has_place(municipality, region):
        return False
    if desk is not None and everyone.has_desk(desk):
        return own.has_desk(desk)
    return not everyone.everywhere
