import zipfile
from contextlib import suppress

import pytest
from django.utils.safestring import mark_safe
from hypothesis import given, settings
from hypothesis import strategies as st

from lotsa.foundation.exports.documents import pdf_a
from lotsa.foundation.files.checks import MAX_BYTES, MEDIA_TYPES, media_type
from lotsa.foundation.files.faults import FileFault, Reason
from lotsa.foundation.files.names import clean_name
from tests.support.uploads import JPEG, PNG, docx, odt, pdf, xlsx
from tests.support.zips import changed, zipped

EXTERNAL = (
    '<Relationships><Relationship Id="1" Type="http://x/relationships/{}" '
    'Target="https://example.se/x" TargetMode="{}"/></Relationships>'
)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (pdf(), "a.pdf"),
        (pdf(b"<</URI (https://example.se)>>", b"5 0 <</Type /Font>>"), "a.PDF"),
        (pdf_a(mark_safe("<h1>Ärende</h1>"), "A", "sv"), "a.pdf"),
        (PNG, "a.png"),
        (PNG + b"some camera's own note", "a.png"),
        (JPEG, "a.jpg"),
        (JPEG, "a.jpeg"),
        ("Hej på er\r\n\tmed indrag".encode(), "a.txt"),
        ("Hej på er".encode("cp1252"), "a.txt"),
        ("Hej på er".encode("utf-16"), "a.txt"),
        ("Åsa;1 < 2 & 3 > 2\n".encode(), "a.csv"),
        (docx(), "a.docx"),
        (docx(word__media__image1_DOT_png=PNG, word__embeddings__a_DOT_xlsx=xlsx()), "a.docx"),
        (
            docx(word___rels__document_DOT_xml_DOT_rels=EXTERNAL.format("hyperlink", "External")),
            "a.docx",
        ),
        (
            docx(
                word___rels__settings_DOT_xml_DOT_rels=EXTERNAL.format(
                    "attachedTemplate", "Internal"
                )
            ),
            "a.docx",
        ),
        (xlsx(), "a.xlsx"),
        (odt(), "a.odt"),
        (odt("spreadsheet"), "a.ods"),
        (
            # As LibreOffice leaves them: empty folders, and a file without anything in it.
            odt(Configurations2__accelerator__current_DOT_xml="", Configurations2__menubar__=""),
            "a.odt",
        ),
    ],
)
def test_ordinary_files_are_taken_in(content, name):
    assert media_type(content, name) == MEDIA_TYPES[name.rsplit(".", 1)[1].lower()]


HARMFUL_PDF = [
    b"<</S /JavaScript/JS (app.alert)>>",
    b"<</S /J#61vaScript/JS (x)>>",
    b"<</S /#4a#61#76#61Script>>",
    b"<</S /Launch/F (calc.exe)>>",
    b"<</Type /EmbeddedFile>>",
    b"<</Names <</EmbeddedFiles 7 0 R>>>>",
    b"<</S/SubmitForm>>",
    b"<</Subtype/RichMedia>>",
    b"<</XFA 9 0 R>>",
    b"<</S /GoToE>>",
]


