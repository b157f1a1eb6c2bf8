"""Small files of every kind, as programs write them."""

import zlib
from io import BytesIO

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.zips import CONTENT_TYPES, zipped

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\xdac\xfc\xcf\xc0P\x0f\x00\x04\x85\x01\x80\x84\xa9\x8c!"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    + b"\x11" * 90
    + (b"\xff\xd9")
)


def pdf(body=b"", packed=None, *, head=b"/Filter /FlateDecode"):
    """A small PDF file with `body` as an object of its own, and objects packed together."""
    parts = [b"%PDF-1.7\n1 0 obj\n<</Type /Catalog/Pages 2 0 R>>\nendobj\n"]
    if body:
        parts.append(b"3 0 obj\n" + body + b"\nendobj\n")
    if packed is not None:
        data = zlib.compress(packed)
        parts.append(b"4 0 obj\n<</Type /ObjStm/N 1/First 4%s/Length %d>>\n" % (head, len(data)))
        parts.append(b"stream\n" + data + b"\nendstream\nendobj\n")
    parts.append(b"trailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n")
    return b"".join(parts)


def docx(**more):
    """A Word document; `more` are other parts by name, with / written as __ and . as _DOT_."""
    parts = {name.replace("__", "/").replace("_DOT_", "."): text for name, text in more.items()}
    return zipped(
        {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": "<w:document/>", **parts}
    )


def odt(kind="text", **more):
    """An OpenDocument file; `more` as for docx."""
    parts = {name.replace("__", "/").replace("_DOT_", "."): text for name, text in more.items()}
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": "<office:document-content><office:scripts/></office:document-content>",
            "META-INF/manifest.xml": "<manifest:manifest/>",
            **parts,
        }
    )


def xlsx():
    out = BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def upload(content=b"text", name="file.txt"):
    return SimpleUploadedFile(name, content)
