"""Reads the text of a PDF back, as far as our own documents need it."""

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def objects(content):
    """Object number to its dictionary and its unpacked stream."""
    found = {}
    for number, body in _OBJECT.findall(content):
        stream = _STREAM.search(body)
        data = stream[1] if stream else b""
        found[int(number)] = (
            body[: stream.start()] if stream else body,
            _unpacked(data) if stream and b"FlateDecode" in body else data,
        )
    for head, data in list(found.values()):
        if b"/ObjStm" in head:
            found |= _packed(head, data)
    return found


def _unpacked(data):
    # Packed bytes may end as a line does, and then lose that end above; it is but the checksum's.
    return zlib.decompressobj().decompress(data)


def _packed(head, data):
    """The objects that lie together in one stream, which begins with their numbers and places."""
    first = int(re.search(rb"/First (\d+)", head)[1])
    numbers = [int(word) for word in data[:first].split()]
    starts = numbers[1::2]
    ends = [*starts[1:], len(data) - first]
    return {
        number: (data[first + start : first + end], b"")
        for number, start, end in zip(numbers[::2], starts, ends, strict=True)
    }


def metadata(content):
    """The XMP packet, as text."""
    return next(data for _, data in objects(content).values() if b"x:xmpmeta" in data).decode()


def _signs(to_unicode):
    """Glyph to text, out of a ToUnicode map."""
    signs = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", to_unicode, re.DOTALL):
        for glyph, text in re.findall(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            signs[int(glyph, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    return signs


def text(content):
    """All that is written in the document, in order, without regard to lines."""
    parts = objects(content)
    resources = b" ".join(head for head, _ in parts.values())
    maps = {}
    for name, number in re.findall(rb"/(\S+) (\d+) 0 R", resources):
        head = parts.get(int(number), (b"", b""))[0]
        if unicode_map := re.search(rb"/ToUnicode (\d+) 0 R", head):
            maps[name] = _signs(parts[int(unicode_map[1])][1])
    said = []
    for _, data in parts.values():
        if not re.search(rb"\bBT\b", data):
            continue
        signs = {}
        for font, shown in re.findall(rb"/(\S+) \S+ Tf|<([0-9a-fA-F]*)>", data):
            if font:
                signs = maps[font]
            else:
                codes = [int(shown[at : at + 4], 16) for at in range(0, len(shown), 4)]
                said += [signs.get(code, "\ufffd") for code in codes]
    return "".join(said)
