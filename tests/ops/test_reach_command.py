"""``lotsa population make`` and ``lotsa reach`` as an analyst uses them."""

import csv
import io
import json

import polars as pl
import pytest

from lotsa.ops.cli import main

FIELDS = """
fields:
  - {id: staff, type: integer, ops: [lte, gte]}
  - {id: municipality, type: list_of_codes, ops: [in], unit: municipality code}
  - {id: region, type: list_of_codes, ops: [in], unit: county code}
"""
MEASURES = """
measures:
  - id: small-grant
    criteria: {all: [{field: staff, op: lte, value: 9}]}
    windows: [{id: w, apply_from: '2020-04-01', apply_to: '2020-06-30'}]
  - id: local-grant
    criteria: {all: [{field: region, op: in, value: ['04']}]}
    windows: [{id: w, open_ended: true}]
"""


@pytest.fixture
def catalogue(tmp_path):
    folder = tmp_path / "catalogue"
    folder.mkdir()
    (folder / "fields.yaml").write_text(FIELDS, encoding="utf-8")
    (folder / "measures.yaml").write_text(MEASURES, encoding="utf-8")
    return folder


@pytest.fixture
def population(tmp_path):
    path = tmp_path / "companies.parquet"
    pl.DataFrame(
        {
            "staff": [1, 5, 40, None],
            "municipality": ["0484", "0484", "1980", "0480"],
            "colour": ["red", "blue", "red", "blue"],
        }
    ).write_parquet(path)
    return path


def reach(catalogue, population, *more, as_of="2020-05-04"):
    return main(["reach", str(catalogue), "--population", str(population), "--as-of", as_of, *more])


def test_json_counts_every_measure(catalogue, population, capsys):
    assert reach(catalogue, population, "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["companies"] == 4
    assert found["synthetic"] is False
    assert found["ignored_columns"] == ["colour"]
    assert found["measures"] == [
        {"measure": "small-grant", "yes": 2, "manual": 0, "maybe": 1, "no": 1},
        {"measure": "local-grant", "yes": 3, "manual": 0, "maybe": 0, "no": 1},
    ]


def test_csv_by_group_adds_up_and_keeps_remarks_apart(catalogue, population, capsys):
    assert reach(catalogue, population, "--by", "region", "--format", "csv") == 0
    shown = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(shown.out)))
    assert rows[0] == {
        "measure": "small-grant", "region": "04", "companies": "3",
        "yes": "2", "manual": "0", "maybe": "1", "no": "0",
    }  # fmt: skip
    assert len(rows) == 4
    assert "4 companies, judged as of 2020-05-04." in shown.err


def test_the_date_decides(catalogue, population, capsys):
    assert reach(catalogue, population, "--measure", "small-grant", as_of="2020-07-01") == 0
    assert capsys.readouterr().out.splitlines()[-1].split() == ["small-grant", "0", "0", "0", "4"]


@pytest.mark.parametrize(
    ("more", "as_of", "says"),
    [
        (["--measure", "no-such"], "2020-05-04", "no measure 'no-such'"),
        (["--by", "height"], "2020-05-04", "height"),
        (["--by", "staff:section"], "2020-05-04", "section"),
        ([], "4 May", "not a date"),
    ],
)
def test_a_wrong_question_is_answered_with_a_sentence(
    catalogue, population, capsys, more, as_of, says
):
    assert reach(catalogue, population, *more, as_of=as_of) == 2
    shown = capsys.readouterr()
    assert says in shown.err
    assert shown.out == ""


def test_a_file_that_is_missing_or_something_else_is_named(catalogue, tmp_path, capsys):
    assert reach(catalogue, tmp_path / "none.parquet") == 2
    assert "no such file" in capsys.readouterr().err
    other = tmp_path / "other.parquet"
    other.write_text("not parquet at all", encoding="utf-8")
    assert reach(catalogue, other) == 2
    assert "cannot be read as Parquet" in capsys.readouterr().err


def test_a_value_that_does_not_fit_is_named(catalogue, tmp_path, capsys):
    path = tmp_path / "bad.parquet"
    pl.DataFrame({"staff": [1.5]}).write_parquet(path)
    assert reach(catalogue, path) == 2
    assert "staff: holds a number that is not whole" in capsys.readouterr().err


def test_a_folder_without_a_catalogue_is_refused(population, tmp_path, capsys):
    assert reach(tmp_path, population) == 2
    assert "fields.yaml" in capsys.readouterr().err


def test_a_population_that_no_measure_asks_about_is_counted(catalogue, tmp_path, capsys):
    path = tmp_path / "unrelated.parquet"
    pl.DataFrame({"colour": ["red", "blue"]}).write_parquet(path)
    assert reach(catalogue, path, "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["companies"] == 2
    assert found["nothing_known_of"] == ["region", "staff"]


def test_synthetic_companies_are_counted_as_such(catalogue, tmp_path, capsys):
    path = tmp_path / "made.parquet"
    make = ["population", "make", "--companies", "300", "--seed", "4", "-o", str(path)]
    assert main(make) == 0
    assert "300 synthetic companies, seed 4" in capsys.readouterr().out
    first = pl.read_parquet(path)
    assert main(make) == 0
    assert pl.read_parquet(path).equals(first)
    capsys.readouterr()
    assert reach(catalogue, path) == 0
    shown = capsys.readouterr().out
    assert "Synthetic companies. Shares are approximate" in shown
    assert reach(catalogue, path, "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["synthetic"] is True
    assert "municipality" in found["approximate"]


@pytest.mark.parametrize("number", ["0", "-3"])
def test_a_number_of_companies_out_of_bounds_is_refused(tmp_path, capsys, number):
    path = tmp_path / "made.parquet"
    assert main(["population", "make", "--companies", number, "-o", str(path)]) == 2
    assert "must be 1 to" in capsys.readouterr().err
    assert not path.exists()


def test_a_file_that_cannot_be_written_is_named(tmp_path, capsys):
    path = tmp_path / "no-such-folder" / "made.parquet"
    assert main(["population", "make", "--companies", "5", "-o", str(path)]) == 1
    assert "cannot be written" in capsys.readouterr().err
