"""The declarations: which fields are personal, how long they stay, how they are cleaned."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from django.apps import apps
from django.db import models


class How(Enum):
    """How an expired field is cleaned."""

    DELETE_ROW = "delete the row"
    BLANK = "set the field to its empty value"


@dataclass(frozen=True)
class Keep:
    """How long a personal field is kept.

    Attributes:
        days: whole days after `since`.
        since: the model's date or datetime field that the days are counted from.
        how: what happens then.
    """

    days: int
    since: str
    how: How = How.DELETE_ROW


@dataclass(frozen=True)
class ErasedBy:
    """A personal field that goes with the thing it belongs to, by an eraser of that thing's own.

    Attributes:
        eraser: the name it is registered under, see `eraser`.
    """

    eraser: str


@dataclass(frozen=True)
class Declaration:
    """What one model keeps.

    Attributes:
        model: "app_label.ModelName".
        personal: field name to its rule.
        not_personal: the names of all other fields.
    """

    model: str
    personal: Mapping[str, Keep | ErasedBy]
    not_personal: frozenset[str]


@dataclass(frozen=True)
class Eraser:
    """What erases whole things, with all rows that belong to them.

    Attributes:
        name: such as "cases".
        sentence: when it erases, in English, for those who run the system.
        run: erases what is due, or with `dry_run` only counts; returns how many things.
    """

    name: str
    sentence: str
    run: Callable[[bool], int]


_registry: dict[str, Declaration] = {}
_erasers: dict[str, Eraser] = {}


def declare(
    model: str,
    *,
    personal: Mapping[str, Keep | ErasedBy] | None = None,
    not_personal: Iterable[str] = (),
) -> Declaration:
    """Declare every field of a model. Raises ValueError when the model is declared differently."""
    declaration = Declaration(model, dict(personal or {}), frozenset(not_personal))
    if _registry.get(model, declaration) != declaration:
        raise ValueError(f"{model} is already declared, and differently.")
    _registry[model] = declaration
    return declaration


def eraser(name: str, sentence: str, *, run: Callable[[bool], int]) -> None:
    """Register an eraser. Raises ValueError when the name is taken by another."""
    if name in _erasers and _erasers[name].run is not run:
        raise ValueError(f"The eraser {name} is already registered.")
    _erasers[name] = Eraser(name, sentence, run)


def erasers() -> tuple[Eraser, ...]:
    """Every eraser, by name."""
    return tuple(_erasers[name] for name in sorted(_erasers))


def declarations() -> tuple[Declaration, ...]:
    """Every declaration, by model."""
    return tuple(_registry[name] for name in sorted(_registry))


def faults() -> list[str]:
    """What is wrong with the declarations, as sentences; empty when every field is declared."""
    found: list[str] = []
    ours = {
        model._meta.label: {field.name for field in model._meta.local_fields}
        | {field.name for field in model._meta.local_many_to_many}
        for model in apps.get_models()
        if model.__module__.startswith("lotsa.")
    }
    found += [f"{name} is declared but is no model." for name in _registry.keys() - ours.keys()]
    for name, fields in sorted(ours.items()):
        declaration = _registry.get(name)
        if declaration is None:
            found.append(f"{name} is not declared in its app's retention.py.")
        else:
            found += _faults_of(declaration, fields)
    return found


def _faults_of(declaration: Declaration, fields: set[str]) -> list[str]:
    name, personal = declaration.model, declaration.personal.keys()
    declared = personal | declaration.not_personal
    found = [f"{name}.{field} is not declared." for field in sorted(fields - declared)]
    found += [f"{name}.{field} does not exist." for field in sorted(declared - fields)]
    both = personal & declaration.not_personal
    found += [f"{name}.{field} is declared both ways." for field in sorted(both)]
    for field, keep in declaration.personal.items():
        if isinstance(keep, ErasedBy):
            if keep.eraser not in _erasers:
                found.append(f"{name}.{field} is erased by {keep.eraser}, which nobody registers.")
        elif keep.since not in fields:
            found.append(f"{name}.{field} counts from {keep.since}, which does not exist.")
        elif not isinstance(apps.get_model(name)._meta.get_field(keep.since), models.DateField):
            found.append(f"{name}.{field} counts from {keep.since}, which is no date.")
    return found
