"""Outlines of places as short drawing instructions, coarse enough to send with a page.

Method: equirectangular projection with the parallel at Sweden's middle true to scale. Corners are
moved to a grid; since neighbours share corners, they still meet afterwards. Corners that do not
bend the line, and islands too small to see, are left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Final

MIDDLE_LATITUDE: Final = 62.5
SMALLEST: Final = 6.0
"""Area, in squares of the grid, under which an island is left out."""
_CORNERS: Final = 3

Point = tuple[float, float]
Ring = Sequence[Point]
_Cell = tuple[int, int]


@dataclass(frozen=True)
class Shape:
    """A place on the globe.

    Attributes:
        code: names the place.
        rings: its parts, each a closed line of (longitude, latitude) in degrees; holes are left
            out by whoever reads them.
    """

    code: str
    rings: tuple[Ring, ...]


@dataclass(frozen=True)
class Outline:
    """A place as drawn: ``path`` is what an SVG path takes."""

    code: str
    path: str


@dataclass(frozen=True)
class Drawing:
    """Outlines in a frame of ``width`` by ``height`` squares."""

    width: int
    height: int
    outlines: tuple[Outline, ...]


def draw(shapes: Iterable[Shape], longest: int) -> Drawing:
    """Draw places in a frame that just holds them.

    Args:
        shapes: the places.
        longest: the longer side of the frame, in squares of the grid.

    Raises:
        ValueError: there is nothing to draw.
    """
    flat = [(shape.code, [_flat(ring) for ring in shape.rings]) for shape in shapes]
    points = [point for _, rings in flat for ring in rings for point in ring]
    if not points:
        raise ValueError("there is no shape to draw")
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    scale = longest / (max(right - left, bottom - top) or 1.0)

    def on_grid(ring: Ring) -> list[_Cell]:
        return [(round((x - left) * scale), round((y - top) * scale)) for x, y in ring]

    outlines = tuple(
        Outline(code, _path([on_grid(ring) for ring in rings])) for code, rings in flat
    )
    return Drawing(
        max(round((right - left) * scale), 1), max(round((bottom - top) * scale), 1), outlines
    )


def _flat(ring: Ring) -> list[Point]:
    """Degrees to a plane, y downwards."""
    narrow = cos(radians(MIDDLE_LATITUDE))
    return [(longitude * narrow, -latitude) for longitude, latitude in ring]


def _path(rings: Iterable[list[_Cell]]) -> str:
    kept = sorted((_without_idle(ring) for ring in rings), key=_area, reverse=True)
    shown = [
        ring
        for index, ring in enumerate(kept)
        if len(ring) >= _CORNERS and (index == 0 or _area(ring) >= SMALLEST)
    ]
    return "".join(_instructions(ring) for ring in shown)


def _without_idle(ring: list[_Cell]) -> list[_Cell]:
    """The ring without repeated corners and corners on a straight line, not closed."""
    kept: list[_Cell] = []
    for cell in ring:
        if kept and kept[-1] == cell:
            continue
        while len(kept) > 1 and _straight(kept[-2], kept[-1], cell):
            kept.pop()
        kept.append(cell)
    if len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    return kept


def _straight(first: _Cell, second: _Cell, third: _Cell) -> bool:
    return (second[0] - first[0]) * (third[1] - first[1]) == (third[0] - first[0]) * (
        second[1] - first[1]
    )


def _area(ring: Sequence[_Cell]) -> float:
    following = [*ring[1:], *ring[:1]]
    doubled = sum(
        x * next_y - next_x * y for (x, y), (next_x, next_y) in zip(ring, following, strict=True)
    )
    return abs(doubled) / 2


def _instructions(ring: Sequence[_Cell]) -> str:
    (x, y), *rest = ring
    steps = []
    for next_x, next_y in rest:
        across, down = next_x - x, next_y - y
        steps.append(f"{across}{down}" if down < 0 else f"{across} {down}")
        x, y = next_x, next_y
    joined = "".join(
        step if index == 0 or step.startswith("-") else f" {step}"
        for index, step in enumerate(steps)
    )
    return f"M{ring[0][0]} {ring[0][1]}l{joined}z"
