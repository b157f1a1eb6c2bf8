import datetime
import zipfile
from io import BytesIO

import openpyxl
import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lotsa.foundation.exports import Column, Sheet, csv_file, workbook
from lotsa.foundation.imports import TableFault, read_table
from lotsa.foundation.imports.limits import MAX_BYTES, MAX_ROWS
from tests.support.zips import changed, zipped

NOON = datetime.datetime(2020, 5, 4, 10, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def read(content, name="file.csv"):
    return read_table(BytesIO(content), name)


def rows(content, name="file.csv"):
    return [(row.number, list(row.cells.values())) for row in read(content, name).rows]


def excel(lines, name="A"):
    book = openpyxl.Workbook()
    book.active.title = name
    for line in lines:
        book.active.append(line)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        "Namn;Ort\nÅsa & co;Umeå\n".encode(),
        "\ufeffNamn,Ort\r\nÅsa & co,Umeå".encode(),
        "Namn\tOrt\rÅsa & co\tUmeå\r".encode("latin-1"),
        "\n\nNamn;Ort\n\nÅsa & co; Umeå ;;\n;;\n".encode("cp1252"),
        "Namn;Ort\nÅsa & co;Umeå".encode("utf-16"),
        '"Namn";"Ort"\n"Åsa & co";"Umeå"\n'.encode(),
        # A comma within quotes does not make it a file separated by commas.
        'Namn;"Ort"\n"Åsa & co";Umeå\n'.encode(),
    ],
)
def test_csv_as_programs_write_it(content):
    table = read(content)

    assert table.headings == ("Namn", "Ort")
    assert [dict(row.cells) for row in table.rows] == [{"Namn": "Åsa & co", "Ort": "Umeå"}]


def test_rows_keep_the_numbers_that_the_spreadsheet_shows():
    content = b'A;B\n1;"two\nlines"\n\n3\n'

    assert rows(content) == [(3, ["1", "two\nlines"]), (5, ["3", ""])]


def test_a_separator_of_lines_that_only_python_knows_does_not_split():
    assert rows("A;B\n1\u2028x;2\x85y\n".encode()) == [(2, ["1\u2028x", "2\x85y"])]


def test_excel_values_come_out_as_text():
    content = excel(
        [
            ["Text", "Whole", "Broken", "Day", "Moment", "Yes", "Nothing", "Formula"],
            [
                " a ",
                5.0,
                2.5,
                datetime.date(2020, 5, 31),
                datetime.datetime(2020, 5, 31, 12, 30),  # noqa: DTZ001  Excel knows no zone
                True,
                None,
                "=1+1",
            ],
            [],
            ["b"],
        ]
    )

    assert rows(content, "file.xlsx") == [
        (2, ["a", "5", "2.5", "2020-05-31", "2020-05-31T12:30:00", "TRUE", "", ""]),
        (4, ["b", "", "", "", "", "", "", ""]),
    ]


def test_the_first_sheet_that_is_seen_is_read():
    book = openpyxl.load_workbook(BytesIO(excel([["Hidden"]])))
    book.active.sheet_state = "hidden"
    book.create_sheet("Seen").append(["Shown"])
    book.create_sheet("Later").append(["Later"])
    out = BytesIO()
    book.save(out)

    assert read(out.getvalue(), "A.XLSX").headings == ("Shown",)


SENTENCES = st.text(
    alphabet=st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"),
    max_size=12,
).map(str.strip)


