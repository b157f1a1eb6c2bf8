"""The site's menus: which pages they name and which of them the visitor is on.

The menus themselves are settings (`MAIN_NAVIGATION`, `FOOTER_NAVIGATION`, lists of `Entry`), so that
this room need not know the pages of the rooms above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

Current = Literal["", "page", "true"]


@dataclass(frozen=True)
class Entry:
    """One entry of a menu.

    Parameters:
        route: name of the page's route, as `reverse` takes it.
        label: its text, usually a lazy translation.
        covers: routes of pages that belong under this entry, such as one item of a list.
        permission: who is shown it; empty is everyone.
    """

    route: str
    label: str | Promise
    covers: Sequence[str] = field(default=())
    permission: str = ""


@dataclass(frozen=True)
class Shown:
    """A menu entry as drawn: where it leads and whether the visitor is there.

    `current` is the value of aria-current: "page" on the page itself, "true" on a page under it.
    """

    address: str
    label: str
    current: Current


def shown(entries: Iterable[Entry], request: HttpRequest | None) -> list[Shown]:
    """The entries as drawn for this request.

    An entry whose page this installation does not have is left out; a test holds that ours has all.
    So is one that takes a permission the visitor has not.
    """
    viewer = getattr(request, "viewer", None)
    match = getattr(request, "resolver_match", None)
    here = match.view_name if match else ""
    rows = []
    for entry in entries:
        if entry.permission and not (viewer and viewer.may(entry.permission)):
            continue
        current: Current = ""
        if here == entry.route:
            current = "page"
        elif here in entry.covers:
            current = "true"
        try:
            address = reverse(entry.route)
        except NoReverseMatch:
            continue
        rows.append(Shown(address, str(entry.label), current))
    return rows
