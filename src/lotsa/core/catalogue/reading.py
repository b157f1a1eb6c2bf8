"""Reads one YAML file written by someone else into plain values, or says on which line it fails.

Only the part of YAML that a catalogue needs is let through: mappings with text keys, lists, text,
numbers, true/false and nothing. Anchors, aliases and tags are refused, so that a small file cannot
unfold into a large one. Text that looks like a date stays text, and so does a number with a leading
zero: ``04`` is the code of a county, never the number four.
"""

import math
import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from lotsa.core.catalogue.faults import Fault

MAX_BYTES = 8_000_000
MAX_DEPTH = 40
MAX_DIGITS = 18

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Neither a database nor UTF-8 takes these, and an escape in a quoted text can spell them.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"})
_FALSE = frozenset({"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"})
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9_]*)")
_NUMBER = re.compile(r"[-+]?(?:(?:0|[1-9][0-9_]*)\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+][0-9]+)?")
_NOT_A_NUMBER = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


@dataclass(frozen=True)
class ReadFile:
    """One file as read: its value, its leading comment lines, and the line of every path."""

    value: Any
    header: str
    lines: dict[str, int]
    faults: tuple[Fault, ...]


@dataclass
class _Open:
    """A mapping or list that has begun but not ended."""

    value: dict[str, Any] | list[Any]
    path: str
    key: str | None = None
    skip_value: bool = False