@given(st.lists(st.tuples(SENTENCES, SENTENCES), max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_we_export_comes_back(lines):
    columns = [Column("A"), Column("=B")]
    kept = [list(line) for line in lines if any(line)]

    as_csv = read(csv_file(columns, kept))
    as_excel = read(workbook([Sheet("S", columns, kept)], made_at=NOON), "a.xlsx")

    for table in (as_csv, as_excel):
        assert table.headings == ("A", "=B")
        assert [list(row.cells.values()) for row in table.rows] == kept


def lying_dimensions():
    """A sheet that says it reaches to the bottom right corner."""
    content = excel([["A"], ["1"]])
    with zipfile.ZipFile(BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    lie = sheet.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"')
    assert lie != sheet
    return changed(content, {"xl/worksheets/sheet1.xml": lie})


def test_a_sheet_that_lies_about_its_size_is_read_for_what_it_holds():
    assert rows(lying_dimensions(), "a.xlsx") == [(2, ["1"])]


def far_away(place, row):
    content = excel([["A"], ["1"]])
    with zipfile.ZipFile(BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    moved = sheet.replace(b'r="A2"', b'r="%s"' % place).replace(b'r="2"', b'r="%s"' % row)
    assert moved != sheet
    return changed(content, {"xl/worksheets/sheet1.xml": moved})


DOCUMENT_TYPE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x/>'


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.csv", "empty"),
        (b" \n;;\n", "a.csv", "empty"),
        (b"A;B\n1;2", "a.pdf", "neither a CSV file nor an Excel file"),
        (b"A;B\n1;2", "a.xlsx", "neither a CSV file nor an Excel file"),
        (b"PK\x03\x04", "a.csv", "neither a CSV file nor an Excel file"),
        (b"\xd0\xcf\x11\xe0old", "a.csv", "neither a CSV file nor an Excel file"),
        (b"A;B\n1;\x00", "a.csv", "not a text file"),
        (b'A;B\n"1";2\n"1"x;2', "a.csv", "Row 3 cannot be read"),
        (b'A;B\n"1;2', "a.csv", "cannot be read"),
        (b"A;;C\n1;2;3", "a.csv", "Column 2 has no heading"),
        (b"A;B;a\n1;2;3", "a.csv", "Two columns are called “a”"),
        (b"A;B\n1;2\n1;2;3", "a.csv", "Row 3 has more cells"),
        (b"A\n" + b"x" * 5001, "a.csv", "A cell in row 2 has more than 5000 characters"),
        (b";".join(b"%d" % n for n in range(101)), "a.csv", "Row 1 has more than 100 columns"),
        (b"A\n" + b"1\n" * (MAX_ROWS + 1), "a.csv", "more than 10000 rows"),
        (
            b";".join(b"%d" % n for n in range(100)) + b"\n" + (b"1;" * 99 + b"1\n") * 2001,
            "a.csv",
            "more than 2000 rows",
        ),
        (b"x" * (MAX_BYTES + 1), "a.csv", "larger than 5 MB"),
        (b"PK\x03\x04" + b"x" * 100, "a.xlsx", "Excel file cannot be read"),
        (excel([["A"], ["1"]]) + b"trailing", "a.xlsx", "Excel file cannot be read"),
        (excel([["A"], ["1"]])[:-400], "a.xlsx", "Excel file cannot be read"),
        (zipped({"a.txt": b"no workbook"}), "a.xlsx", "Excel file cannot be read"),
        (
            changed(excel([["A"]]), {"xl/vbaProject.bin": b"macro"}),
            "a.xlsx",
            "The file has macros",
        ),
        (
            changed(excel([["A"]]), {"xl/sharedStrings.xml": DOCUMENT_TYPE}),
            "a.xlsx",
            "Excel file cannot be read",
        ),
        (
            changed(
                excel([["A"]]),
                {"xl/workbook.xml": DOCUMENT_TYPE.decode().encode("utf-16")},
            ),
            "a.xlsx",
            "Excel file cannot be read",
        ),
        (
            changed(excel([["A"]]), {"xl/worksheets/sheet1.xml": b"<x>" * 99}),
            "a.xlsx",
            "Excel file cannot be read",
        ),
        (
            changed(excel([["A"]]), {"xl/bomb.xml": b"<a>" + b" " * 20_000_000}),
            "a.xlsx",
            "Excel file cannot be read",
        ),
        (zipped({f"{n}.xml": b"<a/>" for n in range(501)}), "a.xlsx", "Excel file cannot be read"),
        (far_away(b"A1048576", b"1048576"), "a.xlsx", "too much in the file"),
        (far_away(b"XFD2", b"2"), "a.xlsx", "more than 100 columns"),
    ],
    ids=lambda value: None if isinstance(value, bytes) else value,
)
def test_what_is_no_table_is_told_in_a_sentence(content, name, sentence):
    with pytest.raises(TableFault, match=sentence) as caught:
        read(content, name)

    assert str(caught.value).endswith(".")


@given(st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_a_table_or_a_fault(content):
    try:
        table = read(content)
    except TableFault:
        return
    assert all(tuple(row.cells) == table.headings for row in table.rows)


WORKBOOK = excel([["A", "B"], ["1", 2], [True, 2.5]])


@given(st.data())
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=150,
)
def test_a_damaged_workbook_is_a_table_or_a_fault(data):
    """Bytes changed in the zip file, or in one of the files it holds."""
    if data.draw(st.booleans()):
        content = bytearray(WORKBOOK)
        for _ in range(data.draw(st.integers(1, 4))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        content = bytes(content)
    else:
        with zipfile.ZipFile(BytesIO(WORKBOOK)) as archive:
            part = data.draw(st.sampled_from(archive.namelist()))
            inner = archive.read(part)
        at = data.draw(st.integers(0, len(inner)))
        gone = data.draw(st.integers(0, 20))
        put = data.draw(st.binary(max_size=8))
        content = changed(WORKBOOK, {part: inner[:at] + put + inner[at + gone :]})
    try:
        table = read(content, "a.xlsx")
    except TableFault:
        return
    assert table.headings
