"""Measures and organisations as linked data (schema.org), for machines that read the pages."""

import json
from collections.abc import Mapping
from typing import Any, Final

from django.utils.safestring import SafeString

from lotsa.core.criteria.wording import capitalised
from lotsa.domain.actors.selectors import ActorCard
from lotsa.domain.measures.selectors import CurrentCatalogue
from lotsa.usecases.browse.measure import MeasurePage, handler_slugs, web_address
from lotsa.usecases.browse.words import place_name, territory_codes
from lotsa.usecases.guide.wording import in_language

_PUBLIC_BODIES: Final = frozenset({"agency", "county_board", "court", "municipality", "region"})
_ORGANISATIONS: Final[Mapping[str, str]] = {
    **dict.fromkeys(_PUBLIC_BODIES, "GovernmentOrganization"),
    "university": "CollegeOrUniversity",
    "bank": "BankOrCreditUnion",
}
_ESCAPES: Final = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def as_script(document: Mapping[str, Any]) -> SafeString:
    """The document as JSON that cannot end the script element it stands in."""
    text = json.dumps({"@context": "https://schema.org", **document}, ensure_ascii=False)
    return SafeString(text.translate(_ESCAPES))


def measure_data(
    page: MeasurePage, catalogue: CurrentCatalogue, address: str, language: str
) -> dict[str, Any]:
    """A measure as a service.

    Args:
        page: the page it stands on.
        catalogue: names its organisations.
        address: the page's own full address.
        language: of the texts.
    """
    document = page.document
    provider = catalogue.actor_by_slug.get(str(document.get("provider") or ""))
    public = provider is not None and provider.type in _PUBLIC_BODIES
    found: dict[str, Any] = {
        "@type": _service_type(str(document.get("kind") or ""), public=public),
        "@id": address,
        "url": address,
        "name": page.name,
        "description": page.short,
        "serviceType": page.kind,
        "areaServed": _areas(document.get("territory"), language),
        "audience": {"@type": "BusinessAudience", "name": _companies(language)},
    }
    if aliases := [str(one) for one in document.get("aliases") or ()]:
        found["alternateName"] = aliases
    if provider is not None:
        found["provider"] = _organisation(provider)
    if public and found["@type"] == "GovernmentService":
        handlers = [catalogue.actor_by_slug.get(slug) for slug in handler_slugs(document)]
        if operators := [_organisation(actor) for actor in handlers if actor is not None]:
            found["serviceOperator"] = operators
    if page.address:
        found["availableChannel"] = {
            "@type": "ServiceChannel",
            "serviceUrl": page.address,
            "availableLanguage": "sv",
        }
    if offers := _offers(page):
        found["offers"] = offers
    return found


def actor_data(
    actor: ActorCard, competences: tuple[str, ...], address: str, language: str
) -> dict[str, Any]:
    """An organisation of the support system."""
    found = {
        **_organisation(actor),
        "@id": address,
        "areaServed": _areas(actor.document.get("territory"), language),
    }
    if competences:
        found["knowsAbout"] = list(competences)
    if actor.languages:
        found["knowsLanguage"] = list(actor.languages)
    if aliases := [str(one) for one in actor.document.get("aliases") or ()]:
        found["alternateName"] = aliases
    note = in_language(actor.document, "note", language)
    if note:
        found["description"] = note
    return found


def _service_type(kind: str, *, public: bool) -> str:
    if kind == "loan":
        return "LoanOrCredit"
    if kind == "guarantee":
        return "FinancialProduct"
    return "GovernmentService" if public else "Service"


def _organisation(actor: ActorCard) -> dict[str, Any]:
    found = {"@type": _ORGANISATIONS.get(actor.type, "Organization"), "name": actor.name}
    if website := web_address(actor.website):
        found["url"] = website
    return found


def _areas(territory: Any, language: str) -> Any:
    codes = territory_codes(territory)
    if not codes:
        return {
            "@type": "Country",
            "name": capitalised("Sverige" if language == "sv" else "Sweden"),
        }
    areas = [{"@type": "AdministrativeArea", "name": place_name(code, language)} for code in codes]
    return areas[0] if len(areas) == 1 else areas


def _companies(language: str) -> str:
    return "Företag" if language == "sv" else "Companies"


def _offers(page: MeasurePage) -> list[dict[str, Any]]:
    """The periods of application whose days are known."""
    offers = []
    for row in page.windows:
        if row.first is None and row.last is None:
            continue
        offer: dict[str, Any] = {"@type": "Offer", "name": row.label}
        if row.first is not None:
            offer["availabilityStarts"] = row.first.isoformat()
        if row.last is not None:
            offer["availabilityEnds"] = row.last.isoformat()
        offers.append(offer)
    return offers
