"""Reading one page of a long list.

A database that puts whole rows in order carries all their columns along, texts too. Here only keys
are put in order; the rows are fetched for the page that is shown.
"""

from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def part(rows: QuerySet[Row], start: int, stop: int) -> list[Row]:
    """The rows from one place in the list's order up to another, in two queries."""
    keys = list(rows.values_list("pk", flat=True)[start:stop])
    return list(rows.filter(pk__in=keys)) if keys else []


class KeyedPaginator(Paginator[Any]):
    """A paginator of a queryset in order, that fetches the rows of one page only."""

    def page(self, number: int | str) -> Page[Any]:
        """Return the page with this number. Raises InvalidPage."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        stop = min(start + self.per_page, self.count)
        rows: Any = self.object_list
        return Page(part(rows, start, stop), number, self)
