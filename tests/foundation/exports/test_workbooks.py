import datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from lotsa.foundation.exports import Column, Kind, Sheet, workbook
from lotsa.foundation.exports.workbooks import sheet_name

NOON = datetime.datetime(2020, 5, 4, 10, 0, tzinfo=datetime.UTC)


def read(content):
    return openpyxl.load_workbook(BytesIO(content))


def cells(content):
    return [[cell.value for cell in row] for row in read(content).worksheets[0].iter_rows()]


def one(value, kind=Kind.TEXT):
    """The cell that a value becomes."""
    made = workbook([Sheet("A", [Column("Value", kind)], [[value]])], made_at=NOON)
    return read(made).worksheets[0]["A2"]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+46 8 123",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "{=1}",
        "https://example.se",
        "mailto:a@example.se",
        "007",
        "1e5",
    ],
)
def test_text_stays_text_whatever_it_begins_with(text):
    cell = one(text)

    assert cell.data_type == "s"
    assert cell.value == text
    assert cell.hyperlink is None


@pytest.mark.parametrize(
    ("value", "kind", "expected", "type_of_cell", "number_format"),
    [
        (1234, Kind.NUMBER, 1234, "n", "#,##0"),
        (-5, Kind.NUMBER, -5, "n", "#,##0"),
        (Decimal("2.5"), Kind.DECIMAL, 2.5, "n", "#,##0.0"),
        (0.25, Kind.SHARE, 0.25, "n", "0%"),
        (150_000, Kind.MONEY, 150_000, "n", '#,##0 "kr"'),
        (datetime.date(2020, 5, 31), Kind.DATE, datetime.datetime(2020, 5, 31), "d", "yyyy-mm-dd"),  # noqa: DTZ001
        # Noon in Sweden, from ten in UTC.
        (NOON, Kind.MOMENT, datetime.datetime(2020, 5, 4, 12), "d", "yyyy-mm-dd hh:mm"),  # noqa: DTZ001
        (None, Kind.NUMBER, None, "n", "General"),
        (float("nan"), Kind.DECIMAL, None, "n", "General"),
        (float("inf"), Kind.DECIMAL, None, "n", "General"),
        # An organisation number or another long one loses no digit.
        (5567037485123456, Kind.TEXT, "5567037485123456", "s", "General"),
        (True, Kind.TEXT, "Ja", "s", "General"),
        (False, Kind.TEXT, "Nej", "s", "General"),
    ],
)
def test_how_values_are_written(value, kind, expected, type_of_cell, number_format):
    cell = one(value, kind)

    assert (cell.value, cell.data_type, cell.number_format) == (
        expected,
        type_of_cell,
        number_format,
    )


def test_what_a_file_cannot_hold_is_left_out_and_long_text_is_cut():
    assert one("a\x00b\x1fc\ufffe").value == "abc"
    assert one("\ud800x").value == "?x"
    assert one("x" * 40_000).value == "x" * 32_766 + "…"
    # Excel counts such a sign as two.
    assert one("𐀀" * 20_000).value == "𐀀" * 16_383 + "…"


def test_headings_are_translated_frozen_and_filtered():
    with translation.override("sv"):
        sheets = [Sheet("Cases", [Column(gettext_lazy("Yes")), Column("=B", width=44)], [["a", 1]])]
        made = workbook(sheets, made_at=NOON)
    sheet = read(made).worksheets[0]

    assert [cell.value for cell in sheet[1]] == ["Ja", "=B"]
    assert sheet["B1"].data_type == "s"
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B2"
    assert sheet.column_dimensions["B"].width == pytest.approx(44, abs=1)


def test_columns_are_as_wide_as_they_need_to_be_and_no_wider():
    columns = [Column("Id"), Column("Text")]
    made = workbook([Sheet("A", columns, [["1", "word " * 40], ["2", "x"]])], made_at=NOON)
    widths = read(made).worksheets[0].column_dimensions

    assert 7 < widths["A"].width < 10
    assert 50 < widths["B"].width < 62


def test_the_same_rows_give_the_same_bytes():
    def made():
        return workbook([Sheet("A", [Column("B")], [["c"], [1]])], made_at=NOON)

    assert made() == made()
    assert read(made()).properties.created == datetime.datetime(2020, 5, 4, 12)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("wanted", "taken", "expected"),
    [
        ("Cases", [], "Cases"),
        ("Län: [AC] 1/2 *?\\", [], "Län AC 1 2"),
        ("", [], "1"),
        ("'quoted'", [], "quoted"),
        ("History", [], "History 1"),
        ("x" * 40, [], "x" * 31),
        ("Cases", ["cases"], "Cases 2"),
        ("x" * 40, ["x" * 31, "x" * 29 + " 2"], "x" * 29 + " 3"),
        ("a\nb\x00", [], "a b"),
        ("𐀀" * 20, [], "𐀀" * 15),
    ],
)
def test_sheet_names_are_such_as_excel_takes(wanted, taken, expected):
    assert sheet_name(wanted, taken) == expected


@given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
def test_any_names_make_a_workbook_that_opens(names):
    made = workbook([Sheet(name, [Column("A")], []) for name in names], made_at=NOON)

    assert len(read(made).sheetnames) == len(names)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_text_comes_back_as_text(text):
    cell = one(text)

    assert cell.data_type in {"s", "n"}
    assert cell.data_type == "s" or cell.value is None


@pytest.mark.parametrize(
    "sheets",
    [
        [],
        [Sheet("A", [Column("B")], [["one", "too many"]])],
        [Sheet("A", [Column("B")], [[datetime.datetime(2020, 5, 4)]])],  # noqa: DTZ001  the fault
    ],
)
def test_what_makes_no_table_is_refused(sheets):
    with pytest.raises(ValueError, match=r"needs|values"):
        workbook(sheets, made_at=NOON)
