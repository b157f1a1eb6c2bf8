"""From bytes to text: what kind of file it is and which character set its letters speak."""

from __future__ import annotations

from lotsa.core.bookkeeping.faults import SieFault

MAX_BYTES = 10 * 1024 * 1024
"""Largest file read. A year of vouchers for a firm with a thousand vouchers a month is about 5 MB."""

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "excel"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"\xff\xfe", "utf16"),
    (b"\xfe\xff", "utf16"),
)

_UTF8_BOM = b"\xef\xbb\xbf"
_HEAD = 4096

# The letters that decide, in the order å ä ö Å Ä Ö, and rarer ones of Swedish names.
_SWEDISH = "åäöÅÄÖ"
_RARER = "éÉüÜ"


def recognise(data: bytes) -> None:
    """Refuse what is plainly something else than a SIE file.

    Raises:
        SieFault: ``empty``, ``too_big``, or the kind of file it is instead.
    """
    if len(data) > MAX_BYTES:
        raise SieFault("too_big")
    if not data.strip(b"\x00\x1a \t\r\n"):
        raise SieFault("empty")
    for signature, code in _SIGNATURES:
        if data.startswith(signature):
            raise SieFault(code)
    if data.startswith(b"PK\x03\x04"):
        raise SieFault(_in_zip(data))
    head = data[:_HEAD].removeprefix(_UTF8_BOM).lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        raise SieFault("html")
    if head.startswith(b"<"):
        raise SieFault("sie5" if b"<sie" in head or b":sie" in head or b"sie.se" in head else "xml")
    _refuse_binary(data)


def _in_zip(data: bytes) -> str:
    # Office writes its part names in clear text in the archive's directory.
    if b"xl/workbook" in data or b"xl/worksheets" in data:
        return "excel"
    return "word" if b"word/document" in data else "zip"


def _refuse_binary(data: bytes) -> None:
    printable = data.rstrip(b"\x00\x1a")
    control = len(printable) - len(printable.translate(None, _CONTROL))
    if b"\x00" in printable or control * 100 > len(printable):
        raise SieFault("binary")


_CONTROL = bytes(set(range(32)) - {9, 10, 13, 12, 26, 21})


def decode(data: bytes) -> tuple[str, str]:
    """The text of a SIE file and the name of the character set it was written in.

    The label ``#FORMAT`` says PC8 in nearly every file, also in those that programs wrote
    in Latin-1 or UTF-8, so the letters themselves are asked: each candidate scores what it
    would make of the bytes above 127. PC8 (CP437) is the standard's own and wins a tie.

    Returns:
        text, and one of ``ascii``, ``utf-8``, ``cp437``, ``latin-1``, ``cp1252``.
    """
    if data.startswith(_UTF8_BOM):
        return data[len(_UTF8_BOM) :].decode("utf-8", "replace"), "utf-8"
    if data.isascii():
        return data.decode("ascii"), "ascii"
    counts = _high_bytes(data)
    scores = {
        "utf-8": _utf8_score(data, sum(counts.values())),
        "cp437": _single_byte_score(counts, "cp437"),
        "latin-1": _single_byte_score(counts, "cp1252"),
    }
    order = ("utf-8", "cp437", "latin-1")
    best = max(order, key=lambda name: (scores[name], -order.index(name)))
    if best != "latin-1":
        return data.decode(best, "replace"), best
    if any(0x80 <= byte <= 0x9F for byte in counts):  # noqa: PLR2004 - Latin-1 has no letters there
        return data.decode("cp1252", "replace"), "cp1252"
    return data.decode("latin-1"), "latin-1"


def _high_bytes(data: bytes) -> dict[int, int]:
    high = data.translate(None, bytes(range(128)))
    return {byte: high.count(byte) for byte in set(high)}


def _single_byte_score(counts: dict[int, int], codec: str) -> int:
    """Letters a Swede would write score, all other characters above 127 cost."""
    score = 0
    for byte, count in counts.items():
        letter = bytes([byte]).decode(codec, "replace")
        score += count * (3 if letter in _SWEDISH else 1 if letter in _RARER else -2)
    return score


def _utf8_score(data: bytes, high: int) -> int:
    """Three a pair for Swedish letters in UTF-8, minus what then would be left unexplained."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pairs = sum(data.count(letter.encode("utf-8")) for letter in _SWEDISH + _RARER)
        return pairs * 6 - high * 2
    # Text in another character set is almost never valid UTF-8 by chance.
    return 6 * sum(text.count(letter) for letter in _SWEDISH) + 3 * high
