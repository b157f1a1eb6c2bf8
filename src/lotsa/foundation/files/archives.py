"""Looking into zip files (which office documents are) without being overrun by them."""

import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final
from xml.parsers import expat

_LOCAL_HEADER: Final = b"PK\x03\x04"
_END_RECORD: Final = b"PK\x05\x06"
_END_LENGTH: Final = 22
_ENCRYPTED: Final = 0x1
_PACKINGS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_CHUNK: Final = 64 * 1024


class ArchiveFault(ValueError):
    """The zip file is broken, or is built to harm whoever unpacks it."""


@dataclass(frozen=True)
class Limits:
    """How much a zip file may hold.

    Attributes:
        entries: files in it.
        unpacked: bytes of all of them together.
        ratio: how many times larger it may become; not asked below `always_fine`.
        always_fine: bytes unpacked that any ratio may reach.
    """

    entries: int = 2_000
    unpacked: int = 100 * 1024 * 1024
    ratio: int = 100
    always_fine: int = 5 * 1024 * 1024


class Archive:
    """A zip file whose sizes, names and ends have been checked.

    Nothing but the zip file may lie in the bytes, neither before nor after, so that it cannot pass
    for something else as well.
    """

    def __init__(self, content: bytes, limits: Limits | None = None) -> None:
        """Read the table of contents. Raises ArchiveFault."""
        limits = limits or Limits()
        if not content.startswith(_LOCAL_HEADER) or content[-_END_LENGTH:][:4] != _END_RECORD:
            raise ArchiveFault("There is more in the file than a zip file.")
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise ArchiveFault("The table of contents cannot be read.") from error
        entries = self._zip.infolist()
        self.names = tuple(entry.filename for entry in entries)
        unpacked = sum(entry.file_size for entry in entries)
        if len(entries) > limits.entries or unpacked > limits.unpacked:
            raise ArchiveFault("There is too much in it.")
        if unpacked > max(limits.always_fine, limits.ratio * len(content)):
            raise ArchiveFault("It grows too much when unpacked.")
        if len({name.casefold() for name in self.names}) < len(self.names):
            raise ArchiveFault("Two files in it have the same name.")
        if any(_leads_away(name) for name in self.names):
            raise ArchiveFault("A name in it leads out of the folder.")
        if any(e.flag_bits & _ENCRYPTED or e.compress_type not in _PACKINGS for e in entries):
            raise ArchiveFault("It is encrypted, or packed in an unusual way.")

    def read(self, name: str) -> bytes:
        """One file in it; no more is unpacked than its size in the table of contents.

        Raises:
            ArchiveFault: it is not there, or broken.
        """
        try:
            return self._zip.read(name)
        except Exception as error:  # zipfile lets zlib's and struct's own errors through
            raise ArchiveFault(f"{name} cannot be read.") from error

    def check_markup(self) -> None:
        """See that no XML file in it declares a document type, where entities are defined.

        Raises:
            ArchiveFault: one does, or is not XML.
        """
        for name in self.names:
            if not name.casefold().endswith((".xml", ".rels")):
                continue
            markup = self.read(name)
            if markup.strip():  # LibreOffice leaves some of them empty
                _check_no_document_type(markup)


def _leads_away(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or not name


class _Enough(Exception):
    """The root element has begun; no document type can follow."""


def _check_no_document_type(markup: bytes) -> None:
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise ArchiveFault("An XML file declares a document type.")

    def stop(*_: object) -> None:
        raise _Enough

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        for start in range(0, max(len(markup), 1), _CHUNK):
            parser.Parse(markup[start : start + _CHUNK], start + _CHUNK >= len(markup))
    except _Enough:
        return
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, ArchiveFault):
            raise
        raise ArchiveFault("An XML file cannot be read.") from error
