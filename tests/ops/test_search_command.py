"""``lotsa search`` on the packaged catalogue and on folders of one's own."""

import argparse
import io
import json
import sys

import pytest

from lotsa.ops.commands import search as command


def run(monkeypatch, capsys, lines, *arguments):
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    args = parser.parse_args(["search", *arguments])
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))
    code = args.func(args)
    captured = capsys.readouterr()
    return code, [json.loads(line) for line in captured.out.splitlines()], captured.err


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("omställningstöd", "omstallningsstod"),
        ("rabatt på hyran", "hyresstod-2020"),
        ("skjuta upp momsen", "anstand-arsmoms"),
        ("loan guarantee", "statlig-lanegaranti"),
        ("Riksgälden", "statlig-lanegaranti"),
        ("examensarbete", "exjobb-oru"),
    ],
)
def test_the_packaged_catalogue_answers(monkeypatch, capsys, query, expected):
    code, answers, _ = run(monkeypatch, capsys, [{"id": 7, "query": query}])
    assert code == 0
    assert answers[0]["id"] == 7
    assert expected in answers[0]["measures"][:2]


def test_one_line_out_for_each_in_and_bad_ones_say_so(monkeypatch, capsys):
    lines = [
        {"id": "a", "query": "Almi", "language": "sv"},
        "not json",
        [1],
        {"id": "b"},
        {"id": "c", "query": "Almi", "language": 3},
        "",
        {"id": "d", "query": "\ud800 lån"},
    ]
    code, answers, _ = run(monkeypatch, capsys, lines, "--limit", "3")
    assert code == 1
    assert [answer["id"] for answer in answers] == ["a", None, None, "b", "c", "d"]
    assert ["error" in answer for answer in answers] == [False, True, True, True, True, False]
    assert len(answers[0]["measures"]) == 3
    assert all(key.startswith("almi") for key in answers[0]["measures"])


def test_another_catalogue_needs_only_its_measures(monkeypatch, capsys, tmp_path):
    (tmp_path / "measures.yaml").write_text(
        "measures:\n- {id: kayttopaaoma, name_sv: Driftstöd, name_en: Working capital grant}\n",
        encoding="utf-8",
    )
    lines = [{"id": 1, "query": "working capital"}, {"id": 2, "query": "driftstod"}]
    code, answers, _ = run(monkeypatch, capsys, lines, "--catalogue", str(tmp_path))
    assert code == 0
    assert [answer["measures"] for answer in answers] == [["kayttopaaoma"], ["kayttopaaoma"]]


def test_a_local_form_is_found_by_what_it_inherits(monkeypatch, capsys, tmp_path):
    (tmp_path / "measures.yaml").write_text(
        "measures:\n- {id: national, name_sv: Check, name_en: Voucher, short_sv: Rymdraketer}\n"
        "- {id: local, parent: national, name_sv: Check i byn, name_en: Village voucher}\n",
        encoding="utf-8",
    )
    lines = [{"id": 1, "query": "rymdraket"}]
    _, answers, _ = run(monkeypatch, capsys, lines, "--catalogue", str(tmp_path))
    assert set(answers[0]["measures"]) == {"national", "local"}


@pytest.mark.parametrize(
    "content", [None, "measures: 3", "measures: [", "- 1", "measures: [1]", "measures: [{}]"]
)
def test_a_catalogue_that_cannot_be_read_gives_a_sentence(monkeypatch, capsys, tmp_path, content):
    if content is not None:
        (tmp_path / "measures.yaml").write_text(content, encoding="utf-8")
    code, answers, said = run(monkeypatch, capsys, [], "--catalogue", str(tmp_path))
    assert (code, answers) == (1, [])
    assert "cannot be searched" in said
