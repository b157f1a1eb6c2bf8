"""Reading one page of a long list.

A database that puts whole rows in order carries all their columns along, texts too. Here only keys
are put in order; the rows are fetched for the page that is shown.
"""

from functools import cached_property
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def part(rows: QuerySet[Row], start: int, stop: int) -> list[Row]:
    """The rows from one place in the list's order up to another, in two queries."""
    return _with_keys(rows, list(_keys(rows)[start:stop]))


class KeyedPaginator(Paginator[Any]):
    """A paginator of a queryset in order, that fetches the rows of one page only."""

    def page(self, number: int | str) -> Page[Any]:
        """Return the page with this number. Raises InvalidPage."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        stop = min(start + self.per_page, self.count)
        return Page(self._part(start, stop), number, self)

    def _part(self, start: int, stop: int) -> list[Any]:
        rows: Any = self.object_list
        return part(rows, start, stop)


class OncePaginator(KeyedPaginator):
    """The same, for a filter so slow that it is gone through once: for keys, that are counted."""

    @cached_property
    def keys(self) -> list[Any]:
        """Every row's key, in order."""
        rows: Any = self.object_list
        return list(_keys(rows))

    @cached_property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.keys)

    def _part(self, start: int, stop: int) -> list[Any]:
        rows: Any = self.object_list
        return _with_keys(rows, self.keys[start:stop])


def _keys(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    return rows.values_list("pk", flat=True)


def _with_keys(rows: QuerySet[Row], keys: list[Any]) -> list[Row]:
    return list(rows.filter(pk__in=keys)) if keys else []
