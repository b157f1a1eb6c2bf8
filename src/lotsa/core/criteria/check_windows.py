"""Checks the windows of a measure: days in order, and a time in which it can be open."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from lotsa.core.criteria.check_items import WINDOW_KEYS, check_day, check_keys
from lotsa.core.criteria.check_report import Place


def check_window(row: Mapping[str, Any], path: str, place: Place) -> None:
    """Check one window's own keys and days; its criteria are checked elsewhere."""
    check_keys(row, WINDOW_KEYS, path, place)
    start = check_day(row, "apply_from", path, place)
    end = check_day(row, "apply_to", path, place)
    spent = check_day(row, "budget_spent_on", path, place)
    if start is not None and end is not None and start > end:
        place.error(f"{path}.apply_to", "window-reversed", start=start, end=end)
    elif start is not None and spent is not None and spent <= start:
        place.error(f"{path}.budget_spent_on", "window-never-open", end=spent)
    if row.get("open_ended") is True and end is not None:
        place.warning(f"{path}.open_ended", "open-ended-with-end", end=end)
    for name in ("period", "reference"):
        first = check_day(row, f"{name}_from", path, place)
        last = check_day(row, f"{name}_to", path, place)
        if first is not None and last is not None and first > last:
            place.error(
                f"{path}.{name}_to", "range-reversed", key=f"{name}_from", start=first, end=last
            )
    known = row.get("known_open")
    if isinstance(known, list):
        for index, one in enumerate(known):
            if isinstance(one, Mapping):
                _check_known_open(one, f"{path}.known_open[{index}]", (start, end), place)


def _check_known_open(
    one: Mapping[str, Any], path: str, span: tuple[date | None, date | None], place: Place
) -> None:
    first = check_day(one, "from", path, place)
    last = check_day(one, "to", path, place)
    if first is None or last is None:
        for key in ("from", "to"):
            if one.get(key) is None:
                place.error(f"{path}.{key}", "wrong-date", key=key)
        return
    if first > last:
        place.error(path, "range-reversed", key="known_open", start=first, end=last)
        return
    start, end = span
    if (start is not None and first < start) or (end is not None and last > end):
        place.error(path, "known-open-outside", start=first, end=last)
