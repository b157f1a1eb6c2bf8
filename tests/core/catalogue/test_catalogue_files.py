from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lotsa.core.catalogue.files import ITEMS, read_catalogue, write_catalogue
from lotsa.core.catalogue.reading import MAX_BYTES, read_yaml
from lotsa.core.catalogue.writing import write_yaml
from lotsa.foundation.catalogue_folder import packaged, read_texts, write_folder
from tests.support.catalogues import valid_catalogues

ROOT = Path(__file__).parents[3]
PACKAGED = ROOT / "src" / "lotsa" / "data" / "catalogue"
SHARED = ROOT.parent / "shared" / "data"


def texts_of(folder):
    return {name: text.decode() for name, text in read_texts(folder).items()}


def test_the_packaged_catalogue_comes_out_byte_for_byte():
    assert write_catalogue(packaged()) == texts_of(PACKAGED)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the facts as first collected are not here")
def test_the_collected_facts_come_out_byte_for_byte():
    catalogue, faults = read_catalogue(texts_of(SHARED))
    assert faults == ()
    assert write_catalogue(catalogue) == texts_of(SHARED)


def test_writing_to_a_folder_and_reading_back_gives_the_same(tmp_path):
    write_folder(tmp_path / "new", packaged())
    assert texts_of(tmp_path / "new") == texts_of(PACKAGED)


def test_another_reader_of_yaml_sees_the_same_values():
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for name, document in packaged().documents.items():
        text = (PACKAGED / name).read_text(encoding="utf-8")
        assert yaml.load(text, Loader=loader) == document  # noqa: S506 - a safe loader


_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.floats(-1e15, 1e15, allow_nan=False).filter(lambda x: x == 0 or abs(x) > 1e-15)
    | st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=40)
    | st.sampled_from(
        [
            "04",
            "0484",
            "2020-05-04",
            "yes",
            "no",
            "null",
            "~",
            "1_000",
            "12:30",
            "<<",
            "=",
            "0o7",
            "- a",
            "a: b",
            "#x",
            "&a",
            "*a",
            "!x",
            "1e3",
            "1.",
            ".5",
            ".inf",
            "0x1F",
            " led",
            "å",
        ]
    )
)
_KEYS = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1, max_size=12
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=100)
@given(st.dictionaries(_KEYS, _VALUES, max_size=6), st.sampled_from(sorted(ITEMS)))
def test_what_is_written_reads_back_the_same_and_writes_the_same_bytes(document, file):
    text = write_yaml(file, document, "# Rubrik\n# rad två")
    read = read_yaml(file, text)
    assert read.faults == ()
    assert read.value == document
    assert repr(read.value) == repr(document), "the order of keys and the kinds of numbers"
    assert write_yaml(file, read.value, read.header) == text


@settings(max_examples=15)
@given(valid_catalogues())
def test_a_catalogue_survives_a_round_trip(catalogue):
    first = write_catalogue(catalogue)
    again, faults = read_catalogue(first)
    assert faults == ()
    assert dict(again.documents) == dict(catalogue.documents)
    assert write_catalogue(again) == first


def test_a_code_with_leading_zero_and_a_date_stay_text():
    read = read_yaml("measures.yaml", "a: [04, 0484, 2020-05-04, 12:30, 5, 1.5, yes]")
    assert read.value == {"a": ["04", "0484", "2020-05-04", "12:30", 5, 1.5, True]}


def test_synonyms_keep_every_comment():
    text = (
        "# Överst\nversion: 1\ngroups:\n  # ── moms ──\n  - words: {sv: [moms,   mervärdesskatt]}\n"
    )
    texts = {"fields.yaml": "fields: []", "measures.yaml": "measures: []", "synonyms.yaml": text}
    catalogue, faults = read_catalogue(texts)
    assert faults == ()
    assert write_catalogue(catalogue)["synonyms.yaml"] == text


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(8)
)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\nb: 2\na: 3\n", "yaml-duplicate-key", 3),
        (BOMB, "yaml-alias", 1),
        ("a: 1\nb: *a\n", "yaml-alias", 2),
        ("[" * 5000, "yaml-depth", 1),
        ("a: !!python/object/apply:os.system ['true']\n", "yaml-tag", 1),
        ("a: 1\n---\nb: 2\n", "yaml-documents", 2),
        ("a:\n  - b\n c: 1\n", "yaml-syntax", 3),
        ("a: \x07bell\n", "yaml-character", None),
        ('a: 1\nb: "x\\0"\n', "yaml-character", 2),
        ("a: 1\n? [x]\n: 2\n", "yaml-key", 2),
        ("~: 1\n", "yaml-key", 1),
        ("a: .nan\n", "yaml-number", 1),
        ("a: " + "9" * 5000, "yaml-number", 1),
        ("a: 1.0e+999\n", "yaml-number", 1),
        (b"a: 1\nb: \xff\xfe\n", "not-utf8", 2),
        ("a" * (MAX_BYTES + 1), "file-too-large", None),
    ],
    ids=lambda value: (
        value if isinstance(value, str) and value.startswith(("yaml", "not", "file")) else ""
    ),
)
def test_what_may_not_stand_in_a_file_is_named_with_its_line(text, code, line):
    faults = read_yaml("measures.yaml", text).faults
    assert [(fault.code, fault.line) for fault in faults][:1] == [(code, line)]
    assert faults[0].message_sv
    assert faults[0].remedy_en


def test_an_early_byte_order_mark_is_no_trouble():
    assert read_yaml("needs.yaml", b"\xef\xbb\xbf# Hej\na: 1\n").header == "# Hej"


@pytest.mark.parametrize(
    ("texts", "place"),
    [
        ({}, "fields.yaml"),
        ({"fields.yaml": "fields: []"}, "measures.yaml"),
        ({"fields.yaml": "", "measures.yaml": "measures: []"}, "fields.yaml:1"),
        ({"fields.yaml": "fields: {}", "measures.yaml": "measures: []"}, "fields.yaml:1 fields"),
        (
            {"fields.yaml": "fields: []", "measures.yaml": "measures:\n  - 5"},
            "measures.yaml:2 measures[0]",
        ),
        (
            {"fields.yaml": "fields: []", "measures.yaml": "measures:\n  - {id: 5}"},
            "measures.yaml:2 measures[0].id",
        ),
        (
            {
                "fields.yaml": "fields: []",
                "measures.yaml": "measures: []",
                "actors.yaml": "actors:\n  - {id: ' '}",
            },
            "actors.yaml:2 actors[0].id",
        ),
    ],
)
def test_a_file_of_the_wrong_shape_is_refused_with_its_place(texts, place):
    catalogue, faults = read_catalogue(texts)
    assert catalogue is None
    assert faults[0].place() == place


_LINES = st.sampled_from(
    [
        "measures:",
        "  - id: a",
        "    windows: [",
        "}",
        "  - {id: b, criteria: {all: [{}]}}",
        "\t",
        "'",
        "# c",
        "? x",
        "- - -",
        "&a",
        "*a",
        "!!int x",
        "a: |",
        "  text",
        "%YAML 9",
        "...",
        "---",
    ]
)


@settings(max_examples=150)
@given(
    st.lists(_LINES | st.text(max_size=30), max_size=12).map("\n".join) | st.binary(max_size=200)
)
def test_any_content_gives_a_catalogue_or_faults_and_never_an_error(content):
    catalogue, faults = read_catalogue({"fields.yaml": content, "measures.yaml": content})
    assert (catalogue is None) == bool(faults)
    for fault in faults:
        assert fault.message_sv
        assert fault.remedy_sv
