"""``lotsa sie`` as an analyst runs it."""

from __future__ import annotations

import argparse
import json

import pytest

from lotsa.ops.commands import sie
from tests.core.bookkeeping.sie_factory import restaurant, restaurant_2019


@pytest.fixture
def lotsa_sie(capsys):
    def run(*files) -> tuple[int, dict]:
        parser = argparse.ArgumentParser()
        sie.add_parser(parser.add_subparsers())
        args = parser.parse_args(["sie", *map(str, files)])
        code = args.func(args)
        lines = capsys.readouterr().out.splitlines()
        assert len(lines) == 1
        return code, json.loads(lines[0])

    return run


def test_one_file_gives_months_basis_and_problems(lotsa_sie, tmp_path):
    path = tmp_path / "bok.se"
    path.write_bytes(restaurant().add("vad är detta").encoded())
    code, document = lotsa_sie(path)
    assert code == 0
    assert document["months"]["2020-04"] == 180000
    assert document["covered_to"] == "2020-04-30"
    assert document["account_basis"]["accounts"] == "3000–3799"
    assert document["account_basis"]["accounts_used"] == ["3010", "3011", "3731"]
    assert [one["code"] for one in document["problems"]] == ["unreadable_lines"]
    assert document["problems"][0]["sentence_sv"].startswith("Rader som inte hör till SIE-formatet")


def test_two_files_are_put_together(lotsa_sie, tmp_path):
    (tmp_path / "2020.se").write_bytes(restaurant("2020-01").encoded())
    (tmp_path / "2019.se").write_bytes(restaurant_2019().encoded("utf-8"))
    code, document = lotsa_sie(tmp_path / "2020.se", tmp_path / "2019.se")
    assert code == 0
    assert document["years"] == {"2019": 6780000}


def test_what_is_not_sie_gives_a_sentence_and_one(lotsa_sie, tmp_path):
    path = tmp_path / "bok.pdf"
    path.write_bytes(b"%PDF-1.7")
    code, document = lotsa_sie(path)
    assert code == 1
    assert document["code"] == "pdf"
    assert document["error"].startswith("The file is a PDF, not a SIE file.")
    assert document["error_sv"].startswith("Filen är en pdf, inte en SIE-fil.")


def test_a_file_that_is_not_there_gives_a_sentence_and_one(lotsa_sie, tmp_path):
    code, document = lotsa_sie(tmp_path / "ingen.se")
    assert code == 1
    assert document["code"] == "unreadable"
