"""Office documents: which kind, and that they hold no macros and reach for nothing outside."""

import re
from typing import Final
from xml.parsers import expat

from lotsa.foundation.files.archives import Archive, ArchiveFault
from lotsa.foundation.files.faults import FileFault, Reason

_MAIN_PART: Final = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_OPEN_DOCUMENT: Final = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_ACTIVE_PARTS: Final = re.compile(
    r"vbaproject|vbadata|activex|oleobject|macrosheets|dialogsheets|customui|^basic/|^scripts/"
    r"|^object[^/]*$|\.(?:exe|dll|js|vbs|hta|bat|cmd|ps1|lnk|docm|xlsm|jar|html?)$",
    re.IGNORECASE,
)
_MACRO_TYPES: Final = re.compile(rb"macroEnabled|vbaProject|ms-office\.activeX", re.IGNORECASE)
_FETCHED: Final = frozenset(
    ["attachedtemplate", "frame", "oleobject", "package", "subdocument", "altchunk", "afchunk"]
)
"""What is fetched from elsewhere when the document is opened; links to click are not among them."""
_ODF_SCRIPTS: Final = re.compile(
    rb"<(?:office:script|script:event-listener|office:dde-source|text:dde-connection)\b"
    rb"|(?:vnd\.sun\.star\.script|macro):",
    re.IGNORECASE,
)
_DDE: Final = re.compile(
    rb"<w:instrText\b[^>]{0,200}>\s{0,200}DDE|w:instr\s?=\s?[\"']\s{0,200}DDE|<ddeLink\b"
)


def kind(content: bytes) -> str:
    """The extension that belongs to an office document: docx, xlsx, odt or ods.

    Raises:
        FileFault: broken, locked, another zip file, or with something that runs or fetches.
    """
    try:
        archive = Archive(content)
        found = _kind(archive)
        if any(_ACTIVE_PARTS.search(name) for name in archive.names):
            raise FileFault(Reason.ACTIVE)
        archive.check_markup()
        _check_parts(archive)
    except ArchiveFault as fault:
        raise FileFault(Reason.BROKEN) from fault
    return found


def _kind(archive: Archive) -> str:
    if archive.names and archive.names[0] == "mimetype":
        found = _OPEN_DOCUMENT.get(archive.read("mimetype").strip())
        if found and "content.xml" in archive.names:
            if b"manifest:encryption-data" in archive.read("META-INF/manifest.xml"):
                raise FileFault(Reason.LOCKED)
            return found
    elif "[Content_Types].xml" in archive.names:
        kinds = {found for part, found in _MAIN_PART.items() if part in archive.names}
        if len(kinds) == 1:
            return kinds.pop()
    raise FileFault(Reason.TYPE)


def _check_parts(archive: Archive) -> None:
    for name in archive.names:
        if not name.casefold().endswith((".xml", ".rels")):
            continue
        part = archive.read(name)
        if name == "[Content_Types].xml":
            harmful = bool(_MACRO_TYPES.search(part))
        elif name.casefold().endswith(".rels"):
            harmful = bool(part.strip()) and _fetches(part)
        else:
            harmful = bool(_DDE.search(part) or _ODF_SCRIPTS.search(part))
        if harmful:
            raise FileFault(Reason.ACTIVE)


def _fetches(relationships: bytes) -> bool:
    """Whether opening the document would fetch something from outside it."""
    found = False

    def look(_element: str, attributes: dict[str, str]) -> None:
        nonlocal found
        given = {name.casefold(): value.strip().casefold() for name, value in attributes.items()}
        kind_of_part = given.get("type", "").rpartition("/")[2]
        found |= given.get("targetmode") == "external" and kind_of_part in _FETCHED

    parser = expat.ParserCreate()
    parser.StartElementHandler = look
    try:
        parser.Parse(relationships, True)  # noqa: FBT003  the parser's own interface
    except expat.ExpatError as error:
        raise FileFault(Reason.BROKEN) from error
    return found
