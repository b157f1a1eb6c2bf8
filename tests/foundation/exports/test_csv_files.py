import csv
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsa.foundation.exports import Column, as_response, csv_file, csv_text

COLUMNS = [Column("Name"), Column("=Count")]


def test_a_file_of_text_and_numbers():
    rows = [
        ["Åsa, AB", -5],
        ["=1+1", 2.5],
        ["+46", None],
        ["-", datetime.date(2020, 5, 31)],
        ["@x", datetime.datetime(2020, 5, 31, 10, tzinfo=datetime.UTC)],
        [' =1"', True],
    ]

    assert csv_text(COLUMNS, rows).split("\r\n") == [
        '"Name","\'=Count"',
        '"Åsa, AB",-5',
        '"\'=1+1",2.5',
        '"\'+46",""',
        '"\'-","2020-05-31"',
        '"\'@x","2020-05-31T12:00:00"',
        '"\' =1""","Ja"',
        "",
    ]


def test_excel_is_told_that_it_is_utf_8():
    assert csv_file([Column("Å")], []) == b'\xef\xbb\xbf"\xc3\x85"\r\n'


@given(st.text(max_size=20))
def test_no_text_begins_like_a_formula_to_any_reader(text):
    made = csv_text([Column("A")], [[text]])
    (_, [read]) = csv.reader(made.splitlines(keepends=True))

    assert read.strip()[:1] not in set("=+-@＝＋－＠")
    assert read[:1] not in {"\t", "\r", "\n"}


@given(st.integers(-(10**14), 10**14))
def test_a_number_stays_a_number(number):
    assert csv_text([Column("A")], [[number]]).splitlines()[1] == str(number)


def test_a_row_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="Row 2 has 1 values for 2 columns"):
        csv_text(COLUMNS, [["a", 1], ["b"]])


@pytest.mark.parametrize(
    ("filename", "disposition", "media_type"),
    [
        ("cases.csv", 'attachment; filename="cases.csv"', "text/csv; charset=utf-8"),
        (
            "ärenden.pdf",
            "attachment; filename*=utf-8''%C3%A4renden.pdf",
            "application/pdf",
        ),
        (
            '../a"b\r\nSet-Cookie: x=1.xlsx',
            'attachment; filename="a_b Set-Cookie_ x=1.xlsx"',
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ],
)
def test_an_export_is_saved_and_never_shown_or_kept(filename, disposition, media_type):
    response = as_response(b"x", filename)

    assert response.headers["Content-Disposition"] == disposition
    assert response.headers["Content-Type"] == media_type
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("filename", ["page.html", "picture.svg", "file"])
def test_other_kinds_of_export_are_refused(filename):
    with pytest.raises(ValueError, match="no kind of export"):
        as_response(b"", filename)
