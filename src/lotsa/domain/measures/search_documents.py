"""What a visitor may find a measure by: its names, whose it is, what it is about, how it is applied for."""

from collections.abc import Iterable, Mapping
from typing import Any

from lotsa.core.searching.documents import SearchDocument

KIND_WORDS: Mapping[str, Mapping[str, str]] = {
    "advice": {"sv": "rådgivning", "en": "advice"},
    "export_advice": {"sv": "exportrådgivning", "en": "export advice"},
    "grant": {"sv": "bidrag", "en": "grant"},
    "guarantee": {"sv": "garanti", "en": "guarantee"},
    "income_support": {"sv": "inkomststöd", "en": "income support"},
    "information": {"sv": "information", "en": "information"},
    "innovation_grant": {"sv": "innovationsbidrag", "en": "innovation grant"},
    "legal_procedure": {"sv": "rättsligt förfarande", "en": "legal procedure"},
    "loan": {"sv": "lån", "en": "loan"},
    "matching": {"sv": "matchning", "en": "matching"},
    "municipal_relief": {"sv": "kommunal lättnad", "en": "municipal relief"},
    "municipal_service": {"sv": "kommunal service", "en": "municipal service"},
    "rent_subsidy": {"sv": "hyresstöd", "en": "rent subsidy"},
    "tax_deferral": {"sv": "anstånd med skatt", "en": "tax deferral"},
    "tax_reduction": {"sv": "skattelättnad", "en": "tax reduction"},
    "thesis_rnd": {"sv": "examensarbete och forskning", "en": "thesis work and research"},
    "training": {"sv": "utbildning", "en": "training"},
    "training_grant": {"sv": "utbildningsstöd", "en": "training grant"},
    "wage_support": {"sv": "lönestöd", "en": "wage support"},
}
"""What people call each kind. A kind that is not here is found by its own name, spaces for "_"."""

LANGUAGES = ("sv", "en")
PLANNED_BOOST = 0.9
"""A measure that was only planned stands a little below one that exists."""


def search_documents(
    measures: Iterable[Mapping[str, Any]],
    actors: Iterable[Mapping[str, Any]] = (),
    needs: Iterable[Mapping[str, Any]] = (),
    places: Mapping[str, str] | None = None,
) -> list[SearchDocument]:
    """One document for each measure and language, from catalogue documents as they are in the files.

    Args:
        measures: items of ``measures.yaml``.
        actors: items of ``actors.yaml``, to find measures by provider and handler.
        needs: items of ``needs.yaml``, to find measures by the need they answer.
        places: names of regions and municipalities by code, to find measures by territory.
    """
    actor_names = {actor["id"]: _actor_names(actor) for actor in actors}
    need_by_id = {need["id"]: need for need in needs}
    documents = []
    for measure in measures:
        for language in LANGUAGES:
            document = _document(measure, language, actor_names, need_by_id, places or {})
            if document:
                documents.append(document)
    return documents


def _document(
    measure: Mapping[str, Any],
    language: str,
    actor_names: Mapping[str, tuple[str, ...]],
    needs: Mapping[str, Mapping[str, Any]],
    places: Mapping[str, str],
) -> SearchDocument | None:
    title = _text(measure, "name", language)
    if not title:
        return None
    kind = str(measure.get("kind", ""))
    own_needs = [needs[need] for need in _listed(measure.get("needs")) if need in needs]
    provider = actor_names.get(str(measure.get("provider")), ())
    handlers = [
        name
        for handler in _listed(measure.get("handled_by"))
        for name in actor_names.get(handler, ())
    ]
    aliases = _listed(measure.get("aliases"))
    labels = [
        *provider,
        KIND_WORDS.get(kind, {}).get(language, kind.replace("_", " ")),
        *_place_names(measure.get("territory"), places),
    ]
    windows = [window for window in measure.get("windows") or () if isinstance(window, Mapping)]
    details = [
        *handlers,
        *(_text(need, "name", language) for need in own_needs),
        *(_text(need, "hint", language) for need in own_needs),
        _text(measure, "amount", language),
        _text(measure, "how_to_apply", language),
        *dict.fromkeys(_text(window, "label", language) for window in windows),
    ]
    return SearchDocument(
        key=str(measure["id"]),
        language=language,
        title=title,
        aliases=tuple(aliases) if language == "sv" else (),
        labels=tuple(filter(None, labels)),
        body=_text(measure, "short", language),
        details="\n".join(filter(None, details)),
        boost=PLANNED_BOOST if measure.get("status") == "planned" else 1.0,
    )


def _text(item: Mapping[str, Any], field: str, language: str) -> str:
    return str(item.get(f"{field}_{language}") or "")


def _actor_names(actor: Mapping[str, Any]) -> tuple[str, ...]:
    return (str(actor.get("name") or ""), *_listed(actor.get("aliases")))


def _listed(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, (list, tuple)) else []


def _place_names(territory: Any, places: Mapping[str, str]) -> list[str]:
    if not isinstance(territory, Mapping):
        return []
    codes = [*_listed(territory.get("regions")), *_listed(territory.get("municipalities"))]
    return [places[code] for code in codes if code in places]
