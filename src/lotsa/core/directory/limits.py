"""Which companies somebody takes: the few limits of a small form, and the criteria they stand for.

The criteria are the catalogue's, so whatever a form cannot say can be written by hand. What the
form does not understand it keeps as it is: reading and writing again loses nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from lotsa.core.criteria.trees import CodeTree

EMPLOYEES: Final = "employees"
AGE: Final = "company_age_years"
SNI: Final = "sni"
LEGAL_FORM: Final = "legal_form"

Raw = Mapping[str, Any]
"""A condition as the catalogue writes it."""


@dataclass(frozen=True)
class Limits:
    """The limits of the small form. All must hold; what is empty or None limits nothing.

    Attributes:
        employees_min, employees_max: whole numbers, both included.
        sections: letters of the classification's sections; any of them will do.
        legal_forms: any of them will do.
        years_min, years_max: whole years the company has existed, both included.
        rest: conditions that the form cannot show, as written.
    """

    employees_min: int | None = None
    employees_max: int | None = None
    sections: tuple[str, ...] = ()
    legal_forms: tuple[str, ...] = ()
    years_min: int | None = None
    years_max: int | None = None
    rest: tuple[Raw, ...] = ()


def read_limits(criteria: Raw | None, sni: CodeTree | None) -> Limits:
    """Criteria as the form shows them.

    Args:
        criteria: in the catalogue's form; None requires nothing.
        sni: the classification of industries; without it sections stay in the rest.
    """
    found: dict[str, Any] = {}
    rest: list[Raw] = []
    for part in parts_of(criteria):
        told = _told(part, sni)
        if told is None or told[0] in found:
            rest.append(part)
        else:
            found[told[0]] = told[1]
    return Limits(**found, rest=tuple(rest))


def write_limits(limits: Limits, sni: CodeTree | None) -> dict[str, Any] | None:
    """The criteria that the limits stand for; None when they require nothing."""
    parts: list[dict[str, Any]] = []

    def bound(field: str, op: str, value: int | None) -> None:
        if value is not None:
            parts.append({"field": field, "op": op, "value": value})

    bound(EMPLOYEES, "gte", limits.employees_min)
    bound(EMPLOYEES, "lte", limits.employees_max)
    if limits.sections and sni is not None:
        prefixes = [code for one in limits.sections for code in divisions(sni).get(one, ())]
        parts.append({"field": SNI, "op": "prefix_in", "value": sorted(prefixes)})
    if limits.legal_forms:
        parts.append({"field": LEGAL_FORM, "op": "in", "value": list(limits.legal_forms)})
    bound(AGE, "gte", limits.years_min)
    bound(AGE, "lte", limits.years_max)
    parts += [dict(part) for part in limits.rest]
    return None if not parts else parts[0] if len(parts) == 1 else {"all": parts}


@lru_cache(maxsize=4)
def divisions(sni: CodeTree) -> Mapping[str, tuple[str, ...]]:
    """The two-digit divisions of each section, by the section's letter."""
    found: dict[str, list[str]] = {}
    for code, parent in sni.parents.items():
        if parent is not None and sni.parent(parent) is None:
            found.setdefault(parent, []).append(code)
    return {section: tuple(sorted(codes)) for section, codes in sorted(found.items())}


def parts_of(criteria: Raw | None) -> Sequence[Raw]:
    """The conditions that must each hold, as written; nested *all*s are flattened."""
    if not criteria:
        return ()
    inner = criteria.get("all")
    if not isinstance(inner, list) or not all(isinstance(one, Mapping) for one in inner):
        return (criteria,)
    return [part for one in inner for part in parts_of(one)]


def _told(part: Raw, sni: CodeTree | None) -> tuple[str, Any] | None:
    """The limit that one condition stands for, or None when the form has no such limit."""
    if set(part) != {"field", "op", "value"}:
        return None
    field, op, value = part["field"], part["op"], part["value"]
    if field in {EMPLOYEES, AGE} and op in {"gte", "lte"}:
        name = "employees" if field == EMPLOYEES else "years"
        lowest = 1 if op == "gte" else 0
        fits = type(value) is int and value >= lowest
        return (f"{name}_{'min' if op == 'gte' else 'max'}", value) if fits else None
    if field == LEGAL_FORM and op == "in" and isinstance(value, list) and value:
        return "legal_forms", tuple(value)
    if field == SNI and op == "prefix_in" and isinstance(value, list) and sni is not None:
        return _sections(value, sni)
    return None


def _sections(prefixes: Sequence[Any], sni: CodeTree) -> tuple[str, Any] | None:
    given = {str(one) for one in prefixes}
    whole = tuple(section for section, codes in divisions(sni).items() if given.issuperset(codes))
    covered = {code for section in whole for code in divisions(sni)[section]}
    return ("sections", whole) if whole and covered == given else None