@pytest.mark.parametrize("body", HARMFUL_PDF)
def test_a_pdf_that_does_something_is_refused_in_the_open_and_packed(body):
    for content in (pdf(body), pdf(packed=b"5 0 " + body)):
        with pytest.raises(FileFault) as caught:
            media_type(content, "a.pdf")
        assert caught.value.reason is Reason.ACTIVE


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.txt", Reason.EMPTY),
        (b"x" * (MAX_BYTES + 1), "a.txt", Reason.TOO_LARGE),
        # Kinds that are not taken in.
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", Reason.TYPE),
        (b"<p>hej</p>", "a.html", Reason.TYPE),
        (b"MZ\x90\x00", "a.exe", Reason.TYPE),
        (b"text", "a", Reason.TYPE),
        (b"text", "a.txt.exe", Reason.TYPE),
        (zipped({"a.txt": b"x"}), "a.zip", Reason.TYPE),
        # Under another name.
        (b"MZ\x90\x00\x03", "a.txt", Reason.TYPE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.docx", Reason.TYPE),
        (b"GIF89a", "a.png", Reason.EXTENSION),
        (b"\x7fELF\x02\x01", "a.pdf", Reason.TYPE),
        (PNG, "a.jpg", Reason.EXTENSION),
        (JPEG, "a.pdf", Reason.EXTENSION),
        (pdf(), "a.docx", Reason.EXTENSION),
        (docx(), "a.xlsx", Reason.EXTENSION),
        (odt(), "a.ods", Reason.EXTENSION),
        (xlsx(), "a.txt", Reason.EXTENSION),
        (b"text", "a.pdf", Reason.EXTENSION),
        # Pages and scripts that call themselves text.
        (b"<!DOCTYPE html><p>hej", "a.txt", Reason.TYPE),
        (b" \n<HTML>", "a.txt", Reason.TYPE),
        (b"hej <ScRiPt>alert(1)</script>", "a.csv", Reason.TYPE),
        (b"a,<img src=x onerror=alert(1)>", "a.csv", Reason.TYPE),
        (b"<?xml version='1.0'?><svg onload='x'/>", "a.txt", Reason.TYPE),
        ("<script>".encode("utf-16"), "a.txt", Reason.TYPE),
        (b"#!/bin/sh\nrm -r x", "a.txt", Reason.TYPE),
        (b"MIME-Version: 1.0\nContent-Type: text/html", "a.txt", Reason.TYPE),
        (b"<?php system($_GET[1]);", "a.txt", Reason.TYPE),
        (b"%!PS\x00", "a.txt", Reason.TYPE),
        # Two kinds of file at once.
        (pdf() + zipped({"a.class": b"x"}), "a.pdf", Reason.ACTIVE),
        (PNG + zipped({"a.class": b"x"}), "a.png", Reason.ACTIVE),
        (b"hej\n" + zipped({"a.txt": b"x"}, packing=zipfile.ZIP_STORED), "a.txt", Reason.ACTIVE),
        (PNG + b"<script>alert(1)</script>", "a.png", Reason.ACTIVE),
        (JPEG[:30] + b"<?PHP x?>" + JPEG[30:], "a.jpg", Reason.ACTIVE),
        (JPEG + b"%PDF-1.7", "a.jpg", Reason.ACTIVE),
        (docx() + pdf(), "a.docx", Reason.BROKEN),
        # Cut off, locked, hidden.
        (PNG[:-8], "a.png", Reason.BROKEN),
        (JPEG[:-2], "a.jpg", Reason.BROKEN),
        (pdf()[:-7], "a.pdf", Reason.BROKEN),
        (pdf(b"<</Encrypt 8 0 R>>"), "a.pdf", Reason.LOCKED),
        (pdf(b"<</#45ncrypt 8 0 R>>"), "a.pdf", Reason.LOCKED),
        (pdf(packed=b"x", head=b"/Filter /LZWDecode"), "a.pdf", Reason.BROKEN),
        (pdf(packed=b"x", head=b"/Filter 9 0 R"), "a.pdf", Reason.BROKEN),
        (pdf(packed=b"x", head=b"/Filter [/FlateDecode /FlateDecode]"), "a.pdf", Reason.BROKEN),
        (
            pdf(packed=b"x", head=b"/Filter /FlateDecode/DecodeParms <<>>"),
            "a.pdf",
            Reason.BROKEN,
        ),
        (pdf(packed=b" " * 60_000_000), "a.pdf", Reason.BROKEN),
        # Built to take long to look through.
        (pdf(b"stream\n" * 60_000), "a.pdf", Reason.BROKEN),
        (pdf(b"#41" * 60_000), "a.pdf", Reason.BROKEN),
        (
            odt(**{"META-INF__manifest_DOT_xml": "<manifest:encryption-data/>"}),
            "a.odt",
            Reason.LOCKED,
        ),
        # Macros, objects and what is fetched from elsewhere.
        (docx(word__vbaProject_DOT_bin=b"x"), "a.docx", Reason.ACTIVE),
        (docx(word__activeX__activeX1_DOT_xml="<a/>"), "a.docx", Reason.ACTIVE),
        (docx(word__embeddings__oleObject1_DOT_bin=b"x"), "a.docx", Reason.ACTIVE),
        (docx(word__embeddings__a_DOT_exe=b"x"), "a.docx", Reason.ACTIVE),
        (docx(word__afchunk_DOT_html=b"x"), "a.docx", Reason.ACTIVE),
        (
            changed(
                docx(), {"[Content_Types].xml": '<T a="application/vnd.x.macroEnabled.main+xml"/>'}
            ),
            "a.docx",
            Reason.ACTIVE,
        ),
        (
            docx(
                word___rels__settings_DOT_xml_DOT_rels=EXTERNAL.format(
                    "attachedTemplate", "External"
                )
            ),
            "a.docx",
            Reason.ACTIVE,
        ),
        (
            # The same, written so that a search for the words does not find them.
            docx(
                word___rels__settings_DOT_xml_DOT_rels=EXTERNAL.format(
                    "attached&#84;emplate", "&#69;xternal"
                )
            ),
            "a.docx",
            Reason.ACTIVE,
        ),
        (
            changed(
                docx(),
                {"word/document.xml": "<w:p><w:instrText>DDEAUTO c:\\x</w:instrText></w:p>"},
            ),
            "a.docx",
            Reason.ACTIVE,
        ),
        (odt(Basic__Standard__Module1_DOT_xml="<a/>"), "a.odt", Reason.ACTIVE),
        (odt(Scripts__python__x_DOT_py=b"x"), "a.odt", Reason.ACTIVE),
        (odt(**{"Object 1": b"x"}), "a.odt", Reason.ACTIVE),
        # Zip files that are built to harm.
        (docx(word__x_DOT_xml="<a>" + " " * 60_000_000), "a.docx", Reason.BROKEN),
        (docx(**{f"{n}_DOT_bin": b"" for n in range(2001)}), "a.docx", Reason.BROKEN),
        (docx(**{"..__x_DOT_xml": "<a/>"}), "a.docx", Reason.BROKEN),
        (docx(WORD__document_DOT_xml="<a/>"), "a.docx", Reason.BROKEN),
        (docx(word__x_DOT_xml="<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"), "a.docx", Reason.BROKEN),
        (docx()[:-30], "a.docx", Reason.BROKEN),
        (zipped({"word/document.xml": "<a/>"}), "a.docx", Reason.TYPE),
        (odt("graphics"), "a.odt", Reason.TYPE),
    ],
    ids=lambda value: None if isinstance(value, bytes) else str(value),
)
def test_what_is_not_taken_in(content, name, reason):
    with pytest.raises(FileFault) as caught:
        media_type(content, name)

    assert caught.value.reason is reason
    assert str(caught.value).endswith(".")


