"""``lotsa route`` as a coordinator's analyst runs it: lines in, every team ranked, lines out."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import lotsa
from lotsa.ops.cli import main
from tests.support.routing import FIELDS, SMALL, actor, team

LOTSA = Path(sys.executable).with_name("lotsa")
PACKAGED = Path(lotsa.__file__).parent / "data" / "catalogue"
LINE = {"id": 1, "as_of": "2020-05-04", "need": {"areas": ["liquidity"]}, "company": {}}
# The places of the packaged list, so that the codes are real.
FIELDS = [
    {**row, "unit": "municipality code, four digits" if row["id"] == "municipality" else ""}
    for row in FIELDS
]


@pytest.fixture
def run(monkeypatch, capsys):
    """Exit status, answers and what was said, of one run of the command in this process."""

    def run_here(folder, lines, *options):
        text = "".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in lines)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8"))
        code = main(["route", str(folder), *options])
        captured = capsys.readouterr()
        return code, [json.loads(row) for row in captured.out.splitlines()], captured.err

    return run_here


def write(folder, directory, needs=None, fields=FIELDS):
    documents = {"fields": {"fields": fields}, "directory": directory}
    if needs is not None:
        documents["needs"] = {"needs": needs}
    for name, document in documents.items():
        plain = json.loads(json.dumps(document))  # nothing shared, which would become an anchor
        text = yaml.safe_dump(plain, allow_unicode=True)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path):
    helps = {"competences": ["liquidity"]}
    teams = [
        team("near", **helps, territory={"municipalities": ["0484"]}, capacity=2),
        team("small", **helps, criteria=SMALL),
        team("wide", **helps),
        team("other", competences=["insurance"]),
    ]
    desks = [{"id": "akut", "name_sv": "Företagsakuten", "teams": ["wide"]}]
    return write(tmp_path, {"actors": [actor(*teams)], "desks": desks})


def test_the_form_of_a_line(run, folder):
    line = {
        "id": "å",
        "as_of": "2020-05-04",
        "need": {"areas": ["liquidity"], "language": "sv"},
        "company": {"municipality": ["0484"], "staff": 60, "mood": "low"},
        "load": {"near": 2, "gone": 1},
    }
    code, (answer,), said = run(folder, [line])
    assert (code, said) == (0, "")
    assert set(answer) == {"id", "ranked", "uncovered", "ignored"}
    assert (answer["id"], answer["uncovered"]) == ("å", False)
    assert answer["ignored"] == ["mood", "gone"]
    assert [set(one) for one in answer["ranked"]] == [{"team", "answer", "score", "reasons"}] * 4
    assert [(one["team"], one["answer"]) for one in answer["ranked"]] == [
        ("wide", "yes"),
        ("near", "yes"),
        ("other", "no"),
        ("small", "no"),
    ]
    assert answer["ranked"][1]["reasons"] == [
        "Hjälper med likviditet",
        "Täcker Eskilstuna",
        "Fullt: 2 av 2 ärenden",
    ]
    assert answer["ranked"][3]["reasons"][0] == "Krav: högst 49 anställda (företaget: 60)"


def test_reasons_in_english(run, folder):
    line = {**LINE, "company": {"municipality": ["0484"], "staff": 60}}
    _, (answer,), _ = run(folder, [line], "--language", "en")
    told = {one["team"]: one["reasons"][0] for one in answer["ranked"]}
    assert told["small"] == "Requirement: at most 49 employees (the company: 60)"
    assert told["other"] == "Does not help with cash flow"


def test_what_nobody_covers_is_said(run, folder):
    lines = [
        {**LINE, "need": {"areas": ["rent", "liquidity"]}},
        {**LINE, "need": {"areas": ["rent"]}},
        {**LINE, "need": {"areas": ["insurance"], "desk": "akut"}},
    ]
    _, answers, _ = run(folder, lines)
    assert [one["uncovered"] for one in answers] == [False, True, True]
    assert [one["uncovered_areas"] for one in answers] == [["rent"], ["rent"], ["insurance"]]
    assert [len(one["ranked"]) for one in answers] == [4, 4, 4]


def test_a_line_may_say_very_little(run, folder):
    _, (answer,), _ = run(folder, [{"as_of": "2020-05-04"}])
    assert answer["id"] is None
    assert {one["answer"] for one in answer["ranked"]} == {"maybe"}


def test_a_folder_with_its_own_needs_knows_no_others(run, tmp_path):
    needs = [{"id": "cash", "name_sv": "Pengar", "name_en": "Money"}]
    write(tmp_path, {"actors": [actor(team())]}, needs)
    lines = [{**LINE, "need": {"areas": ["cash"]}}, LINE]
    code, (answer, refused), _ = run(tmp_path, lines)
    assert code == 1
    assert answer["ranked"][0]["reasons"][0] == "Hjälper med pengar"
    assert refused["error"] == "need.areas: needs.yaml has no need area 'liquidity'"
    write(tmp_path, {"actors": [actor(team(competences=["law"]))]}, needs)
    code, answers, said = run(tmp_path, lines)
    assert (code, answers) == (2, [])
    assert said.startswith("directory.yaml actors[0].teams[0].competences[0]:")


def test_a_bad_line_is_answered_with_a_sentence_and_the_rest_go_on(run, folder):
    deep = "[" * 900 + "]" * 900
    bad = [
        "not json",
        "[]",
        {"id": 1},
        {**LINE, "id": 2, "as_of": "4 maj 2020"},
        {**LINE, "id": 3, "as_of": 20200504},
        {**LINE, "id": 4, "need": []},
        {**LINE, "id": 5, "need": {"areas": "liquidity"}},
        {**LINE, "id": 6, "need": {"areas": [3]}},
        {**LINE, "id": 7, "need": {"areas": [str(number) for number in range(5000)]}},
        {**LINE, "id": 8, "need": {"areas": [], "language": ["sv"]}},
        {**LINE, "id": 9, "need": {"areas": [], "desk": "gone"}},
        {**LINE, "id": 10, "need": {"areas": [], "desk": {}}},
        {**LINE, "id": 11, "need": {"areas": [], "language_required": "yes"}},
        {**LINE, "id": 12, "company": []},
        {**LINE, "id": 13, "company": {"staff": "many"}},
        {**LINE, "id": 14, "company": {"staff": 10**400}},
        {**LINE, "id": 15, "load": []},
        {**LINE, "id": 16, "load": {"near": "2"}},
        {**LINE, "id": 17, "load": {"near": -1}},
        {**LINE, "id": 18, "load": {"near": True}},
        {**LINE, "id": 19, "load": {"near": 10**40}},
        {**LINE, "id": 20, "load": {"near": 1.5}},
        f'{{"id": 21, "as_of": "2020-05-04", "company": {{"staff": {deep}}}}}',
        f'{{"id": {"[" * 100_000}',
        '{"id": 22, "as_of": "2020-05-04", "load": {"near": NaN}}',
    ]
    code, answers, said = run(folder, [LINE, *bad, "", {**LINE, "id": "Ö"}])
    assert (code, said) == (1, "")
    first, *refused, last = answers
    assert len(refused) == len(bad)
    assert len(first["ranked"]) == len(last["ranked"]) == 4
    assert all(set(one) == {"id", "error"} and one["error"] for one in refused)
    told = [one["id"] for one in refused if one["id"] is not None]
    assert told == list(range(1, 22))


@pytest.mark.parametrize(
    "documents",
    [
        {},
        {"fields.yaml": "fields: []"},
        {"directory.yaml": "actors: []"},
        {"fields.yaml": "fields: []", "directory.yaml": "actors: ["},
        {"fields.yaml": "fields: []", "directory.yaml": "[]"},
        {"fields.yaml": "fields: []", "directory.yaml": ""},
        {"fields.yaml": "fields: []", "directory.yaml": "actors: {}"},
        {"fields.yaml": "[]", "directory.yaml": "actors: []"},
        {"fields.yaml": "fields: [{id: a, type: money}]", "directory.yaml": "actors: []"},
        {"fields.yaml": b"\xff\xfe\x00", "directory.yaml": "actors: []"},
        {"fields.yaml": "fields: []", "directory.yaml": "actors: [{id: a, teams: [{id: b, x: &a 1}]}]"},
        {
            "fields.yaml": "fields: []",
            "directory.yaml": "actors: [{id: a, criteria: {field: b, op: eq, value: 1}}]",
        },
        {"fields.yaml": "fields: []", "directory.yaml": "actors: []", "needs.yaml": "needs: [{}]"},
        {"fields.yaml": "fields: []", "directory.yaml": "actors: " + "[" * 500 + "]" * 500},
    ],
)  # fmt: skip
def test_a_directory_that_cannot_be_read_is_refused_at_once(run, tmp_path, documents):
    for name, text in documents.items():
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    code, answers, said = run(tmp_path, [LINE])
    assert (code, answers) == (2, [])
    assert said.strip()


def test_a_folder_that_is_not_there_is_refused(run, tmp_path):
    code, answers, said = run(tmp_path / "gone", [LINE])
    assert (code, answers) == (2, [])
    assert "fields.yaml" in said


def test_the_packaged_actors_route_as_teams_of_themselves(tmp_path):
    """The catalogue's own actors, territories and competences, in a process of its own."""
    catalogue = yaml.safe_load((PACKAGED / "actors.yaml").read_text(encoding="utf-8"))
    actors = [{**row, "teams": [{"id": f"{row['id']}-team"}]} for row in catalogue["actors"]]
    fields = yaml.safe_load((PACKAGED / "fields.yaml").read_text(encoding="utf-8"))["fields"]
    write(tmp_path, {"actors": actors}, fields=fields)
    line = {**LINE, "need": {"areas": ["business_development"]}, "company": {"region": ["04"]}}
    done = subprocess.run(
        [LOTSA, "route", str(tmp_path)],
        input=json.dumps(line).encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert done.stderr == b""
    ranked = json.loads(done.stdout)["ranked"]
    assert len(ranked) == len(actors)
    told = {one["team"]: one for one in ranked}
    assert told["region-sormland-team"]["answer"] == "yes"
    assert "Täcker hela Södermanlands län" in told["region-sormland-team"]["reasons"]
    assert told["region-skane-team"]["reasons"][0] == "Täcker inte Södermanlands län"
