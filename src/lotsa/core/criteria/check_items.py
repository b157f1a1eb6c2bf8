"""Checks the items beside the rules: facts, need areas, actors, and the plain keys of measures."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, Final

from lotsa.core.catalogue.files import ITEMS, Catalogue
from lotsa.core.catalogue.versions import day
from lotsa.core.criteria.check_report import Place, Report, hints
from lotsa.core.criteria.derivations import parse_derivation
from lotsa.core.criteria.faults import CatalogueFault
from lotsa.core.criteria.registry import DEFAULT_OPERATORS, OPERATORS
from lotsa.core.criteria.trees import CodeTree

_WANTED: Final[Mapping[str, tuple[str, str]]] = {
    "text": ("text", "text"),
    "texts": ("en lista med texter", "a list of texts"),
    "bool": ("true eller false", "true or false"),
    "whole": ("ett heltal från 1", "a whole number from 1"),
    "rows": ("en lista med uppsättningar nycklar", "a list of mappings"),
    "phrases": (
        "en uppsättning nycklar med var sin text",
        "a mapping of keys to texts",
    ),
    "territory": (
        "en landskod eller {regions, municipalities}",
        "a country code or {regions, municipalities}",
    ),
}
_TESTS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "text": lambda value: isinstance(value, str),
    "texts": lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value),
    "bool": lambda value: isinstance(value, bool),
    "whole": lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= 1,
    "rows": lambda value: isinstance(value, list) and all(isinstance(one, dict) for one in value),
    "phrases": lambda value: (
        isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
    ),
    "territory": lambda value: isinstance(value, str | dict),
}
MEASURE_KEYS: Final[Mapping[str, str]] = {
    "version": "whole",
    "parent": "text",
    "aliases": "texts",
    "provider": "text",
    "handled_by": "texts",
    "level": "text",
    "territory": "territory",
    "territory_is_condition": "bool",
    "kind": "text",
    "phase": "text",
    "status": "text",
    "needs": "texts",
    "criteria_subject": "text",
    "discretionary": "bool",
    "windows": "rows",
    "amendments": "rows",
    "not_combined_with": "texts",
    "not_to_be_confused_with": "rows",
    "sources": "rows",
    "uncertain": "texts",
    "url": "text",
    "certainty": "text",
    "note": "text",
}
WINDOW_KEYS: Final[Mapping[str, str]] = {
    "open_ended": "bool",
    "known_open": "rows",
    "date_basis": "text",
    "certainty": "text",
    "note": "text",
}
_FIELD_KEYS: Final[Mapping[str, str]] = {
    "ops": "texts",
    "unit": "text",
    "phrases_sv": "phrases",
    "phrases_en": "phrases",
    "tree": "text",
    "per_window": "bool",
    "changeable": "bool",
    "sensitive": "bool",
}
_ACTOR_KEYS: Final[Mapping[str, str]] = {
    "name": "text",
    "type": "text",
    "territory": "territory",
    "competences": "texts",
    "languages": "texts",
    "website": "text",
}


def check_keys(row: Mapping[str, Any], keys: Mapping[str, str], path: str, place: Place) -> None:
    """Add a fault for each key of ``row`` with a value of the wrong kind; null is left alone."""
    for key, value in row.items():
        kind = keys.get(key) or ("text" if key.endswith(("_sv", "_en")) else None)
        if value is None or kind is None or _TESTS[kind](value):
            continue
        wanted_sv, wanted_en = _WANTED[kind]
        place.error(
            inside(path, key), "wrong-type", key=key, wanted_sv=wanted_sv, wanted_en=wanted_en
        )


def inside(path: str, key: str) -> str:
    """Return the path of ``key`` under ``path``."""
    return f"{path}.{key}" if path else key


def check_day(row: Mapping[str, Any], key: str, path: str, place: Place) -> date | None:
    """Return the date under ``key``, with a fault when something else stands there."""
    value = row.get(key)
    found = day(value)
    if value is not None and found is None:
        place.error(inside(path, key), "wrong-date", key=key)
    return found


def check_sentences(
    row: Mapping[str, Any],
    names: Collection[str],
    languages: Collection[str],
    place: Place,
    path: str = "",
) -> None:
    """Add a fault for each text of ``names`` that is not written in each language."""
    for name in names:
        for language in languages:
            key = f"{name}_{language}"
            value = row.get(key)
            if value is None or (isinstance(value, str) and not value.strip()):
                place.error(inside(path, key), "missing-sentence", key=key, language=language)


def check_known(
    names: Any, known: Collection[str] | None, code: str, path: str, place: Place
) -> None:
    """Add a fault for each of ``names`` (one text or a list) that is not among ``known``.

    Nothing is checked when ``known`` is None: the catalogue then has no such file.
    """
    if known is None or names is None:
        return
    listed = names if isinstance(names, list) else [names]
    for index, name in enumerate(listed):
        if isinstance(name, str) and name not in known:
            at = f"{path}[{index}]" if isinstance(names, list) else path
            place.error(at, code, what=name, **hints(name, known))


def check_territory(value: Any, tree: CodeTree | None, path: str, place: Place) -> None:
    """Add a fault for each code that is no place of the kind it is listed under."""
    if not isinstance(value, Mapping):
        return
    for key, is_leaf in (("regions", False), ("municipalities", True)):
        codes = value.get(key)
        if codes is None:
            continue
        if not _TESTS["texts"](codes):
            wanted_sv, wanted_en = _WANTED["texts"]
            place.error(
                inside(path, key), "wrong-type", key=key, wanted_sv=wanted_sv, wanted_en=wanted_en
            )
            continue
        for index, code in enumerate(codes):
            if tree is not None and (code not in tree or tree.is_leaf(code) != is_leaf):
                place.error(f"{path}.{key}[{index}]", "unknown-territory", what=code)


def check_unique(catalogue: Catalogue, file: str, report: Report) -> None:
    """Add a fault for each id of ``file`` that appears more than once."""
    seen: set[str] = set()
    for index, item in enumerate(catalogue.items(file)):
        if item["id"] in seen:
            place = report.about(file, item["id"], f"{ITEMS[file]}[{index}]")
            place.error("id", "duplicate-id", what=item["id"])
        seen.add(item["id"])


def check_fields(catalogue: Catalogue, languages: Collection[str], report: Report) -> None:
    """Check the registry of facts: types, operators, values, questions and derivations."""
    file = "fields.yaml"
    check_unique(catalogue, file, report)
    ids = {item["id"] for item in catalogue.items(file)}
    for index, item in enumerate(catalogue.items(file)):
        place = report.about(file, item["id"], f"fields[{index}]")
        check_sentences(item, ("question",), languages, place)
        check_keys(item, _FIELD_KEYS, "", place)
        kind = item.get("type")
        if not isinstance(kind, str) or kind not in DEFAULT_OPERATORS:
            place.error("type", "unknown-type", what=kind, allowed=", ".join(DEFAULT_OPERATORS))
        if isinstance(item.get("ops"), list):
            for at, op in enumerate(item["ops"]):
                if isinstance(op, str) and op not in OPERATORS:
                    allowed = ", ".join(sorted(OPERATORS))
                    place.error(
                        f"ops[{at}]", "unknown-operator", op=op, what=item["id"], allowed=allowed
                    )
        if kind == "enum" and not item.get("values"):
            place.error("values", "no-choices")
        if item.get("derived_from"):
            _check_derivation(item["derived_from"], ids, place)


def _check_derivation(raw: Any, ids: Collection[str], place: Place) -> None:
    try:
        derivation = parse_derivation(raw, "derived_from")
    except CatalogueFault as fault:
        place.error("derived_from", "unreadable", what=fault.message)
        return
    if derivation.source not in ids:
        told = hints(derivation.source, ids)
        place.error("derived_from", "unknown-field", what=derivation.source, **told)


def check_needs(catalogue: Catalogue, languages: Collection[str], report: Report) -> None:
    """Check the need areas."""
    file = "needs.yaml"
    check_unique(catalogue, file, report)
    for index, item in enumerate(catalogue.items(file)):
        place = report.about(file, item["id"], f"needs[{index}]")
        check_keys(item, {}, "", place)
        check_sentences(item, ("name",), languages, place)


def check_actors(
    catalogue: Catalogue, needs: Collection[str] | None, tree: CodeTree | None, report: Report
) -> None:
    """Check the actors: that they have names, and that their competences and places exist."""
    file = "actors.yaml"
    check_unique(catalogue, file, report)
    for index, item in enumerate(catalogue.items(file)):
        place = report.about(file, item["id"], f"actors[{index}]")
        check_keys(item, _ACTOR_KEYS, "", place)
        if not item.get("name"):
            place.error("name", "missing-sentence", key="name", language="sv")
        check_known(item.get("competences"), needs, "unknown-need", "competences", place)
        check_territory(item.get("territory"), tree, "territory", place)
