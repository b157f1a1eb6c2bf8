"""How many companies a measure reaches: the same rules over a whole population.

The counts are what ``Judge`` and ``standing`` would give company by company.
Each distinct condition is tested once for each distinct value of its fact,
and the rules are then combined 64 companies at a time, see ``program``.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lotsa.core.criteria.compiled import LeafTable
from lotsa.core.criteria.conditions import leaves
from lotsa.core.criteria.leaves import typed_value
from lotsa.core.criteria.measures import Measure, RuleBook
from lotsa.core.criteria.population.groups import numbered, parse_grouping
from lotsa.core.criteria.population.plan import Compiled, Plan
from lotsa.core.criteria.population.reading import Frame, read_name
from lotsa.core.criteria.population.resolving import ColumnResolver, all_cuts
from lotsa.core.criteria.population.standing import Standing

_MOST_WORKERS: Final = 8


@dataclass(frozen=True, eq=False)
class Reach:
    """How measures stand for a population on a date.

    Attributes:
        as_of: the date.
        measures: ids, in the order of ``counts``.
        by: the facts grouped by, as asked for.
        groups: what each group is called; one label for each fact in ``by``.
        companies: how many companies each group has.
        counts: companies by measure, group and ``Standing``.
        unknown_fields: facts that the measures ask for and nothing is known of.
        ignored: columns that are about no field of the catalogue.
    """

    as_of: date
    measures: tuple[str, ...]
    by: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    companies: NDArray[np.int64]
    counts: NDArray[np.int64]
    unknown_fields: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    def count(self, measure: str, state: Standing, group: tuple[str, ...] | None = None) -> int:
        """Companies for which the measure stands so, in one group or in all of them.

        Raises:
            ValueError: no such measure or group.
        """
        by_group = self.counts[self.measures.index(measure), :, state]
        return int(by_group.sum() if group is None else by_group[self.groups.index(group)])


class Reacher:
    """Counts whom the measures of one rule book reach.

    Args:
        rulebook: the measures and their registry.
        workers: threads; 0 is one a core, ``_MOST_WORKERS`` at the most.

    Raises:
        CatalogueFault: at once, when a condition does not fit its field.
    """

    def __init__(self, rulebook: RuleBook, workers: int = 0) -> None:
        self.rulebook = rulebook
        self.workers = workers or min(os.cpu_count() or 1, _MOST_WORKERS)
        self._table = LeafTable(rulebook.registry)
        self._compiled = {
            measure.id: self._compile(measure, f"measures[{index}]")
            for index, measure in enumerate(rulebook.measures)
        }
        self._cuts = all_cuts(rulebook.registry, self._compared())

    def columns_used(self, names: Iterable[str], by: Sequence[str] = ()) -> tuple[str, ...]:
        """Which of a file's columns can matter, so that the others need not be read."""
        registry = self.rulebook.registry
        wanted = set(self._table.fields) | {one.partition(":")[0] for one in by}
        for field in tuple(wanted):
            wanted.update(registry.coarser.get(field, ()))
        for field in tuple(wanted):
            known = registry.fields.get(field)
            while known is not None and known.derivation is not None:
                wanted.add(known.derivation.source)
                known = registry.fields.get(known.derivation.source)
        return tuple(
            name for name in names if (read := read_name(name, registry)) and read.field in wanted
        )

    def count(
        self,
        data: pl.DataFrame,
        as_of: date,
        measures: Iterable[str] | None = None,
        by: Sequence[str] = (),
    ) -> Reach:
        """Count yes, manual, maybe and no for each measure.

        Args:
            data: one row a company; columns as ``reading`` says.
            as_of: the date to judge on.
            measures: ids; default all.
            by: facts to group by, each ``FIELD`` or ``FIELD:LEVEL``.

        Raises:
            KeyError: an id that is not in the rule book.
            FactFault: a value that does not fit its field, or a grouping that
                cannot be made.
        """
        frame, resolver = self._resolved(data, as_of)
        chosen = tuple(self._compiled if measures is None else dict.fromkeys(measures))
        plan = self._plan(resolver, as_of, chosen)
        groupings = [parse_grouping(one, self.rulebook.registry) for one in by]
        numbers, groups = numbered(
            groupings,
            [resolver.column(one.field.id, (None, None), whole=True) for one in groupings],
            self.rulebook.registry,
            data.height,
        )
        companies = np.bincount(numbers, minlength=len(groups)).astype(np.int64)
        counts = plan.counts(numbers, companies)
        return Reach(
            as_of,
            chosen,
            tuple(by),
            groups,
            companies,
            counts,
            plan.unknown_fields,
            frame.ignored,
        )

    def standings(
        self, data: pl.DataFrame, as_of: date, measures: Iterable[str] | None = None
    ) -> NDArray[np.uint8]:
        """The ``Standing`` of each measure (rows) for each company (columns).

        Raises:
            KeyError, FactFault: as ``count``.
        """
        _, resolver = self._resolved(data, as_of)
        chosen = self._compiled if measures is None else dict.fromkeys(measures)
        return self._plan(resolver, as_of, chosen).standings()

    def _resolved(self, data: pl.DataFrame, as_of: date) -> tuple[Frame, ColumnResolver]:
        registry = self.rulebook.registry
        frame = Frame(data, registry)
        return frame, ColumnResolver(frame, registry, as_of, self._cuts)

    def _plan(self, resolver: ColumnResolver, as_of: date, measures: Iterable[str]) -> Plan:
        compiled = [self._compiled[measure] for measure in measures]
        return Plan(self._table, resolver, compiled, as_of, self.workers)

    def _compile(self, measure: Measure, path: str) -> Compiled:
        return (
            measure,
            self._table.compile(measure.criteria, f"{path}.criteria"),
            tuple(
                self._table.compile(window.criteria, f"{path}.windows[{index}].criteria")
                for index, window in enumerate(measure.windows)
            ),
        )

    def _compared(self) -> Iterator[tuple[str, str, Any]]:
        for measure in self.rulebook.measures:
            for criteria in (measure.criteria, *(one.criteria for one in measure.windows)):
                for leaf in leaves(criteria):
                    known = self.rulebook.registry.fields[leaf.field]
                    yield leaf.field, leaf.op, typed_value(leaf, known)
