"""Checks a whole catalogue before it is taken in: every fault at once, each with its remedy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lotsa.core.catalogue.faults import Fault
from lotsa.core.catalogue.files import Catalogue
from lotsa.core.catalogue.inherit import resolve_on
from lotsa.core.catalogue.versions import Document, boundaries, number_of
from lotsa.core.criteria.check_conditions import ConditionCheck
from lotsa.core.criteria.check_items import (
    MEASURE_KEYS,
    check_actors,
    check_day,
    check_fields,
    check_keys,
    check_known,
    check_needs,
    check_sentences,
    check_territory,
)
from lotsa.core.criteria.check_report import Place, Report
from lotsa.core.criteria.check_versions import (
    Placed,
    check_parents,
    check_versions,
)
from lotsa.core.criteria.check_windows import check_window
from lotsa.core.criteria.conditions import All, Condition, leaves
from lotsa.core.criteria.faults import CatalogueFault
from lotsa.core.criteria.measures import RuleBook, parse_measures
from lotsa.core.criteria.registry import LANGUAGES, Registry
from lotsa.core.criteria.trees import CodeTree
from lotsa.core.criteria.verdicts import Judge
from lotsa.core.searching.synonyms import SynonymFault, Synonyms

_FILE: Final = "measures.yaml"


def check(catalogue: Catalogue, trees: Mapping[str, CodeTree] | None = None) -> tuple[Fault, ...]:
    """Return everything that is wrong with a catalogue, in the order of its files.

    Args:
        catalogue: As read by ``lotsa.core.catalogue.files.read_catalogue``.
        trees: Code trees by name. A fact whose tree is not among them takes any code.

    A catalogue with a fault of severity ``error`` must not be used. The texts are wanted in the
    languages that ``measures.yaml`` lists under ``languages``, else in Swedish and English.
    """
    trees = trees or {}
    report = Report(catalogue)
    languages = _languages(catalogue)
    check_fields(catalogue, languages, report)
    check_needs(catalogue, languages, report)
    registry = _registry(catalogue, trees, report)
    places = _places(registry)
    check_actors(catalogue, _ids(catalogue, "needs.yaml"), places, report)
    _check_synonyms(catalogue, report)
    if registry is None:
        return report.faults()
    placed = tuple(
        (item, report.about(_FILE, item["id"], f"measures[{index}]"))
        for index, item in enumerate(catalogue.items(_FILE))
    )
    check_versions(placed)
    check_parents(placed)
    conditions = ConditionCheck(registry, languages)
    known = _Known.of(catalogue, places)
    for item, place in placed:
        _check_own(item, place, known)
        _read_own_conditions(item, place, conditions)
    if not report.has_errors:
        _check_resolved(placed, languages, conditions, registry)
    if not report.has_errors:
        _check_that_it_compiles(catalogue, registry, report)
    return report.faults()


@dataclass(frozen=True)
class _Known:
    """What the items of a catalogue may refer to; None where there is no such file."""

    measures: frozenset[str]
    needs: frozenset[str] | None
    actors: frozenset[str] | None
    places: CodeTree | None

    @staticmethod
    def of(catalogue: Catalogue, places: CodeTree | None) -> "_Known":
        measures = _ids(catalogue, _FILE) or frozenset()
        needs, actors = _ids(catalogue, "needs.yaml"), _ids(catalogue, "actors.yaml")
        return _Known(measures, needs, actors, places)


def _registry(
    catalogue: Catalogue, trees: Mapping[str, CodeTree], report: Report
) -> Registry | None:
    """Return the registry of facts, or None with a fault when it cannot be read at all."""
    if any(not isinstance(item.get("type"), str) for item in catalogue.items("fields.yaml")):
        return None
    try:
        return Registry.from_document(catalogue.fields, trees)
    except CatalogueFault as fault:
        if not report.has_errors:
            report.about("fields.yaml").error(fault.path, "unreadable", what=fault.message)
        return None


def _places(registry: Registry | None) -> CodeTree | None:
    """Return the tree of places, when it is the one this catalogue's facts refer to.

    A catalogue from another country has territories of its own that no tree here knows.
    """
    if registry is None or all(known.tree != "places" for known in registry.fields.values()):
        return None
    return registry.trees.get("places")


def _ids(catalogue: Catalogue, file: str) -> frozenset[str] | None:
    if file not in catalogue.documents:
        return None
    return frozenset(item["id"] for item in catalogue.items(file))


def _check_synonyms(catalogue: Catalogue, report: Report) -> None:
    document = catalogue.documents.get("synonyms.yaml")
    if document is None:
        return
    try:
        Synonyms.from_document(document)
    except SynonymFault as fault:
        report.about("synonyms.yaml").error("", "bad-synonyms", what=fault)


def _languages(catalogue: Catalogue) -> tuple[str, ...]:
    stated = catalogue.measures.get("languages")
    if isinstance(stated, list) and stated and all(isinstance(one, str) for one in stated):
        return tuple(stated)
    return LANGUAGES


def _check_own(item: Document, place: Place, known: _Known) -> None:
    """Check what a measure states itself: kinds of values, references, days and windows."""
    check_keys(item, MEASURE_KEYS, "", place)
    for key in ("valid_from", "valid_to"):
        check_day(item, key, "", place)
    check_known(item.get("needs"), known.needs, "unknown-need", "needs", place)
    check_known(item.get("provider"), known.actors, "unknown-actor", "provider", place)
    check_known(item.get("handled_by"), known.actors, "unknown-actor", "handled_by", place)
    check_known(
        item.get("not_combined_with"),
        known.measures,
        "unknown-measure",
        "not_combined_with",
        place,
    )
    check_territory(item.get("territory"), known.places, "territory", place)
    for index, row in enumerate(_rows(item, "not_to_be_confused_with")):
        path = f"not_to_be_confused_with[{index}]"
        check_known(row.get("measure"), known.measures, "unknown-measure", f"{path}.measure", place)
    for index, row in enumerate(_rows(item, "amendments")):
        check_day(row, "date", f"amendments[{index}]", place)
    seen: set[str] = set()
    for index, row in enumerate(_rows(item, "windows")):
        path = f"windows[{index}]"
        name = row.get("id")
        if name is None or isinstance(name, dict | list):
            place.error(f"{path}.id", "wrong-type", key="id", wanted_sv="text", wanted_en="text")
        elif str(name) in seen:
            place.error(f"{path}.id", "duplicate-id", what=name)
        seen.add(str(name))
        check_window(row, path, place)


def _rows(item: Document, key: str) -> tuple[Document, ...]:
    found = item.get(key)
    return tuple(row for row in found if isinstance(row, dict)) if isinstance(found, list) else ()


def _read_own_conditions(item: Document, place: Place, conditions: ConditionCheck) -> None:
    conditions.read(item.get("criteria"), "criteria", place)
    extra = item.get("extra_criteria")
    if isinstance(extra, list):
        for index, raw in enumerate(extra):
            conditions.read(raw, f"extra_criteria[{index}]", place, depth=1)
    elif extra is not None:
        conditions.read(extra, "extra_criteria", place, depth=1)
    for index, row in enumerate(_rows(item, "windows")):
        conditions.read(row.get("criteria"), f"windows[{index}].criteria", place)


def _check_resolved(
    placed: Sequence[Placed],
    languages: tuple[str, ...],
    conditions: ConditionCheck,
    registry: Registry,
) -> None:
    """Check each measure as it reads with what its parent gives, in each span of time."""
    by_version = {(item["id"], number_of(item)): (item, place) for item, place in placed}
    items = [item for item, _ in placed]
    checked: set[str] = set()
    for at in boundaries(items):
        for resolved in resolve_on(items, at):
            own, place = by_version[resolved["id"], number_of(resolved)]
            if own.get("parent") is None:
                mark = repr((resolved["id"], number_of(resolved)))
            else:
                mark = repr(resolved)
            if mark in checked:
                continue
            checked.add(mark)
            check_sentences(resolved, ("name", "short"), languages, place)
            for index, row in enumerate(_rows(resolved, "not_to_be_confused_with")):
                path = f"not_to_be_confused_with[{index}]"
                told = ("note",) if row.get("measure") else ("text", "note")
                check_sentences(row, told, languages, place, path)
            if not resolved.get("windows"):
                place.warning("windows", "no-windows")
            if own.get("parent") is None or _states_rules(own):
                _check_together(resolved, place, conditions, registry)


def _states_rules(own: Document) -> bool:
    return any(key in own for key in ("criteria", "extra_criteria", "windows"))


def _check_together(
    resolved: Document, place: Place, conditions: ConditionCheck, registry: Registry
) -> None:
    measure = conditions.read(resolved.get("criteria"), "criteria", place)
    if conditions.together(measure, "criteria", place):
        return
    for index, row in enumerate(_rows(resolved, "windows")):
        path = f"windows[{index}].criteria"
        window = conditions.read(row.get("criteria"), path, place)
        if window != All(()):
            conditions.together(All((measure, window)), path, place)
        _check_period(row, All((measure, window)), f"windows[{index}]", place, registry)


def _check_period(
    row: Mapping[str, Any], rules: Condition, path: str, place: Place, registry: Registry
) -> None:
    """A question that names the window's months needs a window with months."""
    for leaf in leaves(rules):
        known = registry.fields.get(leaf.field)
        if known is None or not known.per_window:
            continue
        asked = " ".join(known.question.values())
        compares = known.derivation is not None and known.derivation.form == "drop"
        lacks_period = ("{period}" in asked or compares) and not row.get("period_from")
        lacks_reference = ("{reference}" in asked or compares) and not row.get("reference_from")
        if lacks_period or lacks_reference:
            place.warning(path, "window-without-period", what=leaf.field)


def _check_that_it_compiles(catalogue: Catalogue, registry: Registry, report: Report) -> None:
    """Build the judge as the running system will, so that nothing taken in can fail there."""
    items = catalogue.items(_FILE)
    for at in boundaries(items):
        try:
            Judge(RuleBook(registry, parse_measures(resolve_on(items, at))))
        except CatalogueFault as fault:
            report.about(_FILE).error(fault.path, "unreadable", what=fault.message)
            return
