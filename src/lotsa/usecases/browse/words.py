"""Names of kinds, levels, states, organisations and territories, as a visitor reads them."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotsa.core.browsing.states import State
from lotsa.core.criteria.measures import Time
from lotsa.core.criteria.wording import each
from lotsa.foundation.reference import Place, places
from lotsa.foundation.ui.components import Tone

Words = Mapping[str, str | Promise]

KINDS: Final[Words] = {
    "advice": gettext_lazy("Advice"),
    "export_advice": gettext_lazy("Export advice"),
    "grant": gettext_lazy("Grant"),
    "guarantee": gettext_lazy("Loan guarantee"),
    "income_support": gettext_lazy("Income support"),
    "information": gettext_lazy("Information"),
    "innovation_grant": gettext_lazy("Innovation grant"),
    "legal_procedure": gettext_lazy("Legal procedure"),
    "loan": gettext_lazy("Loan"),
    "matching": gettext_lazy("Matching"),
    "municipal_relief": gettext_lazy("Relief from the municipality"),
    "municipal_service": gettext_lazy("Service from the municipality"),
    "rent_subsidy": gettext_lazy("Rent support"),
    "tax_deferral": gettext_lazy("Later payment of tax"),
    "tax_reduction": gettext_lazy("Lower taxes and charges"),
    "thesis_rnd": gettext_lazy("Thesis work and research"),
    "training": gettext_lazy("Training"),
    "training_grant": gettext_lazy("Grant for training"),
    "wage_support": gettext_lazy("Support for wages"),
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
    "grants": gettext_lazy("Grants"),
    "loans": gettext_lazy("Loans and guarantees"),
    "taxes": gettext_lazy("Taxes and charges"),
    "staff": gettext_lazy("Wages and staff"),
    "learning": gettext_lazy("Training and development"),
    "advice": gettext_lazy("Advice and information"),
}

LEVELS: Final[Words] = {
    "local": gettext_lazy("Local"),
    "regional": gettext_lazy("Regional"),
    "national": gettext_lazy("National"),
    "eu": gettext_lazy("EU"),
    "international": gettext_lazy("International"),
}

PHASES: Final[Words] = {
    "crisis": gettext_lazy("Crisis support"),
    "ordinary": gettext_lazy("Ordinary support"),
}

ABOUT: Final[Words] = {
    "money": gettext_lazy("Money"),
    "people": gettext_lazy("Advice and people"),
}

STATES: Final[Words] = {
    State.OPEN.value: gettext_lazy("Open now"),
    State.LATER.value: gettext_lazy("Opens later"),
    State.UNKNOWN.value: gettext_lazy("Not known if it is open"),
    State.CLOSED.value: gettext_lazy("Closed"),
}

WINDOW_STATES: Final[Mapping[Time, tuple[str | Promise, Tone]]] = {
    Time.OPEN: (gettext_lazy("Open"), "yes"),
    Time.OPENS: (gettext_lazy("Opens later"), "later"),
    Time.UNKNOWN: (gettext_lazy("Not known"), "ask"),
    Time.BUDGET_SPENT: (gettext_lazy("No money left"), "no"),
    Time.CLOSED: (gettext_lazy("Closed"), "no"),
}

STATE_TONES: Final[Mapping[State, Tone]] = {
    State.OPEN: "yes",
    State.LATER: "later",
    State.UNKNOWN: "ask",
    State.CLOSED: "no",
}

SOURCES: Final[Words] = {
    "law": gettext_lazy("Law or ordinance"),
    "page": gettext_lazy("Web page"),
    "seed": gettext_lazy("Document from the time"),
    "own_knowledge": gettext_lazy("Own knowledge, not checked against a source"),
}

ACTOR_TYPES: Final[Words] = {
    "advice_centre": gettext_lazy("Advice centre"),
    "agency": gettext_lazy("Government agency"),
    "almi": gettext_lazy("Almi company"),
    "bank": gettext_lazy("Bank"),
    "business_region": gettext_lazy("Business development company"),
    "chamber": gettext_lazy("Chamber of commerce"),
    "county_board": gettext_lazy("County administrative board"),
    "court": gettext_lazy("Court"),
    "eu_network": gettext_lazy("European network"),
    "export_promotion": gettext_lazy("Export promotion"),
    "incubator": gettext_lazy("Incubator"),
    "industry_centre": gettext_lazy("Industry centre"),
    "information_service": gettext_lazy("Information service"),
    "iuc": gettext_lazy("Industrial development centre"),
    "matching_platform": gettext_lazy("Matching service"),
    "municipality": gettext_lazy("Municipality"),
    "network": gettext_lazy("Network"),
    "newstart_centre": gettext_lazy("Centre for new businesses"),
    "partnership": gettext_lazy("Partnership"),
    "region": gettext_lazy("Regional authority"),
    "science_park": gettext_lazy("Science park"),
    "tourism": gettext_lazy("Tourism organisation"),
    "trade_org": gettext_lazy("Trade organisation"),
    "training_centre": gettext_lazy("Training centre"),
    "unemployment_fund": gettext_lazy("Unemployment insurance fund"),
    "university": gettext_lazy("University"),
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
