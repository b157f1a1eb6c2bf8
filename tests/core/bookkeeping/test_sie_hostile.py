"""Any bytes at all give a reading or a SieFault, and never take long."""

from __future__ import annotations

import json
import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lotsa.core.bookkeeping.decoding import MAX_BYTES
from lotsa.core.bookkeeping.faults import SieFault
from lotsa.core.bookkeeping.ledger import MAX_LINES
from lotsa.core.bookkeeping.reading import to_document
from lotsa.core.bookkeeping.rows import parse_amount, parse_date, parse_period, split_fields
from lotsa.core.bookkeeping.sie import read_sie
from tests.core.bookkeeping.sie_factory import head, restaurant, restaurant_2019, with_sales

SAMPLES = tuple(
    file.encoded(encoding)
    for file in (restaurant(), restaurant("2019-07"), restaurant_2019())
    for encoding in ("cp437", "latin-1", "utf-8")
)

LABELS = st.sampled_from(
    [
        "#VER",
        "#TRANS",
        "#RTRANS",
        "#BTRANS",
        "#PSALDO",
        "#RES",
        "#RAR",
        "#KONTO",
        "#KTYP",
        "#SRU",
        "#IB",
        "#GEN",
        "#OMFATTN",
        "#VALUTA",
        "#KPTYP",
        "#ORGNR",
        "#FTYP",
        "#SIETYP",
        "#FORMAT",
        "#trans",
        "#",
        "{",
        "}",
    ]
)
FIELDS = st.one_of(
    st.sampled_from(
        [
            "0",
            "-1",
            "-2",
            "1",
            "3010",
            "3799",
            "20190131",
            "20190231",
            "20190101",
            "20191231",
            "201901",
            "201913",
            "{}",
            '{"1" "2"}',
            "{",
            "}",
            '"',
            '""',
            '"a \\" b"',
            "-1.5",
            "1,5",
            "-",
            "−",
            "NaN",
            "1e9",
            "9" * 15,
            "9" * 4000,
            "4",
            "EUR",
            "I",
            "7410",
            "EGEN",
            "\\",
        ]
    ),
    st.text(max_size=8),
)
LINES = st.builds(
    lambda label, fields: " ".join([label, *fields]), LABELS, st.lists(FIELDS, max_size=6)
)


def reads_or_refuses(data: bytes) -> None:
    """The whole contract: a reading that is sound inside, or a fault."""
    try:
        reading = read_sie(data)
    except SieFault:
        return
    document = json.loads(json.dumps(to_document(reading), allow_nan=False))
    assert set(reading.complete_months) <= set(reading.months)
    assert all(amount.is_finite() for amount in reading.months.values())
    assert (reading.covered_from is None) == (not reading.complete_months)
    for told in document["problems"]:
        assert told["sentence_sv"].isprintable() or "\u00a0" in told["sentence_sv"]
        assert told["sentence_en"].isprintable()


@given(st.binary(max_size=2000))
def test_any_bytes(data):
    reads_or_refuses(data)


@given(st.lists(LINES, max_size=40), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
@settings(max_examples=300)
def test_any_lines_with_real_labels(lines, newline, with_head):
    begin = head().text() if with_head else ""
    reads_or_refuses((begin + newline.join(lines)).encode("utf-8", "replace"))


@given(
    st.sampled_from(SAMPLES),
    st.lists(
        st.tuples(st.integers(0, 12_000), st.integers(0, 30), st.binary(max_size=12)), max_size=8
    ),
)
@settings(max_examples=200)
def test_real_files_cut_and_spliced(sample, cuts):
    data = bytearray(sample)
    for at, length, put in cuts:
        data[at : at + length] = put
    reads_or_refuses(bytes(data))


@given(st.sampled_from(("cp437", "latin-1", "utf-8")), st.data())
@settings(max_examples=50)
def test_a_file_of_sales_cut_off_anywhere_never_tells_more_than_the_whole(encoding, data):
    sample = restaurant_2019().encoded(encoding)
    whole = read_sie(sample)
    try:
        part = read_sie(sample[: data.draw(st.integers(0, len(sample)))])
    except SieFault:
        return
    assert all(amount <= whole.months[month] for month, amount in part.months.items())
    assert set(part.complete_months) <= set(whole.complete_months)


@given(st.text(max_size=200))
def test_fields_of_any_line(line):
    assert all(isinstance(one, str) for one in split_fields(line))


@given(
    st.lists(
        st.text(st.characters(exclude_characters='"\\', exclude_categories=["C", "Z"]), max_size=9)
    )
)
def test_quoted_fields_come_back_as_written(texts):
    line = " ".join('"' + text + '"' for text in texts)
    assert split_fields(line) == texts


@given(st.integers(1 - 10**12, 10**12 - 1), st.integers(0, 99), st.sampled_from(".,"))
def test_amounts_come_back_as_written(kronor, ore, mark):
    token = f"{kronor}{mark}{ore:02d}"
    assert parse_amount(token) == int(Decimal(token.replace(",", ".")) * 100)


@given(st.text(max_size=30))
def test_any_token_is_a_value_or_nothing(token):
    amount = parse_amount(token)
    assert amount is None or abs(amount) <= 10**14
    parse_date(token)
    parse_period(token)


HOSTILE = {
    "one endless line": b"#TRANS " + b"9" * (MAX_BYTES - 7),
    "endless backslashes and quotes": b"\n".join([b'#VER "' + b'\\"' * 3900] * 1300),
    "endless braces": b"\n".join([b"#VER A 1 20190101", *[b"#TRANS 3010 " + b'{"' * 3900] * 1300]),
    "blank lines": b"\n" * (MAX_LINES - 10) + b"#VER A",
    "rows on ever new days": head().encoded()
    + b'#VER A 1 20190101 ""\n'
    + b"".join(
        b"#TRANS %d {} 1 %d%02d%02d\n"
        % (3000 + day % 700, 1980 + day % 121, 1 + day % 12, 1 + day % 28)
        for day in range(330_000)
    ),
    "high bytes": b"#VER A 1 20190101\n" + bytes(range(128, 256)) * 80_000,
    "only unknown labels": b"#X\n" * (MAX_LINES - 10) + b"#VER A",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_take_seconds_at_most(name):
    data = HOSTILE[name]
    assert len(data) <= MAX_BYTES
    began = time.process_time()
    reads_or_refuses(data)
    # Ten times what it takes on a slow machine: quadratic time would take hours.
    assert time.process_time() - began < 30


def test_time_grows_with_size_and_not_faster():
    def seconds(times: int) -> float:
        file = head()
        for _ in range(times):
            with_sales(file, {f"2019-{month:02d}": 100 for month in range(1, 13)})
        data = file.encoded()
        return min(_timed(data) for _ in range(3))

    small, large = seconds(40), seconds(160)
    assert large < small * 4 * 3


def _timed(data: bytes) -> float:
    began = time.process_time()
    read_sie(data)
    return time.process_time() - began
