"""The registry of facts: what can be known of a company, and how it is asked and said.

A registry is data (``fields.yaml``). Only its derivations are code, and they
are a closed set of forms, see ``derivations.py``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from lotsa.core.criteria.derivations import Derivation, parse_derivation
from lotsa.core.criteria.faults import CatalogueFault
from lotsa.core.criteria.trees import CodeTree

LANGUAGES: Final = ("sv", "en")

OPERATORS: Final = frozenset(
    {"eq", "ne", "lt", "lte", "gt", "gte", "in", "not_in", "prefix_in", "prefix_not_in"}
)
_ORDERED: Final = ("eq", "ne", "lt", "lte", "gt", "gte", "in", "not_in")
DEFAULT_OPERATORS: Final[Mapping[str, tuple[str, ...]]] = {
    "boolean": ("eq", "ne"),
    "integer": _ORDERED,
    "number": _ORDERED,
    "date": _ORDERED,
    "enum": ("eq", "ne", "in", "not_in"),
    "list_of_codes": ("in", "not_in", "prefix_in", "prefix_not_in"),
    "series": (),
}
"""Operators a field of each type allows when it does not say itself."""

_EFFORT: Final[Mapping[str, float]] = {
    "boolean": 1.0,
    "enum": 1.2,
    "integer": 1.5,
    "list_of_codes": 1.6,
    "date": 1.8,
    "number": 2.0,
    "series": 6.0,
}
"""How hard a question is to answer when the field does not say: a yes/no is 1."""

_TREE_BY_UNIT: Final[Mapping[tuple[str, str], str]] = {
    ("sni", "SNI 2007"): "sni2007",
    ("region", "county code"): "places",
    ("municipality", "municipality code"): "places",
}


@dataclass(frozen=True)
class Choice:
    """One value of an enum field.

    Attributes:
        value: as facts and conditions write it.
        label: its name, by language.
        within: how it is written inside a sentence, by language.
    """

    value: str
    label: Mapping[str, str]
    within: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Field:
    """One fact that criteria may use.

    Attributes:
        id: the name used in conditions and facts.
        type: boolean, integer, number, date, enum, list_of_codes or series.
        ops: operators that conditions on it may use.
        unit: what a number counts; empty when it has none.
        question: the question, by language; may hold ``{period}`` and ``{reference}``.
        label: a short noun, by language ("Anställda").
        why: why it is asked, by language; empty when not written.
        phrases: sentence patterns by language and key; see ``sentences.py``.
        choices: the values of an enum.
        derivation: how it follows from another fact, if it does.
        per_window: its value is about the months of the window being tested.
        tree: the code tree its codes belong to, if any.
        tree_is_inferred: the tree was recognised by id and unit, not stated.
        effort: how hard it is to answer; a yes/no question is 1.
        minimum, maximum: bounds of a sensible number, if any.
        changeable: a company can do something about it (its county it cannot).
        sensitive: only for a one-off check; never kept.
    """

    id: str
    type: str
    ops: tuple[str, ...]
    unit: str = ""
    question: Mapping[str, str] = field(default_factory=dict)
    label: Mapping[str, str] = field(default_factory=dict)
    why: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    derivation: Derivation | None = None
    per_window: bool = False
    tree: str | None = None
    tree_is_inferred: bool = False
    effort: float = 1.0
    minimum: float | None = None
    maximum: float | None = None
    changeable: bool = True
    sensitive: bool = False
    document: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def text(self, texts: Mapping[str, str], language: str) -> str:
        """The text in ``language``, else in any language it was written in, else the id."""
        return texts.get(language) or next(iter(texts.values()), "") or self.id


@dataclass(frozen=True)
class Registry:
    """All facts of a catalogue, in order, with the code trees they refer to."""

    fields: Mapping[str, Field]
    trees: Mapping[str, CodeTree]

    @staticmethod
    def from_document(
        document: Mapping[str, Any], trees: Mapping[str, CodeTree] | None = None
    ) -> "Registry":
        """Read ``fields.yaml``'s content.

        Raises:
            CatalogueFault: a field without id or with an unknown type or
                operator, a second field with the same id, or a derivation
                that leads back to itself.

        A derivation in a form that is not known leaves the field to be given:
        facts *may* be derived. The catalogue's check tells of it.
        """
        rows = document.get("fields") if isinstance(document, Mapping) else None
        if not isinstance(rows, list):
            raise CatalogueFault("fields", "must be a list of fields")
        fields: dict[str, Field] = {}
        for index, row in enumerate(rows):
            path = f"fields[{index}]"
            parsed = _field(row, path)
            if parsed.id in fields:
                raise CatalogueFault(f"{path}.id", f"the field {parsed.id!r} is given twice")
            fields[parsed.id] = parsed
        _add_place_derivation(fields)
        _refuse_circles(fields)
        return Registry(fields, dict(trees or {}))

    @cached_property
    def following(self) -> Mapping[str, frozenset[str]]:
        """For each field that others are derived from, those, directly or by way of another."""
        found: dict[str, set[str]] = {}
        for name, known in self.fields.items():
            derivation = known.derivation
            while derivation is not None:
                found.setdefault(derivation.source, set()).add(name)
                source = self.fields.get(derivation.source)
                derivation = source.derivation if source is not None else None
        return {source: frozenset(names) for source, names in found.items()}

    @cached_property
    def coarser(self) -> Mapping[str, tuple[str, ...]]:
        """For each field of codes, the fields that tell the same one step coarser, if any.

        A company that gave only its region has said something of its municipality too.
        """
        found: dict[str, tuple[str, ...]] = {}
        for name, known in self.fields.items():
            if known.derivation is not None and known.derivation.form == "parent":
                source = known.derivation.source
                if self.fields[source].derivation is None:
                    found[source] = (*found.get(source, ()), name)
        return found

    @property
    def not_derived(self) -> tuple[str, ...]:
        """Fields that name a derivation in a form that is not known."""
        return tuple(
            name
            for name, known in self.fields.items()
            if known.derivation is None and known.document.get("derived_from")
        )

    def tree_of(self, field_id: str) -> CodeTree | None:
        """The code tree that the field's codes belong to, when it is at hand."""
        known = self.fields.get(field_id)
        return self.trees.get(known.tree) if known is not None and known.tree else None


