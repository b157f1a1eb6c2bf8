"""What is wrong with a catalogue, said so that the person who wrote it can put it right."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Fault:
    """One fault: where it is, what it is and what to do about it.

    Attributes:
        file: File name in the catalogue folder, e.g. ``measures.yaml``.
        measure: Id of the measure (or field, need, actor) the fault sits in; empty for the file.
        path: Path inside that item, e.g. ``windows[2].criteria.all[1].value``.
        code: Stable name of the kind of fault, for tests and tools.
        message_sv: What is wrong, in Swedish.
        message_en: What is wrong, in English.
        remedy_sv: What to do, in Swedish.
        remedy_en: What to do, in English.
        severity: An error refuses the catalogue; a warning is worth a look.
        line: Line in the file, counted from 1, when it is known.
    """

    file: str
    measure: str
    path: str
    code: str
    message_sv: str
    message_en: str
    remedy_sv: str
    remedy_en: str
    severity: Severity = "error"
    line: int | None = None

    def message(self, language: str) -> str:
        """Return the message in ``language`` (``sv``, otherwise English)."""
        return self.message_sv if language == "sv" else self.message_en

    def remedy(self, language: str) -> str:
        """Return the remedy in ``language`` (``sv``, otherwise English)."""
        return self.remedy_sv if language == "sv" else self.remedy_en

    def place(self) -> str:
        """Return file, line, measure and path as one line of text."""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return " ".join(part for part in (where, self.measure, self.path) if part)


def errors(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """Return the faults that refuse a catalogue."""
    return tuple(fault for fault in faults if fault.severity == "error")


class CatalogueRefused(ValueError):
    """Raised when a catalogue has faults and nothing of it was taken in."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Keep the faults for the caller to show."""
        self.faults = faults
        first = faults[0].place() + ": " + faults[0].message_en if faults else "no reason given"
        super().__init__(f"{len(faults)} fault(s) in the catalogue; first: {first}")
