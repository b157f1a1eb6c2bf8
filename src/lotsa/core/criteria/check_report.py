"""Collects the faults of a catalogue, each with its place and its sentences."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from lotsa.core.catalogue.faults import Fault, Severity
from lotsa.core.catalogue.files import ITEMS, Catalogue
from lotsa.core.criteria.check_words import WORDS

_LONGEST = 120


class Report:
    """The faults found so far.

    ``about`` gives a view of the same report that puts faults in one item of one file.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        """Begin an empty report on ``catalogue``."""
        self._catalogue = catalogue
        self._faults: dict[tuple[str, str, str, str, str], Fault] = {}

    def about(self, file: str, item: str = "", root: str = "") -> "Place":
        """Return the place in ``file`` where the item with id ``item`` stands at path ``root``."""
        return Place(self, file, item, root)

    def add(
        self, place: "Place", path: str, code: str, severity: Severity, told: dict[str, Any]
    ) -> None:
        """Add a fault; the same fault at the same place is kept once."""
        words = WORDS[code]
        told = {k: v if k.startswith("hint") else shown(v) for k, v in told.items()}
        fault = Fault(
            place.file,
            place.item,
            path,
            code,
            words.message_sv.format(**told),
            words.message_en.format(**told),
            words.remedy_sv.format(**told),
            words.remedy_en.format(**told),
            severity,
            self._line(place, path),
        )
        key = (place.file, place.item, place.root + path, code, fault.message_en)
        self._faults.setdefault(key, fault)

    def _line(self, place: "Place", path: str) -> int | None:
        lines = self._catalogue.lines.get(place.file, {})
        at = f"{place.root}.{path}" if place.root and path else place.root or path
        while at:
            if at in lines:
                return lines[at]
            at = at[: max(at.rfind("."), at.rfind("["), 0)]
        return None

    def faults(self) -> tuple[Fault, ...]:
        """Return the faults: by file as in a folder, then by line, errors before warnings."""
        order = list(ITEMS)
        return tuple(
            sorted(
                self._faults.values(),
                key=lambda f: (
                    order.index(f.file) if f.file in order else len(order),
                    f.line or 0,
                    f.severity != "error",
                    f.path,
                    f.code,
                ),
            )
        )

    @property
    def has_errors(self) -> bool:
        """Is there a fault that refuses the catalogue?"""
        return any(fault.severity == "error" for fault in self._faults.values())


class Place:
    """One item of one file, to which faults are added by path inside the item."""

    def __init__(self, report: Report, file: str, item: str, root: str) -> None:
        """See :meth:`Report.about`."""
        self.file = file
        self.item = item
        self.root = root
        self._report = report

    def error(self, path: str, code: str, **told: Any) -> None:
        """Add a fault that refuses the catalogue."""
        self._report.add(self, path, code, "error", told)

    def warning(self, path: str, code: str, **told: Any) -> None:
        """Add a fault that deserves a look."""
        self._report.add(self, path, code, "warning", told)


def shown(value: Any) -> str:
    """Return a value as short text for a sentence."""
    text = value if isinstance(value, str) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def hints(name: str, known: Iterable[str]) -> dict[str, str]:
    """Return words for "did you mean", in both languages; empty when nothing is close."""
    close = get_close_matches(name[:_LONGEST], list(known), n=1, cutoff=0.6)
    if not close:
        return {"hint_sv": "", "hint_en": ""}
    return {"hint_sv": f" (menar ni {close[0]}?)", "hint_en": f" (did you mean {close[0]}?)"}