def texts_of(row: Mapping[str, Any], name: str) -> dict[str, str]:
    """Collect ``name_sv``, ``name_en``, … of a document row as ``{"sv": …, "en": …}``."""
    prefix = f"{name}_"
    return {
        key[len(prefix) :]: value
        for key, value in row.items()
        if isinstance(key, str)
        and key.startswith(prefix)
        and len(key) == len(prefix) + 2
        and isinstance(value, str)
    }


def _field(row: Any, path: str) -> Field:
    if not isinstance(row, Mapping) or not isinstance(row.get("id"), str) or not row["id"]:
        raise CatalogueFault(path, "a field needs an id")
    kind = str(row.get("type"))
    if kind not in DEFAULT_OPERATORS:
        raise CatalogueFault(
            f"{path}.type", f"{kind!r} is not one of {', '.join(DEFAULT_OPERATORS)}"
        )
    ops = row.get("ops", list(DEFAULT_OPERATORS[kind]))
    if not isinstance(ops, list) or not all(isinstance(op, str) for op in ops):
        raise CatalogueFault(f"{path}.ops", "must be a list of operators")
    if strange := [op for op in ops if op not in OPERATORS]:
        raise CatalogueFault(f"{path}.ops", f"unknown operator {strange[0]!r}")
    unit = str(row.get("unit") or "")
    tree = row.get("tree")
    inferred = None if tree else _tree_by_unit(row["id"], unit)
    return Field(
        id=row["id"],
        type=kind,
        ops=tuple(ops),
        unit=unit,
        question=texts_of(row, "question"),
        label=texts_of(row, "label"),
        why=texts_of(row, "why"),
        phrases={
            language: phrases
            for language in LANGUAGES
            if isinstance(phrases := row.get(f"phrases_{language}"), Mapping)
        },
        choices=_choices(row.get("values", []), path),
        derivation=_derivation(row.get("derived_from"), path),
        per_window=bool(row.get("per_window", row["id"] == "turnover_drop_percent")),
        tree=str(tree) if tree else inferred,
        tree_is_inferred=inferred is not None,
        effort=_number(row.get("effort", _EFFORT[kind]), f"{path}.effort"),
        minimum=_bound(row, "min", path, 0.0 if unit in {"persons", "whole years"} else None),
        maximum=_bound(row, "max", path, None),
        changeable=bool(row.get("changeable", inferred != "places" and tree != "places")),
        sensitive=bool(row.get("sensitive", row["id"] == "owner_on_sick_leave")),
        document=row,
    )


def _derivation(raw: Any, path: str) -> Derivation | None:
    try:
        return parse_derivation(raw, f"{path}.derived_from") if raw else None
    except CatalogueFault:
        return None


def _choices(rows: Any, path: str) -> tuple[Choice, ...]:
    if not isinstance(rows, list):
        raise CatalogueFault(f"{path}.values", "must be a list")
    found = []
    for index, row in enumerate(rows):
        if isinstance(row, Mapping) and isinstance(row.get("value"), str):
            label = {k: v for k in LANGUAGES if isinstance(v := row.get(k), str)}
            found.append(Choice(row["value"], label, texts_of(row, "within")))
        elif isinstance(row, str):
            found.append(Choice(row, {}))
        else:
            raise CatalogueFault(f"{path}.values[{index}]", "needs a value that is text")
    return tuple(found)


def _number(raw: Any, path: str) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not raw > 0:
        raise CatalogueFault(path, "must be a number above zero")
    return float(raw)


def _bound(row: Mapping[str, Any], key: str, path: str, default: float | None) -> float | None:
    raw = row.get(key, default)
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise CatalogueFault(f"{path}.{key}", "must be a number")
    return float(raw)


def _tree_by_unit(field_id: str, unit: str) -> str | None:
    for (known_id, start), tree in _TREE_BY_UNIT.items():
        if field_id == known_id and unit.startswith(start):
            return tree
    return None


def _add_place_derivation(fields: dict[str, Field]) -> None:
    """A company's municipality tells its region, where both are in the same tree of places."""
    region, municipality = fields.get("region"), fields.get("municipality")
    if region is None or municipality is None or region.derivation is not None:
        return
    if region.tree and region.tree == municipality.tree:
        derivation = parse_derivation("parent(municipality)", "fields.region")
        fields["region"] = Field(**{**vars(region), "derivation": derivation})


def _refuse_circles(fields: Mapping[str, Field]) -> None:
    for start in fields.values():
        seen = {start.id}
        derivation = start.derivation
        while derivation is not None:
            if derivation.source in seen:
                raise CatalogueFault(start.id, "its derivation leads back to itself")
            if derivation.source not in fields:
                raise CatalogueFault(
                    start.id, f"is derived from {derivation.source!r}, which is not a field"
                )
            seen.add(derivation.source)
            derivation = fields[derivation.source].derivation