@dataclass
class _Reader:
    file: str
    faults: list[Fault] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    stack: list[_Open] = field(default_factory=list)
    root: Any = None
    documents: int = 0

    def fault(self, line: int | None, code: str, sv: str, en: str, fix: tuple[str, str]) -> None:
        path = self.stack[-1].path if self.stack else ""
        self.faults.append(Fault(self.file, "", path, code, sv, en, fix[0], fix[1], "error", line))

    def feed(self, event: Any) -> bool:
        """Take one parser event; False means that reading cannot go on."""
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.fault(
                line,
                "yaml-alias",
                "Filen använder ankare eller alias (& eller *).",
                "The file uses an anchor or alias (& or *).",
                ("Skriv ut värdet i stället.", "Write the value out instead."),
            )
            return False
        if isinstance(event, yaml.DocumentStartEvent):
            return self._begin_document(line)
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            return self._begin(event, line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.stack.pop()
        return True

    def _begin_document(self, line: int) -> bool:
        self.documents += 1
        if self.documents == 1:
            return True
        self.fault(
            line,
            "yaml-documents",
            "Filen innehåller flera dokument (---).",
            "The file holds several documents (---).",
            ("Behåll ett dokument per fil.", "Keep one document per file."),
        )
        return False

    def _begin(self, event: Any, line: int) -> bool:
        if len(self.stack) >= MAX_DEPTH:
            self.fault(
                line,
                "yaml-depth",
                f"Filen är nästlad djupare än {MAX_DEPTH} nivåer.",
                f"The file is nested deeper than {MAX_DEPTH} levels.",
                ("Förenkla villkoret.", "Simplify the condition."),
            )
            return False
        self._refuse_tag(event, line)
        value: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        if self.stack and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None:
            self._refuse_key(line)
            return False
        path = self._place(value, line)
        self.stack.append(_Open(value, path))
        return True

    def _scalar(self, event: Any, line: int) -> None:
        if _UNSTORABLE.search(event.value):
            self.fault(
                line,
                "yaml-character",
                "Texten innehåller tecken som inte går att lagra.",
                "The text holds characters that cannot be stored.",
                ("Ta bort tecknen.", "Remove the characters."),
            )
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            self._key(top, event, line)
            return
        self._refuse_tag(event, line)
        plain = bool(event.implicit[0])
        self._place(self._plain(event.value, line) if plain else event.value, line)

    def _key(self, top: _Open, event: Any, line: int) -> None:
        key = event.value
        if event.implicit[0] and key in _NULL:
            self._refuse_key(line)
        if key in top.value:
            self.fault(
                line,
                "yaml-duplicate-key",
                f"Nyckeln ”{key}” står två gånger.",
                f'The key "{key}" appears twice.',
                ("Ta bort den ena.", "Remove one of them."),
            )
        top.key = key

    def _refuse_key(self, line: int) -> None:
        self.fault(
            line,
            "yaml-key",
            "En nyckel är tom eller är ingen text.",
            "A key is empty or is not text.",
            ("Skriv nyckeln som text.", "Write the key as text."),
        )

    def _refuse_tag(self, event: Any, line: int) -> None:
        if event.tag not in (None, "!"):
            self.fault(
                line,
                "yaml-tag",
                f"Filen använder typmärket {event.tag}.",
                f"The file uses the type tag {event.tag}.",
                ("Ta bort märket.", "Remove the tag."),
            )

    def _place(self, value: Any, line: int) -> str:
        """Put a finished or just begun value where it belongs and return its path."""
        if not self.stack:
            self.root = value
            self.lines[""] = line
            return ""
        top = self.stack[-1]
        if isinstance(top.value, dict):
            key = top.key or ""
            path = f"{top.path}.{key}" if top.path else key
            top.value[key] = value
            top.key = None
        else:
            path = f"{top.path}[{len(top.value)}]"
            top.value.append(value)
        self.lines[path] = line
        return path

    def _plain(self, text: str, line: int) -> Any:
        if text in _NULL:
            return None
        if text in _TRUE:
            return True
        if text in _FALSE:
            return False
        if _INTEGER.fullmatch(text) or _NUMBER.fullmatch(text):
            return self._number(text, line)
        if _NOT_A_NUMBER.fullmatch(text):
            self._refuse_number(text, line)
        return text

    def _number(self, text: str, line: int) -> Any:
        digits = text.replace("_", "")
        if len(digits.strip("+-")) > MAX_DIGITS + 10:
            self._refuse_number(text, line)
            return 0
        number: int | float = int(digits) if _INTEGER.fullmatch(text) else float(digits)
        if not math.isfinite(number) or abs(number) >= 10**MAX_DIGITS:
            self._refuse_number(text, line)
            return 0
        return number

    def _refuse_number(self, text: str, line: int) -> None:
        self.fault(
            line,
            "yaml-number",
            f"Talet {text[:30]} är för stort eller inget tal.",
            f"The number {text[:30]} is too large or not a number.",
            (
                "Skriv ett vanligt tal, eller text inom citattecken.",
                "Write a plain number, or quote the text.",
            ),
        )


def read_yaml(file: str, text: str | bytes) -> ReadFile:
    """Read one catalogue file.

    Args:
        file: File name, used in the faults.
        text: Content of the file; bytes are read as UTF-8.

    Returns:
        The value with its header and lines. When ``faults`` is not empty the value must not be used.
    """
    if len(text) > MAX_BYTES:
        return _unreadable(
            file,
            "file-too-large",
            f"Filen är större än {MAX_BYTES // 1_000_000} MB.",
            f"The file is larger than {MAX_BYTES // 1_000_000} MB.",
        )
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = bytes(error.object[: error.start]).count(b"\n") + 1
            return _unreadable(
                file,
                "not-utf8",
                "Filen är inte sparad som UTF-8.",
                "The file is not saved as UTF-8.",
                line,
            )
    reader = _Reader(file)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if not reader.feed(event):
                break
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = str(error.problem or error.context or "syntax")
        return _unreadable(
            file,
            "yaml-syntax",
            f"Filen går inte att läsa som YAML ({problem}).",
            f"The file cannot be read as YAML ({problem}).",
            None if mark is None else mark.line + 1,
        )
    except (yaml.YAMLError, UnicodeError, ValueError):
        return _unreadable(
            file,
            "yaml-character",
            "Filen innehåller tecken som inte får finnas i YAML.",
            "The file holds characters that YAML does not allow.",
        )
    return ReadFile(reader.root, _header(text), reader.lines, tuple(reader.faults))


def _header(text: str) -> str:
    kept: list[str] = []
    for line in text.removeprefix("\ufeff").splitlines():
        if not line.startswith("#"):
            break
        kept.append(line.rstrip())
    return "\n".join(kept)


def _unreadable(file: str, code: str, sv: str, en: str, line: int | None = None) -> ReadFile:
    fault = Fault(
        file,
        "",
        "",
        code,
        sv,
        en,
        "Rätta filen och försök igen.",
        "Correct the file and try again.",
        "error",
        line,
    )
    return ReadFile(None, "", {}, (fault,))
