"""Territories as they are kept, in words and the other way round.

A territory is a country code, or ``{"regions": […], "municipalities": […]}`` with official codes;
None is not stated.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from lotsa.core.criteria.trees import CodeTree
from lotsa.core.criteria.wording import each
from lotsa.core.guide.industries import fold

COUNTRY: Final = "SE"
_COUNTRY_WORDS: Final = {"sv": "Hela Sverige", "en": "All of Sweden"}
_COUNTRY_NAMES: Final = frozenset({"se", "sverige", "sweden", "hela sverige", "all of sweden"})
_SUFFIXES: Final = (" lans", " lan", " kommuns", " kommun", " county", " municipality", " stad")


@dataclass(frozen=True)
class Area:
    """A territory by its codes.

    Attributes:
        country: the whole country; the lists then say nothing more.
        regions: codes of counties.
        municipalities: codes of municipalities.
    """

    country: bool = False
    regions: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()

    @staticmethod
    def of(raw: Any) -> "Area | None":
        """The territory that is kept; None when none is stated."""
        if isinstance(raw, str) and raw:
            return Area(country=True)
        if not isinstance(raw, Mapping):
            return None
        regions = tuple(sorted(str(one) for one in raw.get("regions") or ()))
        towns = tuple(sorted(str(one) for one in raw.get("municipalities") or ()))
        return Area(regions=regions, municipalities=towns) if regions or towns else None

    @staticmethod
    def chosen(codes: Iterable[str], tree: CodeTree) -> "Area | None":
        """The territory of some codes; a municipality of a region that is there too is left out.

        Args:
            codes: of the tree, or the country's.
            tree: the places.
        """
        wanted = set(codes)
        if COUNTRY in wanted:
            return Area(country=True)
        regions = {code for code in wanted if code in tree and not tree.is_leaf(code)}
        towns = {code for code in wanted - regions if tree.parent(code) not in regions}
        found = Area(regions=tuple(sorted(regions)), municipalities=tuple(sorted(towns)))
        return found if regions or towns else None

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code, the country's when it is the whole of it."""
        return (COUNTRY,) if self.country else (*self.regions, *self.municipalities)

    def kept(self) -> str | dict[str, list[str]]:
        """The territory as it is kept."""
        if self.country:
            return COUNTRY
        return {"regions": list(self.regions), "municipalities": list(self.municipalities)}

    def covers(self, municipality: str, region: str) -> bool:
        """Whether a municipality lies in it."""
        return self.country or municipality in self.municipalities or region in self.regions

    def within(
        self, regions: Collection[str], municipalities: Collection[str], tree: CodeTree
    ) -> bool:
        """Whether all of it lies inside some regions and municipalities."""
        if self.country:
            return False
        return all(
            code in regions or tree.leaves(code) <= set(municipalities) for code in self.regions
        ) and all(
            code in municipalities or tree.parent(code) in regions for code in self.municipalities
        )

    def words(self, tree: CodeTree, language: str) -> str:
        """The territory in words: "Södermanlands län och Köping"."""
        if self.country:
            return _COUNTRY_WORDS["sv" if language == "sv" else "en"]
        return each([tree.label(code, language) for code in self.codes], language)


def code_of(name: str, tree: CodeTree) -> str | None:
    """The code of a place by its code or its name in any language, or None.

    A name that a region and a municipality share means the municipality, unless the word for a
    county stands there too.
    """
    wanted = fold(name.strip())
    if name.strip() in tree:
        return name.strip()
    if wanted in _COUNTRY_NAMES:
        return COUNTRY
    found = _by_name(tree).get(wanted)
    if found is None:
        for suffix in _SUFFIXES:
            if wanted.endswith(suffix):
                found = _by_name(tree).get(wanted.removesuffix(suffix))
                break
    return found


@lru_cache(maxsize=4)
def _by_name(tree: CodeTree) -> Mapping[str, str]:
    found: dict[str, str] = {}
    # Regions first, so that a municipality of the same name goes before.
    for code in sorted(tree.parents, key=lambda one: (tree.is_leaf(one), one)):
        for label in tree.labels.get(code, {}).values():
            found[fold(label)] = code
    return found
