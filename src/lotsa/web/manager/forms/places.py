"""Where somebody works: the choice of a territory, without script."""

from dataclasses import dataclass, field
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from lotsa.core.directory.places import COUNTRY, Area, code_of
from lotsa.foundation.reference import trees
from lotsa.foundation.ui.components import Fault

FOLLOW: Final = "follow"
ALL: Final = "country"
SOME: Final = "places"


@dataclass(frozen=True)
class Town:
    """A municipality to tick."""

    code: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class County:
    """A region to tick, with its municipalities in a fold."""

    code: str
    name: str
    chosen: bool
    towns: tuple[Town, ...]

    @property
    def some(self) -> int:
        """How many of its municipalities are chosen."""
        return sum(town.chosen for town in self.towns)


@dataclass
class TerritoryForm:
    """One choice of three; places are ticked in the list or written by name.

    Attributes:
        language: of the names.
        how: follow, the whole country, or places.
        codes: the places ticked.
        names: places written by name, separated by commas.
        errors: what to do, by the id of the control.
    """

    language: str
    how: str = FOLLOW
    codes: frozenset[str] = frozenset()
    names: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def shown(raw: Any, language: str) -> "TerritoryForm":
        """The form over what is kept."""
        area = Area.of(raw)
        if area is None:
            return TerritoryForm(language)
        return TerritoryForm(language, ALL if area.country else SOME, frozenset(area.codes))

    @staticmethod
    def posted(post: QueryDict, language: str) -> "TerritoryForm":
        """The form as it was sent, checked."""
        places = trees()["places"]
        how = post.get("how", "")
        codes = {code for code in post.getlist("places") if code in places}
        form = TerritoryForm(language, how, frozenset(codes), post.get("names", "")[:2000])
        if how not in {FOLLOW, ALL, SOME}:
            form.how = FOLLOW
            form.errors["id_how"] = _("Choose where you work.")
        if how == SOME:
            form._read_names()
        return form

    def _read_names(self) -> None:
        places = trees()["places"]
        found = set(self.codes)
        for name in (one.strip() for one in self.names.split(",")):
            code = code_of(name, places) if name else ""
            if code is None:
                told = _("We do not know the place “%(name)s”. Check the spelling.")
                self.errors["id_names"] = told % {"name": name[:80]}
            elif code:
                found.add(code)
        self.codes = frozenset(found)
        if not found and not self.errors:
            self.errors["id_how"] = _("Choose at least one region or municipality.")

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The errors, for the summary at the top of the page."""
        return tuple(Fault(where, told) for where, told in self.errors.items())

    @property
    def value(self) -> Any:
        """The territory to keep; None follows the organisation."""
        if self.how == ALL:
            return COUNTRY
        area = Area.chosen(self.codes, trees()["places"]) if self.how == SOME else None
        return area.kept() if area else None

    @property
    def counties(self) -> tuple[County, ...]:
        """Every region with its municipalities, by name."""
        places = trees()["places"]
        chosen = self.codes
        towns: dict[str | None, list[Town]] = {}
        for code in places.parents:
            if places.is_leaf(code):
                town = Town(code, places.label(code, self.language), code in chosen)
                towns.setdefault(places.parent(code), []).append(town)
        return tuple(
            County(
                code,
                places.label(code, self.language),
                code in chosen,
                tuple(sorted(towns.get(code, ()), key=lambda town: town.name)),
            )
            for code in sorted(places.parents)
            if not places.is_leaf(code)
        )
