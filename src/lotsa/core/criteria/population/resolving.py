"""Finds the column of a fact as a window sees it: given for the window, given, or derived."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeAlias

import numpy as np

from lotsa.core.criteria.company import as_coarse, fields_from, window_fields
from lotsa.core.criteria.derivations import Derivation, DerivationContext, derive
from lotsa.core.criteria.measures import Window
from lotsa.core.criteria.periods import Span, months_of
from lotsa.core.criteria.population.columns import (
    Column,
    day_number,
    first_known,
    nothing_known,
    renamed,
)
from lotsa.core.criteria.population.numbers import cuts_of, number_column, real_numbers
from lotsa.core.criteria.population.reading import QUANTITIES, Frame
from lotsa.core.criteria.registry import Registry

View: TypeAlias = tuple[tuple[str, str] | None, tuple[Span | None, Span | None] | None]
"""What tells one window's sight of a field from another's: its own facts, and its months."""

Cuts: TypeAlias = Mapping[str, frozenset[float]]
"""For each field the numbers at which some condition changes its answer, see ``numbers``."""


def all_cuts(registry: Registry, compared: Iterable[tuple[str, str, Any]]) -> Cuts:
    """Collect the cuts of conditions and of derivations that compare.

    Args:
        registry: the fields.
        compared: fields with the operators and values of conditions on them.
    """
    found: dict[str, set[float]] = {field: set() for field in registry.fields}
    for field, op, value in compared:
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, date):
                found[field].update(cuts_of(op, day_number(one)))
            elif isinstance(one, int | float):
                found[field].update(cuts_of(op, one))
    for known in registry.fields.values():
        if known.derivation is not None and known.derivation.form == "compare":
            how = known.derivation
            found[how.source].update(cuts_of(how.op, how.value))
    return {field: frozenset(numbers) for field, numbers in found.items()}


class ColumnResolver:
    """The columns of a population on one date, as ``Resolver`` is for one company.

    Attributes:
        rows: how many companies there are.
        same_for_all: no fact looks different from one window than from another.
    """

    def __init__(self, frame: Frame, registry: Registry, as_of: date, cuts: Cuts) -> None:
        self.rows = frame.rows
        self._frame = frame
        self._registry = registry
        self._as_of = as_of
        self._cuts = cuts
        months_given = any(
            frame.has(field) for field in registry.fields if registry.fields[field].type == "series"
        )
        self._by_months = window_fields(registry) if months_given else frozenset()
        self._touched = {
            scope: fields_from(
                registry,
                frozenset(field for field in registry.fields if frame.has(field, scope)),
            )
            for scope in frame.scopes()
        }
        self.same_for_all = not self._touched and not self._by_months
        self._cache: dict[tuple[str, View, bool], Column] = {}

    def view(self, field: str, measure_id: str, window: Window) -> View:
        """The key of the field's column as the window sees it; equal keys mean equal columns."""
        if self.same_for_all:
            return (None, None)
        scope = (measure_id, window.id)
        return (
            scope if field in self._touched.get(scope, ()) else None,
            (window.period, window.reference) if field in self._by_months else None,
        )

    def column(self, field: str, view: View, *, whole: bool = False) -> Column:
        """The field's values.

        Args:
            field: the field.
            view: from ``view``; ``(None, None)`` looks at no window.
            whole: keep every distinct value, not only those a condition tells apart.

        Raises:
            FactFault: a value that does not fit its field.
        """
        # Only numbers and days have values that no condition tells apart.
        apart = whole and self._registry.fields[field].type in QUANTITIES
        key = (field, view, apart)
        if key not in self._cache:
            self._cache[key] = self._resolve(field, view, whole=apart)
        return self._cache[key]

    def _resolve(self, field: str, view: View, *, whole: bool) -> Column:
        scope, _ = view
        cuts = None if whole else self._cuts[field]
        scopes = (scope, None) if scope is not None else (None,)
        parts = [
            column for one in scopes if (column := self._frame.column(field, one, cuts)) is not None
        ]
        known = self._registry.fields[field]
        if known.derivation is not None:
            derived = self._derived(field, known.derivation, view, whole=whole)
            if derived is not None:
                parts.append(derived)
        else:
            parts.extend(self._coarse(field, scopes))
        return first_known(*parts) if parts else nothing_known(self.rows)

    def _coarse(self, field: str, scopes: tuple[tuple[str, str] | None, ...]) -> Iterator[Column]:
        """Coarser codes given where the finer ones were not, see ``Resolver``."""
        tree = self._registry.tree_of(field)
        for coarser in self._registry.coarser.get(field, ()):
            given = [
                column
                for one in scopes
                if (column := self._frame.column(coarser, one, None)) is not None
            ]
            if given:
                yield renamed(first_known(*given), lambda value: as_coarse(value, tree))

    def _derived(
        self, field: str, derivation: Derivation, view: View, *, whole: bool
    ) -> Column | None:
        source = self._registry.fields[derivation.source]
        if source.type == "series":
            return self._from_months(field, derivation, view, whole=whole)
        scope, months = view
        if source.id not in self._by_months:
            months = None
        if scope is not None and source.id not in self._touched[scope]:
            scope = None
        context = DerivationContext(self._as_of, tree=self._registry.tree_of(source.id))
        if months is not None:
            context = replace(context, period=months[0], reference=months[1])
        column = self.column(source.id, (scope, months), whole=derivation.form != "compare")
        return renamed(column, lambda value: derive(derivation, value, context))

    def _from_months(
        self, field: str, derivation: Derivation, view: View, *, whole: bool
    ) -> Column | None:
        if derivation.form == "year_sum":
            year = derivation.value
            found = self._frame.months(
                derivation.source, [f"{year}-{month:02d}" for month in range(1, 13)]
            )
            if found is None:
                return None
            numbers, given = found[0] / 100, found[1]
        else:
            period, reference = view[1] or (None, None)
            if derivation.form != "drop" or period is None or reference is None:
                return None
            support = self._frame.months(derivation.source, months_of(period))
            before = self._frame.months(derivation.source, months_of(reference))
            if support is None or before is None:
                return None
            # The same arithmetic in whole öre as for one company, so that both agree on the edge.
            given = support[1] & before[1] & (before[0] > 0)
            lost = 100 * (before[0] - support[0])
            numbers = np.where(given, lost / np.where(given, before[0], 1.0), 0.0)
        cuts = None if whole else self._cuts[field]
        return number_column(real_numbers(numbers, given, float), cuts)