@given(st.binary(max_size=200), st.sampled_from(sorted(MEDIA_TYPES)))
def test_any_bytes_are_of_a_kind_or_refused(content, name):
    with suppress(FileFault):
        assert media_type(content, f"a.{name}") == MEDIA_TYPES[name]


WHOLE = [
    ("a.pdf", pdf(b"<</A 1>>", b"5 0 <</B 2>>")),
    ("a.png", PNG),
    ("a.docx", docx()),
    ("a.odt", odt()),
    ("a.xlsx", xlsx()),
]


@given(st.data())
@settings(max_examples=150)
def test_damaged_files_are_of_a_kind_or_refused(data):
    name, whole = data.draw(st.sampled_from(WHOLE))
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(FileFault):
        assert media_type(bytes(content), name) in MEDIA_TYPES.values()


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        ("Bokslut 2020.pdf", "Bokslut 2020.pdf"),
        ("C:\\Users\\anna\\bokslut.pdf", "bokslut.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..", "file"),
        ("", "file"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ("a\x00.pdf", "a .pdf"),
        # Written from the right, it would read as a picture.
        ("faktura\u202egpj.exe", "fakturagpj.exe"),
        ("a\u200b\u2066b\u2069.pdf", "ab.pdf"),
        ("  .hidden.pdf. ", "hidden.pdf"),
        ('a"b<c>|?*.pdf', "a_b_c_.pdf"),
        ("Ärende مرحبا.pdf", "Ärende مرحبا.pdf"),
        ("A\u030arsredovisning.pdf", "Årsredovisning.pdf"),
        ("x" * 200 + ".pdf", "x" * 116 + ".pdf"),
        ("\ud800a.pdf", "a.pdf"),
    ],
)
def test_names_are_cleaned(given_name, expected):
    assert clean_name(given_name) == expected


@given(st.text(max_size=300))
def test_any_name_becomes_one_that_is_safe(text):
    name = clean_name(text)

    assert 0 < len(name) <= 120
    assert name.isprintable()
    assert not set(name) & set('/\\:*?"<>|')
    assert not name.startswith(".")
    assert clean_name(name) == name
