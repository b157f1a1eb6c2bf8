"""The same rules over a whole population of companies: whom would a measure reach?

Rooms, lowest first: ``standing`` (the four states), ``columns``, ``numbers`` and
``reading`` (what is known of many companies), ``groups``, ``resolving`` (facts
as a window sees them), ``program`` and ``ordering`` (the rules, 64 companies at
a time), ``plan`` (the rules laid out for one population) and ``reach``.
"""

from lotsa.core.criteria.population.reach import Reach, Reacher
from lotsa.core.criteria.population.reading import ignored_columns
from lotsa.core.criteria.population.standing import Standing, standing

__all__ = ["Reach", "Reacher", "Standing", "ignored_columns", "standing"]
