import importlib.abc
import logging
import re
import socket
import sys

import pytest
from django.utils.safestring import SafeString, mark_safe

from lotsa.foundation.exports.documents import DocumentsUnavailable, pdf_a
from tests.support import pdf

BODY = mark_safe(
    "<h1>Ärende 17</h1><p>Hej, vad får vi för stöd? 150\u00a0000\u00a0kr − 60\u00a0procent</p>"
    "<table><tr><th>Dag</th></tr><tr><td>31 maj</td></tr></table>"
    '<p><a href="https://example.se/">En länk</a></p>'
)


@pytest.fixture(scope="module")
def made():
    return pdf_a(BODY, "Ärende <17> & mer", "sv")


def test_it_says_that_it_is_pdf_a_3u(made):
    said = pdf.metadata(made)

    assert made.startswith(b"%PDF-1.7")
    assert re.search(r'pdfaid:part(="|>)3', said)
    assert re.search(r'pdfaid:conformance(="|>)U', said)
    assert "Ärende &lt;17&gt; &amp; mer" in said
    whole = b" ".join(head for head, _ in pdf.objects(made).values())
    assert b"/OutputIntents" in whole
    assert re.search(rb"/Lang ?\(sv\)", whole)


def test_it_is_tagged_for_screen_readers(made):
    whole = b" ".join(head for head, _ in pdf.objects(made).values())

    assert re.search(rb"/MarkInfo\s*<<\s*/Marked true", whole)
    assert {b"/H1", b"/P", b"/Table", b"/TH", b"/TD", b"/Link"} <= set(re.findall(rb"/\w+", whole))


def test_its_text_can_be_read_back(made):
    said = re.sub(r"\s+", " ", pdf.text(made))

    assert "Ärende 17" in said
    assert "Hej, vad får vi för stöd? 150 000 kr − 60 procent" in said
    assert "31 maj" in said
    assert "1 (1)" in said


def test_every_font_is_in_the_file(made):
    whole = b" ".join(head for head, _ in pdf.objects(made).values())
    descriptors = re.findall(rb"/Type /FontDescriptor", whole)

    assert descriptors
    assert len(re.findall(rb"/FontFile[23] ", whole)) == len(descriptors)


def test_the_same_page_gives_the_same_bytes(made):
    assert pdf_a(BODY, "Ärende <17> & mer", "sv") == made


def test_what_is_not_marked_safe_is_printed_as_it_stands():
    said = pdf.text(pdf_a("<b>fet</b>", "Titel", "sv"))

    assert "<b>fet</b>" in said


def test_a_document_from_right_to_left():
    made = pdf_a(mark_safe("<p>مرحبا</p>"), "A", "ar")

    assert re.search(rb"/Lang ?\(ar\)", b" ".join(head for head, _ in pdf.objects(made).values()))


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="http://example.se/a.png" alt="bilden saknas">',
        '<img src="file:///etc/hostname" alt="bilden saknas">',
        '<img src="/etc/hostname" alt="bilden saknas">',
        '<img src="static:../../../settings/base.py" alt="bilden saknas">',
        '<img src="static:lotsa/no-such.svg" alt="bilden saknas">',
        '<p style="background: url(ftp://example.se/x)">bilden saknas</p>',
        '<link rel="stylesheet" href="https://example.se/a.css"><p>bilden saknas</p>',
        '<link rel="attachment" href="file:///etc/hostname"><p>bilden saknas</p>',
        "<style>@import 'http://example.se/x.css';</style><p>bilden saknas</p>",
        '<object data="file:///etc/hostname">bilden saknas</object>',
    ],
)
def test_nothing_is_fetched_from_outside(markup, monkeypatch, caplog):
    caplog.set_level(logging.CRITICAL, "weasyprint")
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("a connection"))
    made = pdf_a(SafeString(markup), "A", "sv")
    heads = b" ".join(head for head, _ in pdf.objects(made).values())

    assert "bilden saknas" in pdf.text(made)
    assert b"/EmbeddedFile" not in heads


def test_our_own_pictures_are_drawn():
    without = pdf_a(mark_safe("<p>x</p>"), "A", "sv")
    made = pdf_a(mark_safe('<p>x</p><img src="static:lotsa/mark.svg" alt="Lotsa">'), "A", "sv")

    assert "Lotsa" not in pdf.text(made)
    assert len(made) > len(without)


class _Missing(importlib.abc.MetaPathFinder):
    """As on a machine without Pango: the package is there and its library is not."""

    def find_spec(self, name, *_):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")


def test_a_machine_without_the_libraries_is_told_so(monkeypatch):
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [_Missing(), *sys.meta_path])

    with pytest.raises(DocumentsUnavailable, match="Pango"):
        pdf_a(BODY, "A", "sv")
