"""``lotsa judge`` as an analyst runs it: lines in, lines out, on this catalogue and on others."""

import io
import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

import lotsa
from lotsa.ops.cli import main
from tests.support.engine import leaf, manual, measure, window

LOTSA = Path(sys.executable).with_name("lotsa")
PACKAGED = Path(lotsa.__file__).parent / "data" / "catalogue"


def run_alone(catalogue, lines):
    """Exit status, answers and what was said, of one run of the command in its own process."""
    done = subprocess.run(
        [LOTSA, "judge", str(catalogue)],
        input=written(lines),
        capture_output=True,
        check=False,
        timeout=60,
    )
    said = done.stderr.decode("utf-8")
    assert "Traceback" not in said
    return done.returncode, [json.loads(row) for row in done.stdout.decode().splitlines()], said


@pytest.fixture
def run(monkeypatch, capsys):
    """The same in this process, which starts faster."""

    def run_here(catalogue, lines):
        stream = io.TextIOWrapper(io.BytesIO(written(lines)), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", stream)
        code = main(["judge", str(catalogue)])
        captured = capsys.readouterr()
        return code, [json.loads(row) for row in captured.out.splitlines()], captured.err

    return run_here


def written(lines):
    text = "".join(
        (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n"
        for line in lines
    )
    return text.encode("utf-8", "surrogatepass")


def write(folder, fields, measures):
    for name, rows in (("fields", fields), ("measures", measures)):
        text = yaml.safe_dump({name: rows}, allow_unicode=True)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


# Another country: its own words, forms, codes and thresholds; no code tree that we know.
NORWEGIAN = [
    {"id": "ansatte", "type": "integer", "question_en": "How many employees?"},
    {"id": "har_ansatte", "type": "boolean", "derived_from": "ansatte > 0"},
    {"id": "selskapsform", "type": "enum", "values": ["AS", "ENK", {"value": "ANS"}]},
    {"id": "er_as", "type": "boolean", "derived_from": "selskapsform == AS"},
    {"id": "er_liten", "type": "boolean", "derived_from": "ansatte between 1 and 9"},
    {"id": "næringskode", "type": "list_of_codes", "ops": ["prefix_in", "prefix_not_in"]},
    {"id": "kommune", "type": "list_of_codes", "ops": ["in", "not_in"]},
    {"id": "stiftet", "type": "date"},
    {"id": "alder", "type": "integer", "derived_from": "years(stiftet, date)"},
    {"id": "omsetningsfall", "type": "number", "per_window": True},
]
MEASURES = [
    measure(
        {"all": [
            leaf("er_as", "eq", True),
            leaf("har_ansatte", "eq", True),
            leaf("næringskode", "prefix_in", ["56.1"]),
            leaf("kommune", "in", ["0301", "4601"]),
            leaf("alder", "gte", 1),
        ]},
        window("vår-2020", criteria=leaf("omsetningsfall", "gt", 30)),
        window("høst-2020", criteria=leaf("omsetningsfall", "gt", 50)),
        name="kompensasjonsordning",
    ),
    measure({"any": [leaf("er_liten", "eq", True), manual("innovasjon-norge")]}, name="lån"),
]  # fmt: skip
BERGEN = {
    "ansatte": {"min": 1, "max": 4},
    "selskapsform": "AS",
    "næringskode": ["56.101"],
    "kommune": ["4601"],
    "stiftet": "2018",
}


def test_any_catalogue_in_the_form_works(run, tmp_path):
    folder = write(tmp_path, NORWEGIAN, MEASURES)
    lines = [
        {"id": "å", "as_of": "2020-05-04", "facts": BERGEN},
        {
            "id": 2,
            "as_of": "2020-05-04",
            "facts": BERGEN,
            "facts_by_window": {"kompensasjonsordning/vår-2020": {"omsetningsfall": 30}},
        },
        {"id": 3, "as_of": "2020-05-04", "facts": {**BERGEN, "omsetningsfall": 40}},
        {"id": 4, "as_of": "2020-05-04", "facts": {"kommune": ["5001"], "er_liten": True}},
        {"id": 5, "as_of": "2020-05-04", "facts": {"selskapsform": "ENK"}, "measures": ["lån"]},
    ]
    code, answers, said = run(folder, lines)
    assert code == 0
    assert "er_liten" in said
    assert [one["id"] for one in answers] == ["å", 2, 3, 4, 5]
    asked, exactly, both, elsewhere, by_hand = answers
    assert asked["next_question"] in {"er_liten", "omsetningsfall"}
    assert asked["measures"][0]["answer"] == "unknown"
    assert asked["measures"][0]["missing"] == ["omsetningsfall"]
    assert [w["answer"] for w in exactly["measures"][0]["windows"]] == ["no", "unknown"]
    assert [w["answer"] for w in both["measures"][0]["windows"]] == ["yes", "no"]
    assert [one["answer"] for one in elsewhere["measures"]] == ["no", "yes"]
    assert elsewhere["next_question"] is None
    assert elsewhere["measures"][0]["failed"] == ["kommune"]
    assert by_hand["measures"][0]["decided_by"] == "innovasjon-norge"


def test_the_form_of_a_line(run, tmp_path):
    fields = [{"id": "a", "type": "boolean"}, {"id": "b", "type": "boolean"}]
    both = {"all": [leaf("a", "eq", True), leaf("b", "eq", True)]}
    times = window("w", open_ended=False, apply_from="2020-06-01", apply_to="2020-06-30")
    folder = write(tmp_path, fields, [measure(both, window("v"), times)])
    (answer,) = run(folder, [{"id": 1, "as_of": "2020-05-04", "facts": {"a": False, "c": 1}}])[1]
    assert answer == {
        "id": 1,
        "measures": [
            {
                "measure": "m",
                "answer": "no",
                "decided_by": None,
                "time": "open",
                "missing": [],
                "failed": ["a"],
                "windows": [
                    {
                        "window": "v",
                        "answer": "no",
                        "time": "open",
                        "missing": [],
                        "failed": ["a"],
                    },
                    {
                        "window": "w",
                        "answer": "no",
                        "time": "opens",
                        "opens_on": "2020-06-01",
                        "closes_on": "2020-06-30",
                        "missing": [],
                        "failed": ["a"],
                    },
                ],
            }
        ],
        "next_question": None,
        "ignored": ["c"],
    }


def test_a_bad_line_is_answered_with_a_sentence_and_the_rest_go_on():
    deep = "[" * 900 + "]" * 900
    good = {"as_of": "2020-05-04", "facts": {"employees": 3}, "measures": ["omstallningsstod"]}
    bad = [
        "not json",
        "[]",
        "3",
        {"id": 1},
        {"id": 2, "as_of": "4 maj 2020"},
        {"id": 3, "as_of": "2020-W19-1"},
        {"id": 4, "as_of": 20200504},
        {**good, "id": 5, "measures": ["no-such-measure"]},
        {**good, "id": 6, "measures": "omstallningsstod"},
        {**good, "id": 7, "facts": {"employees": "three"}},
        {**good, "id": 8, "facts": []},
        {**good, "id": 9, "facts_by_window": {"omstallningsstod": {}}},
        {**good, "id": 10, "facts": {"employees": 10**400}},
        {**good, "id": 11, "facts": {"legal_form": "GmbH"}},
        f'{{"id": 12, "as_of": "2020-05-04", "facts": {{"employees": {deep}}}}}',
        '{"id": 13, "as_of": "2020-05-04", "facts": {"employees": NaN}}',
        '{"id": 14, "as_of": "2020-05-04", "facts": {"employees": 1e400}}',
        f'{{"id": {"[" * 100_000}',
        {**good, "id": 15, "needs": [3]},
        '{"id": 16, "as_of": "2020-05-04", "facts": {"employees": ' + "9" * 5000 + "}}",
    ]
    code, answers, _ = run_alone(
        PACKAGED, [{**good, "id": "a"}, *bad, "", {**good, "id": "Ö\ud800"}]
    )
    assert code == 1
    assert len(answers) == len(bad) + 2
    first, *refused, last = answers
    assert first["measures"][0]["measure"] == "omstallningsstod"
    assert "error" not in last
    assert last["id"].startswith("Ö")
    assert all(set(one) == {"id", "error"} and one["error"] for one in refused)
    told = [one["id"] for one in refused if one["id"] is not None]
    assert told == [*range(1, 13), 14, 15]


def test_text_is_utf_8_and_a_byte_order_mark_does_no_harm():
    line = {"id": "åäö 漢", "as_of": "2020-05-04", "measures": []}
    code, answers, _ = run_alone(PACKAGED, ["\ufeff" + json.dumps(line, ensure_ascii=False)])
    assert (code, answers) == (0, [{"id": "åäö 漢", "measures": [], "next_question": None}])


@pytest.mark.parametrize(
    "documents",
    [
        {},
        {"fields.yaml": "fields: []"},
        {"fields.yaml": "fields: [", "measures.yaml": "measures: []"},
        {"fields.yaml": "fields: [{id: a, type: money}]", "measures.yaml": "measures: []"},
        {
            "fields.yaml": "fields: [{id: a, type: boolean}]",
            "measures.yaml": "measures: [{id: m, criteria: {field: b, op: eq, value: true}}]",
        },
        {"fields.yaml": b"\xff\xfe\x00", "measures.yaml": "measures: []"},
        {"fields.yaml": "fields: 3", "measures.yaml": "measures: []"},
    ],
)
def test_a_catalogue_that_cannot_be_read_is_refused_at_once(run, tmp_path, documents):
    for name, text in documents.items():
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    code, answers, said = run(tmp_path, [{"id": 1, "as_of": "2020-05-04"}])
    assert (code, answers) == (2, [])
    assert said.strip()


def test_the_version_that_holds_on_the_day_judges(run, tmp_path):
    fields = [{"id": "staff", "type": "integer"}]
    old = measure(leaf("staff", "lte", 5), valid_to="2020-04-30")
    new = measure(leaf("staff", "lte", 10), version=2, valid_from="2020-05-01")
    gone = measure(None, name="gone", valid_to="2020-04-30")
    folder = write(tmp_path, fields, [old, new, gone])
    days = ["2020-04-30", "2020-05-01", "2020-04-30"]
    lines = [{"id": day, "as_of": day, "facts": {"staff": 7}} for day in days]
    lines.append({"id": "x", "as_of": "2020-05-01", "measures": ["gone"]})
    code, answers, _ = run(folder, lines)
    assert code == 1
    assert [
        [(one["measure"], one["answer"]) for one in each.get("measures", [])] for each in answers
    ] == [
        [("m", "no"), ("gone", "yes")],
        [("m", "yes")],
        [("m", "no"), ("gone", "yes")],
        [],
    ]


def test_a_local_form_takes_after_its_parent(run, tmp_path):
    fields = [{"id": "staff", "type": "integer"}, {"id": "own", "type": "boolean"}]
    parent = measure(leaf("staff", "lte", 5), name="national")
    child = {
        "id": "local",
        "parent": "national",
        "extra_criteria": [leaf("own", "eq", True)],
    }
    folder = write(tmp_path, fields, [parent, child])
    (answer,) = run(folder, [{"id": 1, "as_of": "2020-05-04", "facts": {"staff": 3}}])[1]
    assert [(one["measure"], one["answer"], one["missing"]) for one in answer["measures"]] == [
        ("national", "yes", []),
        ("local", "unknown", ["own"]),
    ]


def test_the_real_catalogue_on_its_own_terms(run):
    """A restaurant in Eskilstuna that lost 60 per cent in spring 2020."""
    facts = {
        "municipality": ["0484"],
        "sni": ["56100"],
        "legal_form": "aktiebolag",
        "employees": 12,
        "has_fskatt": True,
        "turnover_drop_due_to_covid": True,
        "dividend_in_ban_period": False,
        "monthly_turnover": {
            **{f"2019-{month:02d}": 400_000 for month in range(1, 13)},
            "2020-03": 160_000,
            "2020-04": 160_000,
        },
    }
    name = "omstallningsstod"
    days = ["2020-05-04", "2020-06-22", "2020-08-31", "2020-09-01"]
    lines = [{"id": day, "as_of": day, "facts": facts, "measures": [name]} for day in days]
    lines.append({**lines[1], "facts": {**facts, "monthly_turnover": None}})
    exact = {**facts["monthly_turnover"], "2020-03": 280_000, "2020-04": 280_000}
    lines.append({**lines[1], "facts": {**facts, "monthly_turnover": exact}})
    code, answers, _ = run(PACKAGED, lines)
    assert code == 0
    found = [one["measures"][0] for one in answers]
    assert [one["answer"] for one in found] == ["no", "yes", "yes", "no", "unknown", "no"]
    assert found[0]["time"] == "opens"
    assert found[0]["opens_on"] == "2020-06-22"
    assert "turnover_drop_percent" in found[4]["missing"]
    assert found[5]["windows"][0]["failed"] == ["turnover_drop_percent"]


def test_only_the_region_settles_what_lies_elsewhere(run):
    facts = {"region": ["04"]}
    (answer,) = run(PACKAGED, [{"id": 1, "as_of": "2020-05-04", "facts": facts}])[1]
    told = {one["measure"]: one for one in answer["measures"]}
    assert told["lindesberg-samordning"]["answer"] == "no"
    assert told["lindesberg-samordning"]["failed"] == ["municipality"]
    assert told["eskilstuna-sme-dialog"]["answer"] == "unknown"


def test_many_lines_are_answered_in_their_order(run, tmp_path):
    fields = [{"id": "staff", "type": "integer"}]
    folder = write(tmp_path, fields, [measure(leaf("staff", "lt", 500))])
    start = date(2020, 1, 1)
    lines = [
        {"id": n, "as_of": str(start + timedelta(days=n % 300)), "facts": {"staff": n}}
        for n in range(1000)
    ]
    code, answers, _ = run(folder, lines)
    assert code == 0
    assert [one["id"] for one in answers] == list(range(1000))
    assert [one["measures"][0]["answer"] for one in answers] == ["yes"] * 500 + ["no"] * 500


def test_a_window_that_the_catalogue_does_not_have_is_said(run):
    line = {
        "as_of": "2020-07-01",
        "facts": {},
        "facts_by_window": {"omstallningsstod/2020-mars": {"turnover_drop_percent": 60}},
        "measures": ["omstallningsstod"],
    }

    _, (answer,), _ = run(PACKAGED, [line])

    assert answer["ignored"] == ["omstallningsstod/2020-mars"]
