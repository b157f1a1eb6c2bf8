import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsa.foundation.web.typed import one_line, paragraphs


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("  Kim  Påhitt ", "Kim Påhitt"),
        ("Kim\r\nBcc: alla@example.com", "Kim Bcc: alla@example.com"),
        ("Kim\u2028Påhitt", "Kim Påhitt"),
        ("Kim\x00", "Kim"),
        ("\x00 \x1f", ""),
        ("Ki\x07m", "Kim"),
    ],
)
def test_a_line_is_one_line(typed, line):
    assert one_line(typed) == line


def test_paragraphs_keep_their_lines():
    assert paragraphs("\n Hej!\r\n\r\nVi\x00 har\tfrågor.\x0b ") == "Hej!\r\n\r\nVi har\tfrågor."


@given(st.text())
def test_what_is_left_can_be_stored_and_stays_as_it_is(text):
    line, kept = one_line(text), paragraphs(text)

    assert line.isprintable() or not set(line) & set(map(chr, range(32)))
    assert len(line.splitlines()) <= 1
    assert "\x00" not in kept
    assert one_line(line) == line
