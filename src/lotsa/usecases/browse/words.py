"""Names of kinds, levels, states, organisations and territories, as a visitor reads them."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from lotsa.core.browsing.states import State
from lotsa.core.criteria.measures import Time
from lotsa.core.criteria.wording import each
from lotsa.foundation.reference import Place, places
from lotsa.foundation.ui.components import Tone

Words = Mapping[str, str | Promise]

KINDS: Final[Words] = {
    "advice": lazy("Advice"),
    "export_advice": lazy("Export advice"),
    "grant": lazy("Grant"),
    "guarantee": lazy("Loan guarantee"),
    "income_support": lazy("Income support"),
    "information": lazy("Information"),
    "innovation_grant": lazy("Innovation grant"),
    "legal_procedure": lazy("Legal procedure"),
    "loan": lazy("Loan"),
    "matching": lazy("Matching"),
    "municipal_relief": lazy("Relief from the municipality"),
    "municipal_service": lazy("Service from the municipality"),
    "rent_subsidy": lazy("Rent support"),
    "tax_deferral": lazy("Later payment of tax"),
    "tax_reduction": lazy("Lower taxes and charges"),
    "thesis_rnd": lazy("Thesis work and research"),
    "training": lazy("Training"),
    "training_grant": lazy("Grant for training"),
    "wage_support": lazy("Support for wages"),
}
"""Every kind of measure in words."""

KIND_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "grants": ("grant", "rent_subsidy", "innovation_grant", "income_support"),
    "loans": ("loan", "guarantee"),
    "taxes": ("tax_deferral", "tax_reduction", "municipal_relief"),
    "staff": ("wage_support", "matching"),
    "learning": ("training", "training_grant", "thesis_rnd"),
    "advice": ("advice", "export_advice", "information", "municipal_service", "legal_procedure"),
}
"""The kinds, few enough to choose among."""

KIND_GROUP_NAMES: Final[Words] = {
    "grants": lazy("Grants"),
    "loans": lazy("Loans and guarantees"),
    "taxes": lazy("Taxes and charges"),
    "staff": lazy("Wages and staff"),
    "learning": lazy("Training and development"),
    "advice": lazy("Advice and information"),
}

LEVELS: Final[Words] = {
    "local": lazy("Local"),
    "regional": lazy("Regional"),
    "national": lazy("National"),
    "eu": lazy("EU"),
    "international": lazy("International"),
}

PHASES: Final[Words] = {
    "crisis": lazy("Crisis support"),
    "ordinary": lazy("Ordinary support"),
}

ABOUT: Final[Words] = {
    "money": lazy("Money"),
    "people": lazy("Advice and people"),
}

STATES: Final[Words] = {
    State.OPEN.value: lazy("Open now"),
    State.LATER.value: lazy("Opens later"),
    State.UNKNOWN.value: lazy("Not known if it is open"),
    State.CLOSED.value: lazy("Closed"),
}

WINDOW_STATES: Final[Mapping[Time, tuple[str | Promise, Tone]]] = {
    Time.OPEN: (lazy("Open"), "yes"),
    Time.OPENS: (lazy("Opens later"), "later"),
    Time.UNKNOWN: (lazy("Not known"), "ask"),
    Time.BUDGET_SPENT: (lazy("No money left"), "no"),
    Time.CLOSED: (lazy("Closed"), "no"),
}

STATE_TONES: Final[Mapping[State, Tone]] = {
    State.OPEN: "yes",
    State.LATER: "later",
    State.UNKNOWN: "ask",
    State.CLOSED: "no",
}

SOURCES: Final[Words] = {
    "law": lazy("Law or ordinance"),
    "page": lazy("Web page"),
    "seed": lazy("Document from the time"),
    "own_knowledge": lazy("Own knowledge, not checked against a source"),
}

ACTOR_TYPES: Final[Words] = {
    "advice_centre": lazy("Advice centre"),
    "agency": lazy("Government agency"),
    "almi": lazy("Almi company"),
    "bank": lazy("Bank"),
    "business_region": lazy("Business development company"),
    "chamber": lazy("Chamber of commerce"),
    "county_board": lazy("County administrative board"),
    "court": lazy("Court"),
    "eu_network": lazy("European network"),
    "export_promotion": lazy("Export promotion"),
    "incubator": lazy("Incubator"),
    "industry_centre": lazy("Industry centre"),
    "information_service": lazy("Information service"),
    "iuc": lazy("Industrial development centre"),
    "matching_platform": lazy("Matching service"),
    "municipality": lazy("Municipality"),
    "network": lazy("Network"),
    "newstart_centre": lazy("Centre for new businesses"),
    "partnership": lazy("Partnership"),
    "region": lazy("Regional authority"),
    "science_park": lazy("Science park"),
    "tourism": lazy("Tourism organisation"),
    "trade_org": lazy("Trade organisation"),
    "training_centre": lazy("Training centre"),
    "unemployment_fund": lazy("Unemployment insurance fund"),
    "university": lazy("University"),
}


def named(words: Words, key: Any) -> str:
    """The words for ``key``; a key from another catalogue's list is shown as it is written."""
    found = words.get(str(key))
    return str(found) if found is not None else str(key or "").replace("_", " ")


def group_of(kind: str) -> str:
    """The group a kind belongs to, else the kind itself."""
    return next((group for group, kinds in KIND_GROUPS.items() if kind in kinds), kind)


def place_name(code: str, language: str) -> str:
    """A county's or municipality's full name, else its code."""
    place = _by_code().get(code)
    if place is None:
        return code
    return place.full_name_sv if language == "sv" else place.name_en


def short_place_name(code: str, language: str) -> str:
    """A municipality's name without its kind, a county's in full."""
    place = _by_code().get(code)
    if place is None:
        return code
    return place.name_sv if place.kind == "municipality" else place_name(code, language)


def territory_words(territory: Any, language: str) -> str:
    """Where something holds, in words."""
    if isinstance(territory, str):
        return _("The whole of Sweden") if territory == "SE" else territory
    codes = territory_codes(territory)
    return each([place_name(code, language) for code in codes], language)


def territory_codes(territory: Any) -> tuple[str, ...]:
    """The county and municipality codes of a territory; none when it is the whole country."""
    if not isinstance(territory, Mapping):
        return ()
    return (*_texts(territory.get("regions")), *_texts(territory.get("municipalities")))


def _texts(value: Any) -> Iterable[str]:
    return (str(one) for one in value) if isinstance(value, list | tuple) else ()


@cache
def _by_code() -> Mapping[str, Place]:
    return {place.code: place for place in places()}
