"""Where a team works, where a company lies, and whether the one covers the other."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from lotsa.core.criteria.company import Resolver
from lotsa.core.criteria.logic import Truth
from lotsa.core.criteria.registry import Registry
from lotsa.core.criteria.trees import CodeTree
from lotsa.core.criteria.values import Codes

MUNICIPALITY: Final = "municipality"
REGION: Final = "region"
"""The facts that tell where a company lies."""


class Level(IntEnum):
    """How specific the place is by which a team covers a company; the greater, the nearer."""

    COUNTRY = 0
    REGION = 1
    MUNICIPALITY = 2


@dataclass(frozen=True)
class Territory:
    """Where a team works.

    Attributes:
        national: the whole country; the lists then say nothing more.
        regions: county codes, two digits.
        municipalities: municipality codes, four digits.
    """

    national: bool = False
    regions: frozenset[str] = frozenset()
    municipalities: frozenset[str] = frozenset()

    @staticmethod
    def of(regions: Iterable[str] = (), municipalities: Iterable[str] = ()) -> "Territory":
        """The territory of some regions and municipalities."""
        return Territory(regions=frozenset(regions), municipalities=frozenset(municipalities))


NATIONAL: Final = Territory(national=True)


@dataclass(frozen=True)
class Places:
    """Where a company lies, as far as it is known; a company may have several places.

    Attributes:
        municipalities: the municipalities that are known.
        regions: every region it lies in, those of the municipalities included.
        coarse: the regions of which only the region is known.
        astray: a municipality is known whose region nobody can tell.
        tree: the tree of places, when it is at hand.
    """

    municipalities: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    coarse: tuple[str, ...] = ()
    astray: bool = False
    tree: CodeTree | None = None

    @property
    def known(self) -> bool:
        """Is anything known of where the company lies?"""
        return bool(self.municipalities or self.regions)

    @property
    def named(self) -> tuple[str, ...]:
        """The finest codes known, to be named in a sentence."""
        return (*self.municipalities, *self.coarse)


@dataclass(frozen=True)
class Coverage:
    """Whether a territory covers a company.

    Attributes:
        truth: yes, no, or unknown where the company must be asked.
        level: how near, when the answer is yes or may become yes; else ``None``.
        codes: the places by which it does or may.
    """

    truth: Truth
    level: Level | None = None
    codes: tuple[str, ...] = ()


OUTSIDE: Final = Coverage(Truth.NO)


def places_of(resolver: Resolver, registry: Registry) -> Places:
    """Where the company lies, from its facts ``municipality`` and ``region``."""
    tree = registry.tree_of(MUNICIPALITY) or registry.tree_of(REGION)
    told = _codes(resolver, MUNICIPALITY)
    municipalities = tuple(
        code for code in told if tree is None or code not in tree or tree.is_leaf(code)
    )
    parents = [tree.parent(code) if tree is not None else None for code in municipalities]
    above = tuple(dict.fromkeys(parent for parent in parents if parent is not None))
    whole = (code for code in told if code not in municipalities)
    regions = tuple(dict.fromkeys((*above, *whole, *_codes(resolver, REGION))))
    # Without a tree nobody can tell which municipality a region belongs to: if both are
    # given, they are taken to be about the same place.
    coarse = tuple(
        code for code in regions if code not in above and (tree is not None or not municipalities)
    )
    astray = None in parents and (tree is not None or not regions)
    return Places(municipalities, regions, coarse, astray, tree)


def _codes(resolver: Resolver, field: str) -> tuple[str, ...]:
    value = resolver.value(field)
    return value.codes if isinstance(value, Codes) else ()


def cover(territory: Territory | None, places: Places) -> Coverage:
    """Whether ``territory`` covers the company; one of its places is enough.

    The nearest place decides the level. A company of which only the region is known may lie
    in a municipality of it; a territory that is not stated may cover anything.
    """
    if territory is None:
        return Coverage(Truth.UNKNOWN)
    if territory.national:
        return Coverage(Truth.YES, Level.COUNTRY)
    if not places.known:
        level = Level.MUNICIPALITY if territory.municipalities else Level.REGION
        return Coverage(Truth.UNKNOWN, level)
    exact = tuple(code for code in places.municipalities if code in territory.municipalities)
    if exact:
        return Coverage(Truth.YES, Level.MUNICIPALITY, exact)
    regions = tuple(code for code in places.regions if code in territory.regions)
    if regions:
        return Coverage(Truth.YES, Level.REGION, regions)
    return _perhaps(territory, places)


def _perhaps(territory: Territory, places: Places) -> Coverage:
    inside: list[str] = []
    for region in places.coarse:
        if places.tree is None:
            inside.extend(sorted(territory.municipalities))
            continue
        under = places.tree.leaves(region)
        listed = under & territory.municipalities
        if listed and listed == under:
            return Coverage(Truth.YES, Level.MUNICIPALITY, (region,))
        inside.extend(sorted(listed))
    if inside:
        return Coverage(Truth.UNKNOWN, Level.MUNICIPALITY, tuple(dict.fromkeys(inside)))
    if places.astray and territory.regions:
        return Coverage(Truth.UNKNOWN, Level.REGION, tuple(sorted(territory.regions)))
    return OUTSIDE
