import io
import json
import subprocess
import sys
import time

import pytest

from lotsa.ops import cli

LINES = [
    {"id": 1, "text": "Vi har en restaurang i Eskilstuna med 12 anställda"},
    {"id": "två", "text": "We cannot pay the rent for our shop in Malmö"},
    {"id": 3, "text": ""},
]


def run(monkeypatch, capsys, *lines, options=()):
    raw = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    monkeypatch.setattr(sys, "stdin", io.StringIO(raw))
    status = cli.main(["hear", *options])
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_one_answer_a_line_in_order(monkeypatch, capsys):
    status, answers = run(monkeypatch, capsys, *LINES)
    assert status == 0
    assert [a["id"] for a in answers] == [1, "två", 3]
    assert answers[0]["language"] == "sv"
    assert answers[0]["facts"] == {"sni": ["56100"], "municipality": ["0484"], "employees": 12}
    assert len(answers[0]["needs"]) == 3
    assert set(answers[0]["needs"][0]) == {"need", "score"}
    assert answers[1]["language"] == "en"
    assert answers[1]["needs"][0]["need"] == "rent"


@pytest.mark.parametrize(
    "bad",
    [
        "not json",
        "[1]",
        '{"id": 7}',
        '{"id": 7, "text": 5}',
        '{"id": 7, "text": "a", "page_language": 3}',
    ],
)
def test_a_bad_line_gets_a_sentence_and_the_rest_are_answered(monkeypatch, capsys, bad):
    status, answers = run(monkeypatch, capsys, bad, LINES[0])
    assert status == 1
    assert answers[0]["error"]
    assert answers[1]["facts"]["employees"] == 12


def test_spans_point_at_the_words(monkeypatch, capsys):
    _, answers = run(monkeypatch, capsys, LINES[0], options=["--spans"])
    text = LINES[0]["text"]
    for fact in answers[0]["heard"]:
        assert text[fact["start"] : fact["end"]] == fact["snippet"]


def test_the_first_answer_comes_soon():
    """A generous bar for a loaded machine; unloaded it takes about half a second."""
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "lotsa.ops.cli", "hear"],
        input=json.dumps(LINES[0]),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    assert json.loads(done.stdout)["facts"]["employees"] == 12
    assert time.monotonic() - begun < 10
